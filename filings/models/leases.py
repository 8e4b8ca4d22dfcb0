"""Claims with a lease: who works on a row, and how the others know when that is over.

A claim names the machine and the process, so that on the same machine a dead one is noticed at once; for others its
lease runs out.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import secrets

from django.conf import settings

# Columns that hold a claim are this long.
CLAIM_LENGTH = 120


def new_claim() -> str:
    """A claim for this process, unlike any other."""
    return f"{platform.node()[:60]} {os.getpid()} {secrets.token_hex(8)}"


def new_claim_for_job() -> str:
    """A claim for whichever process takes the job up, which then makes it its own."""
    return f"job 0 {secrets.token_hex(8)}"


def lease_end(now: dt.datetime) -> dt.datetime:
    """Until when a claim made or renewed now holds."""
    return now + dt.timedelta(seconds=settings.LEASE_SECONDS)


def is_dead(claim: str) -> bool:
    """Whether the claim's process ran on this machine and is gone. False when that can't be known."""
    machine, _, rest = claim.partition(" ")
    process = rest.partition(" ")[0]
    if machine != platform.node()[:60] or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
