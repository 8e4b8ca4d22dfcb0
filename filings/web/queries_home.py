"""What the front page asks: who waits, by what the press or a province has said, and what the regulator counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q, QuerySet

from filings.models import Filing, FilingState, Product, Series, StatedTotals, Status

SHOWN = 5
# Said of a product before any list has it. Nobody publishes who waits; this is only what somebody has said.
WAITING = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.DELAYED, Status.REPORTED_APPROVED)
PROVINCIAL = [series for series in Series if series.is_provincial]


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a national list, and for how many days it has been said to."""

    thing: Any
    status: str
    days: int | None


@dataclass(frozen=True)
class Queue:
    """The first of those that wait, and whether there are more."""

    waiting: list[Waiting]
    has_more: bool


def waiting_products(today: dt.date) -> Queue:
    """Said to be with the regulator, on no list; the longest wait first."""
    said = Q(events__status__in=WAITING, events__withdrawal=None)
    rows = Product.objects.filter(status__in=WAITING, listed_on=None, merged_into=None)
    rows = rows.select_related("organization", "group").annotate(since=Min("events__timeline_on", filter=said))
    return _queue(rows.order_by("since", "pk"), lambda row: Waiting(row, row.status, _days(row.since, today)))


def waiting_filings(today: dt.date) -> Queue:
    """Listed by a province and not yet nationally; the newest first."""
    rows = Filing.objects.filter(series__in=PROVINCIAL, confirmed_by=None, state=FilingState.LISTED)
    rows = rows.order_by("-published_on", "-pk")
    status = Status.PROVINCIALLY_LISTED
    return _queue(rows, lambda row: Waiting(row, status, _days(row.published_on, today)))


def _queue(rows: QuerySet[Any], make: Any) -> Queue:
    found = list(rows[: SHOWN + 1])
    return Queue([make(row) for row in found[:SHOWN]], len(found) > SHOWN)


def _days(since: dt.date | None, today: dt.date) -> int | None:
    return (today - since).days if since else None


@dataclass(frozen=True)
class Stated:
    """A total in the regulator's own words, and the day up to which it counts."""

    total: int
    as_of: dt.date | None


def stated_totals() -> dict[str, Stated]:
    """The newest total that the regulator itself states of each series for which it does."""
    columns = {
        Series.GENAI_FILING: "filed_total",
        Series.GENAI_REGISTRATION: "registered_total",
    }
    totals: dict[str, Stated] = {}
    for row in StatedTotals.objects.order_by("as_of", "pk"):
        for series, column in columns.items():
            if (total := getattr(row, column)) is not None:
                totals[series] = Stated(total, row.as_of)
    return totals
