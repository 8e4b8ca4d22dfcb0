"""One request at a time per host, across all processes, with a pause after each. A failing host is left alone."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import secrets
import time
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from filings.models.hosts import Host

from . import limits
from .errors import BadStatus, FetchError, NoAnswer, Resting, Unreachable

BEIJING = dt.timezone(dt.timedelta(hours=8))


@contextlib.contextmanager
def turn(name: str, pause: float) -> Iterator[None]:
    """Hold the host alone for one request. No transaction is open meanwhile, only a row says whose turn it is."""
    token = secrets.token_hex(8)
    _wait_for_turn(name, token)
    try:
        yield
    finally:
        pause_ends = timezone.now() + dt.timedelta(seconds=pause)
        mine = Host.objects.filter(name=name, token=token)
        mine.update(token="", busy_until=None, next_request_at=pause_ends)


def _wait_for_turn(name: str, token: str) -> None:
    give_up = time.monotonic() + limits.PATIENCE_SECONDS
    while True:
        now = timezone.now()
        host, _created = Host.objects.get_or_create(name=name)
        if host.not_before and host.not_before > now:
            raise Resting(f"{name} is left alone until {_beijing(host.not_before)}: {host.reason}")
        wait = _expected_wait(host, now)
        if wait == 0 and _take(name, token, now):
            return
        patience = give_up - time.monotonic()
        if patience <= 0:
            raise Unreachable(f"another process is busy with {name}")
        time.sleep(min(wait or limits.LOOK_SECONDS, patience))


def _take(name: str, token: str, now: dt.datetime) -> bool:
    """Compare and swap: of several who see the host free, the update of one changes the row.

    Durable: inside a caller's transaction nobody else would see the turn, and the transaction would span the request.
    """
    with transaction.atomic(durable=True):
        busy_until = now + dt.timedelta(seconds=limits.TURN_SECONDS)
        return Host.objects.free(now).filter(name=name).update(token=token, busy_until=busy_until) == 1


def _expected_wait(host: Host, now: dt.datetime) -> float:
    """Seconds until it is worth another look; 0 when the host looks free."""
    if host.busy_until and host.busy_until > now:
        return limits.LOOK_SECONDS * random.uniform(0.5, 1.5)
    if host.next_request_at and host.next_request_at > now:
        return (host.next_request_at - now).total_seconds()
    return 0


def leave_alone(name: str, fault: FetchError) -> None:
    """Leave the host alone: as long as it asked, or longer with each failure in a row."""
    failures = Host.objects.get(name=name).failures + 1
    if isinstance(fault, NoAnswer) and failures < limits.SILENCES_BEFORE_REST:
        Host.objects.filter(name=name).update(failures=failures)
        return
    seconds = fault.retry_after if isinstance(fault, BadStatus) else None
    if seconds is None:
        seconds = min(limits.FIRST_REST_SECONDS * 2 ** min(failures - 1, 10), limits.LONGEST_REST_SECONDS)
    not_before = timezone.now() + dt.timedelta(seconds=seconds)
    Host.objects.filter(name=name).update(failures=failures, not_before=not_before, reason=str(fault))


def recovered(name: str) -> None:
    """The host answered: forget its failures."""
    failing = Host.objects.filter(Q(failures__gt=0) | Q(not_before__isnull=False), name=name)
    failing.update(failures=0, not_before=None, reason="")


def lift_waits() -> None:
    """A person polls now, so no host is left alone any longer. Its failures are still counted."""
    Host.objects.exclude(not_before=None).update(not_before=None)


def _beijing(moment: dt.datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M} Beijing time"
