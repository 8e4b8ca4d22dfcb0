"""The rule run over the past: what a subscription would have told, and what a feed of the same wish holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from filings.models import Cause, Event, Rhythm

from .lines import Line, lines_of
from .rules import Facts, Merged, Wish, facts_of, narrowed

YEAR = dt.timedelta(days=365)
# What was there before we looked is no news, but shows what such a wish brings.
PAST = (Cause.IMPORT, Cause.BASELINE)


@dataclass(frozen=True)
class PastMessage:
    """A message as it would have been: its day, how many events it had, and the first of them."""

    day: dt.date
    count: int
    lines: list[Line]


@dataclass(frozen=True)
class Backtest:
    """How many messages there would have been, and the newest of them."""

    count: int
    events: int
    newest: list[PastMessage]


def backtest(wish: Wish, rhythm: str, zone: str, now: dt.datetime, *, shown: int = 10) -> Backtest:
    """What this wish would have told in the twelve months before now."""
    since = now - YEAR
    seen = Q(change_set__is_silent=False, seen_at__gte=since)
    known = Q(change_set__cause__in=PAST, timeline_on__gte=since.date(), timeline_on__lte=now.date())
    events = Event.objects.filter(seen | known, withdrawal=None)
    wanted = wanted_of(wish, events)
    messages: dict[tuple[object, ...], list[int]] = {}
    for pk, key in _occasions(events, [one.event_id for one in wanted], rhythm, zone):
        messages.setdefault(key, []).append(pk)
    newest = sorted(messages.items(), key=lambda item: (item[0][0], item[1][-1]), reverse=True)[:shown]
    return Backtest(len(messages), len(wanted), [_past(key[0], pks) for key, pks in newest])


def wanted_of(wish: Wish, events: QuerySet[Event]) -> list[Facts]:
    """The facts of those events that the wish wants, oldest first."""
    merged = Merged()
    facts = facts_of(events.filter(narrowed(wish, merged)), {wish.scope}, merged)
    return [one for one in facts if wish.wants(one)]


def newest_events(wish: Wish, limit: int) -> list[int]:
    """The ids of the newest events that the wish wants, newest first, without what our own reader changed."""
    events = Event.objects.exclude(change_set__cause=Cause.READER)
    return [one.event_id for one in wanted_of(wish, events)][: -limit - 1 : -1]


def _occasions(
    events: QuerySet[Event], wanted: Sequence[int], rhythm: str, zone: str
) -> list[tuple[int, tuple[object, ...]]]:
    """For each event the message it would have been in: its day, and what else sets it apart."""
    here, chosen, result = ZoneInfo(zone), frozenset(wanted), []
    columns = ("pk", "change_set", "change_set__cause", "filing__document", "timeline_on", "seen_at")
    for pk, change_set, cause, document, timeline_on, seen_at in events.order_by("pk").values_list(*columns):
        if pk not in chosen:
            continue
        is_past = cause in PAST
        day = timeline_on if is_past else seen_at.astimezone(here).date()
        if rhythm == Rhythm.WEEKLY:
            day -= dt.timedelta(days=day.weekday())
        at_once = ((document, "list") if is_past else (change_set, "set")) if rhythm == Rhythm.AT_ONCE else ()
        result.append((pk, (day, *at_once)))
    return result


def _past(day: object, pks: Sequence[int]) -> PastMessage:
    assert isinstance(day, dt.date)
    return PastMessage(day, len(pks), lines_of(Event.objects.filter(pk__in=pks[:3])))
