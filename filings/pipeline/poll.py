"""Polling a source: claim it, run over it, give it back, and sweep up after runs that died.

A run works under a claim that it renews, so that one that died is found.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import Q
from django.utils import timezone

from filings.models import Outcome, Poll, Source
from filings.models.leases import is_dead, lease_end, new_claim, new_claim_for_job

from .run import ClaimLost, Report, Run
from .walks import walk

logger = logging.getLogger(__name__)


def claim(source_id: int, now: dt.datetime, *, only_if_due: bool) -> str:
    """Claim a source for one run by compare-and-swap. Returns the claim, or "" when there is nothing to claim."""
    free = Source.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now))
    candidates = Source.objects.due(now) if only_if_due else free
    token = new_claim_for_job()
    return token if candidates.filter(pk=source_id).update(claim=token, lease_until=lease_end(now)) == 1 else ""


def sweep(now: dt.datetime) -> int:
    """Close the attempts of runs that died and free their sources. Returns how many attempts were left open."""
    claimed = Source.objects.exclude(claim="")
    for source in claimed:
        if is_dead(source.claim) or (source.lease_until and source.lease_until <= now):
            claimed.filter(pk=source.pk, claim=source.claim).update(claim="", lease_until=None)
    message = "the process that ran this died before its end; it is tried again"
    # One statement, so that an attempt whose run was claimed a moment ago is not taken for an abandoned one.
    abandoned = Poll.objects.open().exclude(claim__in=Source.objects.exclude(claim="").values("claim"))
    return abandoned.update(outcome=Outcome.FAILED, message=message, finished_at=now)


def poll_source(source_id: int, token: str, *, everything: bool = False, report: Report | None = None) -> list[Poll]:
    """Run over a claimed source. With `everything`, what is not due yet is fetched as well, and in full."""
    own = new_claim()
    if Source.objects.filter(pk=source_id, claim=token).update(claim=own, lease_until=lease_end(timezone.now())) != 1:
        logger.warning("the claim on source %s was lost before its run began", source_id)
        return []
    run = Run(Source.objects.get(pk=source_id), own, everything, report)
    try:
        walk(run)
    except ClaimLost as error:
        logger.warning("%s: %s", run.source.key, error)
    finally:
        run.give_back()
    return run.polls
