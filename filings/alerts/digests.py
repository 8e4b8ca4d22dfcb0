"""Digests: what became known between two mornings, in one message. The cursor is a place of our own sequence."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from filings.models import Event, Rhythm, Subscription

from . import compose
from .groups import groups_of, write_deliveries
from .places import hold_place
from .rules import Facts, Merged, facts_of

MORNING = dt.time(8)
MONDAY = 0


def next_morning(rhythm: str, zone: str, now: dt.datetime) -> dt.datetime | None:
    """When the next digest is due after now; None for what is told at once."""
    if rhythm == Rhythm.AT_ONCE:
        return None
    here = ZoneInfo(zone)
    day = now.astimezone(here).date()
    while True:
        moment = dt.datetime.combine(day, MORNING, here)
        if moment > now and (rhythm == Rhythm.DAILY or day.weekday() == MONDAY):
            return moment.astimezone(dt.UTC)
        day += dt.timedelta(days=1)


def send_due(now: dt.datetime) -> int:
    """Make the deliveries of every digest whose time has come. Returns how many."""
    due = Subscription.objects.told().filter(next_digest_at__lte=now)
    return _send(due, now, tells_quiet=True) if due.exists() else 0


def send_now(subscription: Subscription, now: dt.datetime) -> int:
    """Tell what has gathered for one digest before its rhythm or rule changes, so that nothing falls between."""
    mine = Subscription.objects.told().filter(pk=subscription.pk, next_digest_at__isnull=False)
    return _send(mine, now, tells_quiet=False)


@transaction.atomic
def _send(due: QuerySet[Subscription], now: dt.datetime, *, tells_quiet: bool) -> int:
    place = hold_place()
    merged = Merged()
    facts: dict[tuple[int, str], list[Facts]] = {}
    made = 0
    for group in groups_of(due, merged, "rhythm", "zone", "cursor", "quiet_note"):
        # Most share one period, and all of one scope need the same facts.
        key = (group.row["cursor"], group.wish.scope)
        if key not in facts:
            period = {"change_set__position__gt": key[0], "change_set__position__lte": place}
            facts[key] = facts_of(Event.objects.filter(**period, withdrawal=None), {key[1]}, merged)
        wanted = [one for one in facts[key] if group.wish.wants(one)]
        if wanted or (tells_quiet and group.row["quiet_note"]):
            message = compose.tell_digest(group, wanted, now)
            ids = [one.event_id for one in wanted]
            made += write_deliveries(group.members, message, f"digest {now:%Y-%m-%d %H:%M:%S.%f}", ids, now)
        morning = next_morning(group.row["rhythm"], group.row["zone"], now)
        Subscription.objects.filter(pk__in=group.members.values("pk")).update(cursor=place, next_digest_at=morning)
    return made
