"""The feed of changes: what entered the record, newest first, reading by reading.

A reading that changed much is told in one line per kind; so is what was there before we looked, however short.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from filings.models import Cause, ChangeSet, ChangeSetState, Event, EventKind

from .listing import Order
from .timeline import Entry, list_name

LINES = 50
# What was there before we looked is no news: it is told in one line, however short.
NOT_NEWS = (Cause.BASELINE, Cause.IMPORT)
# A change set with more events than this is told in one line per kind.
MANY = 20
SHOWN = (
    "filing__organization",
    "product",
    "change_set__document",
    "snapshot",
    "version__last_snapshot",
    "withdrawal",
)
NOT_SHOWN = (
    "filing__search_text",
    "filing__organization__search_text",
    "product__search_text",
    "change_set__proposal",
    "snapshot__headers",
    "snapshot__rejections",
    "version__cells",
    "version__purpose",
    "version__last_snapshot__headers",
    "version__last_snapshot__rejections",
)


@dataclass(frozen=True)
class Line:
    """One line of the feed: an entry, or a whole kind of a change set's events."""

    change_set: ChangeSet
    kind: str
    status: str
    proof: int
    count: int = 1
    entry: Entry | None = None

    @property
    def seen_on(self) -> dt.date:
        return timezone.localdate(self.change_set.decided_at or self.change_set.created_at)

    def day_in(self, order: Order) -> dt.date:
        return self.entry.event.timeline_on if self.entry and order is HAPPENED else self.seen_on

    def kind_of_day(self, order: Order) -> str:
        if self.entry is None or order is not HAPPENED:
            return gettext("day it entered this record")
        if self.entry.is_dated:
            return gettext("the best known day: happened, published or seen")
        return gettext("imported that day; nobody states when it happened")

    @property
    def headline(self) -> str:
        """Such as "705 filings listed: Deep synthesis, batch of July 2026"."""
        return _count_text(self.kind, self.count) % {"n": self.count, "list": list_name(self.change_set.document)}


def _count_text(kind: str, n: int) -> str:
    texts = {
        EventKind.LISTED: ngettext("%(n)d filing listed: %(list)s", "%(n)d filings listed: %(list)s", n),
        EventKind.AMENDED: ngettext("%(n)d row rewritten: %(list)s", "%(n)d rows rewritten: %(list)s", n),
        EventKind.CANCELLED: ngettext("%(n)d number cancelled: %(list)s", "%(n)d numbers cancelled: %(list)s", n),
        EventKind.RESTORED: ngettext(
            "%(n)d cancellation mark removed: %(list)s", "%(n)d cancellation marks removed: %(list)s", n
        ),
        EventKind.GONE: ngettext("%(n)d row gone: %(list)s", "%(n)d rows gone: %(list)s", n),
        EventKind.BACK: ngettext("%(n)d row back: %(list)s", "%(n)d rows back: %(list)s", n),
    }
    return texts.get(EventKind(kind)) or ngettext("%(n)d statement: %(list)s", "%(n)d statements: %(list)s", n)


NEWEST = Order("newest", "", "decided_at")
SEEN = Order("seen", _("as we saw them"), "pk")
HAPPENED = Order("happened", _("by the day it happened"), "timeline_on")


def released_sets() -> QuerySet[ChangeSet]:
    """What counts; a set that waits for a person is in no feed."""
    return ChangeSet.objects.filter(state=ChangeSetState.RELEASED, event_count__gt=0)


def lines_of(
    events: QuerySet[Event], sets: QuerySet[ChangeSet], after: int | None, limit: int = LINES
) -> tuple[list[Line], int | None]:
    """About `limit` lines of these events, and the key of the set to go on behind (None at the end)."""
    found, last = NEWEST.page(sets.select_related("document").defer("proposal"), after, limit)
    likely = found if events.query.where else list(_likely_lines(found, limit))
    counts = _counts(events, likely)
    shown = list(_first_lines(likely, counts, limit))
    entries = _entries(events, [one for one in shown if not _is_told_in_one_line(one)])
    lines = [line for one in shown for line in entries.get(one.pk) or _groups(one, counts[one.pk])]
    return lines, shown[-1].pk if shown and (last or len(shown) < len(found)) else None


def matching(sets: QuerySet[ChangeSet], events: QuerySet[Event]) -> QuerySet[ChangeSet]:
    """The sets that hold one of these events."""
    return sets.filter(Exists(events.order_by().filter(change_set=OuterRef("pk"))))


def entry_lines(
    events: QuerySet[Event], order: Order, after: int | None, limit: int = LINES
) -> tuple[list[Line], int | None]:
    """These events one by one."""
    found, last = order.page(_dressed(events), after, limit)
    return [_single(event) for event in found], last


def _dressed(events: QuerySet[Event]) -> QuerySet[Event]:
    """With what a line shows, and without the long texts that it does not."""
    return events.select_related(*SHOWN).defer(*NOT_SHOWN)


def latest_news(limit: int) -> list[Line]:
    """The newest lines, without what was there before we looked."""
    return lines_of(Event.objects.all(), released_sets().exclude(cause__in=NOT_NEWS), None, limit)[0][:limit]


def latest_lines(limit: int) -> list[Line]:
    return lines_of(Event.objects.all(), released_sets(), None, limit)[0][:limit]


@dataclass(frozen=True)
class DayOfFeed:
    """The lines of one day, and what kind of day it is."""

    on: dt.date
    kind: str
    lines: list[Line]


def by_day(lines: Iterable[Line], order: Order = SEEN) -> list[DayOfFeed]:
    groups = itertools.groupby(lines, key=lambda line: (line.day_in(order), line.kind_of_day(order)))
    return [DayOfFeed(day, kind, list(group)) for (day, kind), group in groups]


def _is_told_in_one_line(change_set: ChangeSet) -> bool:
    return change_set.cause in NOT_NEWS or change_set.event_count > MANY


def _counts(events: QuerySet[Event], sets: Sequence[ChangeSet]) -> dict[int, list[Mapping[str, Any]]]:
    """The events of each set per kind, the newest kind first."""
    groups = events.filter(change_set__in=sets).order_by().values("change_set", "kind")
    groups = groups.annotate(count=Count("pk"), newest=Max("pk"), status=Max("status"), proof=Max("proof"))
    counts: dict[int, list[Mapping[str, Any]]] = {one.pk: [] for one in sets}
    for group in groups.order_by("-newest"):
        counts[group["change_set"]].append(group)
    return counts


def _likely_lines(sets: Iterable[ChangeSet], limit: int) -> Iterable[ChangeSet]:
    """No fewer sets than fill the page with all their events, so that not many are counted in vain."""
    lines = 0
    for one in sets:
        if lines < limit:
            yield one
        lines += 1 if _is_told_in_one_line(one) else one.event_count


def _first_lines(
    sets: Iterable[ChangeSet], counts: Mapping[int, Sequence[Mapping[str, Any]]], limit: int
) -> Iterable[ChangeSet]:
    """The sets that fill the page: whole ones, so that the next page begins with the next set."""
    lines = 0
    for one in sets:
        if lines >= limit:
            return
        groups = counts[one.pk]
        lines += len(groups) if _is_told_in_one_line(one) else sum(group["count"] for group in groups)
        yield one


def _entries(events: QuerySet[Event], sets: Sequence[ChangeSet]) -> dict[int, list[Line]]:
    lines: dict[int, list[Line]] = {one.pk: [] for one in sets}
    for event in _dressed(events.filter(change_set__in=sets)).order_by("-pk") if sets else ():
        lines[event.change_set_id].append(_single(event))
    return lines


def _single(event: Event) -> Line:
    return Line(event.change_set, event.kind, event.status, event.proof, entry=Entry(event))


def _groups(change_set: ChangeSet, groups: Iterable[Mapping[str, Any]]) -> list[Line]:
    return [Line(change_set, one["kind"], one["status"], one["proof"], one["count"]) for one in groups]
