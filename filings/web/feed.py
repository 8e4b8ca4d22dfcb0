"""The feed of changes: single events, and one line for many of a kind, newest sighting first, page by page."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from filings.models import Cause, ChangeSet, Event, EventKind

from .queries import with_evidence
from .timeline import Entry, list_name

PAGE = 50
# What was there before we looked is no news: it is told in one line, however short.
NOT_NEWS = (Cause.BASELINE, Cause.IMPORT)
# A change set with more events than this is told in one line per kind.
MANY = 20


@dataclass(frozen=True)
class Line:
    """One line of the feed: an entry, or a whole kind of a change set's events. `id` is that of its newest event."""

    id: int
    change_set: ChangeSet
    kind: str
    status: str
    proof: int
    count: int = 1
    entry: Entry | None = None

    @property
    def seen_on(self) -> dt.date:
        return timezone.localdate(self.change_set.created_at)

    @property
    def headline(self) -> str:
        """Such as "705 filings listed: Deep synthesis, batch of July 2026"."""
        return _count_text(self.kind, self.count) % {"n": self.count, "list": list_name(self.change_set.document)}


def _count_text(kind: str, n: int) -> str:
    return {
        EventKind.LISTED: ngettext("%(n)d filing listed: %(list)s", "%(n)d filings listed: %(list)s", n),
        EventKind.AMENDED: ngettext("%(n)d row rewritten: %(list)s", "%(n)d rows rewritten: %(list)s", n),
        EventKind.CANCELLED: ngettext("%(n)d number cancelled: %(list)s", "%(n)d numbers cancelled: %(list)s", n),
        EventKind.RESTORED: ngettext(
            "%(n)d cancellation mark removed: %(list)s", "%(n)d cancellation marks removed: %(list)s", n
        ),
        EventKind.GONE: ngettext("%(n)d row gone: %(list)s", "%(n)d rows gone: %(list)s", n),
        EventKind.BACK: ngettext("%(n)d row back: %(list)s", "%(n)d rows back: %(list)s", n),
    }[EventKind(kind)]


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see: a series, a kind, or everything of one change set, each event by itself."""

    series: str = ""
    kind: str = ""
    change_set: int | None = None
    news_only: bool = False

    def events(self) -> QuerySet[Event]:
        chosen = Q(kind=self.kind) if self.kind else Q()
        if self.series:
            chosen &= Q(filing__series=self.series)
        if self.change_set is not None:
            chosen &= Q(change_set=self.change_set)
        if self.news_only:
            chosen &= ~Q(change_set__cause__in=NOT_NEWS)
        return Event.objects.filter(chosen)


def newest_lines(wanted: Filter, before: int | None = None, limit: int = PAGE) -> tuple[list[Line], int | None]:
    """A page of the feed, and the id to ask for the next one (None at the end)."""
    merged = sorted([*_singles(wanted, before, limit + 1), *_groups(wanted, before, limit + 1)], key=lambda x: -x.id)
    page = merged[:limit]
    return page, page[-1].id if len(merged) > limit else None


def _is_told_in_one_line() -> Q:
    return Q(change_set__cause__in=NOT_NEWS) | Q(change_set__event_count__gt=MANY)


def _singles(wanted: Filter, before: int | None, limit: int) -> list[Line]:
    events = wanted.events()
    if wanted.change_set is None:
        events = events.exclude(_is_told_in_one_line())
    if before is not None:
        events = events.filter(id__lt=before)
    found = with_evidence(events).order_by("-id")[:limit]
    return [_single(event) for event in found]


def _groups(wanted: Filter, before: int | None, limit: int) -> list[Line]:
    if wanted.change_set is not None:
        return []
    groups = wanted.events().filter(_is_told_in_one_line()).order_by().values("change_set", "kind")
    groups = groups.annotate(count=Count("id"), newest=Max("id"), status=Max("status"), proof=Max("proof"))
    groups = groups.order_by("-newest")
    if before is not None:
        groups = groups.filter(newest__lt=before)
    rows = list(groups[:limit])
    sets = ChangeSet.objects.select_related("document").in_bulk([row["change_set"] for row in rows])
    return [_group(row, sets[row["change_set"]]) for row in rows]


def _single(event: Event) -> Line:
    return Line(event.pk, event.change_set, event.kind, event.status, event.proof, entry=Entry(event))


def _group(row: Mapping[str, Any], change_set: ChangeSet) -> Line:
    return Line(row["newest"], change_set, row["kind"], row["status"], row["proof"], row["count"])


def latest_news(limit: int) -> list[Line]:
    """The newest lines, without what was there before we looked."""
    return newest_lines(Filter(news_only=True), limit=limit)[0]


def by_day(lines: Iterable[Line]) -> list[tuple[dt.date, list[Line]]]:
    return [(day, list(group)) for day, group in itertools.groupby(lines, key=lambda line: line.seen_on)]
