"""The counts behind the figures. They are kept until something is recorded, and half an hour at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.db.models import Count, DateField, DurationField, ExpressionWrapper, F, Min, Q
from django.db.models.functions import Coalesce, TruncMonth

from filings.models import Event, EventKind, Filing, Product, Series, StatedTotals, Status
from filings.web.dates import month_of
from filings.web.memory import remembered

KEEP_SECONDS = 1800
GENERATIVE = (Series.GENAI_FILING, Series.GENAI_REGISTRATION)
SHOWN = 12

R = TypeVar("R")


def kept(count: Callable[..., R]) -> Callable[..., R]:
    """Called with a stamp before its own arguments, and counted once for each."""

    @wraps(count)
    def counted(at: str, *arguments: Hashable) -> R:
        name = f"figures:{count.__name__}:{':'.join(map(str, arguments))}"
        return remembered(name, lambda: count(*arguments), at, KEEP_SECONDS)

    return counted


@dataclass(frozen=True)
class ListSize:
    """How many filings a list brought, and when."""

    series: str
    batch: str
    published_on: dt.date
    filings: int


@kept
def list_sizes() -> list[ListSize]:
    """Oldest first: by the day of publication, or the month in its label where no day is known of a list."""
    fields = ("document__series", "document__batch", "document__published_on")
    rows = Filing.objects.order_by().values_list(*fields).annotate(filings=Count("pk"))
    sizes = [
        ListSize(series, batch, day, filings)
        for series, batch, published_on, filings in rows
        if (day := published_on or month_of(batch))
    ]
    return sorted(sizes, key=lambda size: (size.published_on, size.series, size.batch))


@kept
def stated_totals() -> list[dict[str, object]]:
    """What the regulator says: as_of, filed_total, registered_total, and where. Oldest first."""
    rows = StatedTotals.objects.filter(as_of__isnull=False).exclude(filed_total=None, registered_total=None)
    fields = ("as_of", "filed_total", "registered_total", "document__label", "document__url")
    return list(rows.order_by("as_of", "id").values(*fields))


@kept
def generative_days() -> list[tuple[str, dt.date, int]]:
    """How many of the generative lists' filings carry a day: series, day of filing, filings. Oldest first."""
    day = Coalesce("filed_on", "published_on", output_field=DateField())
    rows = Filing.objects.filter(series__in=GENERATIVE).annotate(day=day).exclude(day=None).order_by()
    return list(rows.values_list("series", "day").annotate(filings=Count("pk")).order_by("day"))


@kept
def provinces(series: str) -> list[tuple[str, int]]:
    """Most first; "" stands for numbers without a known province."""
    rows = Filing.objects.filter(series=series).order_by().values_list("province").annotate(filings=Count("pk"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


@kept
def organizations(series: str) -> list[tuple[str, str, str, int]]:
    """The organizations with most filings of a series: slug, name, English name, filings."""
    rows = Filing.objects.filter(series=series).order_by().values_list("organization")
    names = ("organization__slug", "organization__name", "organization__name_en")
    return list(
        rows.annotate(filings=Count("pk"))
        .order_by("-filings", "organization__name")
        .values_list(*names, "filings")[:SHOWN]
    )


def _waited() -> ExpressionWrapper:
    return ExpressionWrapper(F("filed_on") - F("handed_in_on"), output_field=DurationField())


@kept
def waits() -> list[tuple[int, int]]:
    """Days from the hand-in that a number tells of to the filing, and how many filings took so long. Shortest first."""
    rows = Filing.objects.filter(handed_in_on__isnull=False, filed_on__gte=F("handed_in_on")).annotate(wait=_waited())
    return [(wait.days, n) for wait, n in rows.order_by().values_list("wait").annotate(n=Count("pk")).order_by("wait")]


@kept
def longest_waits() -> list[tuple[str, str, int, str, int]]:
    """The filings that waited longest: series, number, copy, name, days."""
    rows = Filing.objects.filter(handed_in_on__isnull=False, filed_on__gte=F("handed_in_on")).annotate(wait=_waited())
    fields = ("series", "number", "copy", "name", "wait")
    return [(*row[:4], row[4].days) for row in rows.order_by("-wait", "number").values_list(*fields)[:SHOWN]]


@kept
def press_leads() -> list[tuple[str, str, dt.date, dt.date]]:
    """Products said to be handed in and listed since: slug, name, first report, first list. Longest wait first."""
    said = Q(events__kind=EventKind.REPORTED, events__status=Status.SUBMITTED, events__withdrawal=None)
    listed = Coalesce(Min("filings__filed_on"), "listed_on")
    rows = Product.objects.filter(said, listed_on__isnull=False, merged_into=None).annotate(
        first=Min("events__timeline_on"), listed=listed
    )
    found = [(slug, name, first, on) for slug, name, first, on in rows.values_list("slug", "name", "first", "listed")]
    return sorted((row for row in found if row[3] >= row[2]), key=lambda row: (row[2] - row[3], row[1]))[:SHOWN]


@kept
def edits() -> list[tuple[dt.date | None, str, int]]:
    """Rewritten rows and cancelled numbers: first of the month (None where no day is known), kind, how many."""
    day = Coalesce("happened_on", "published_on", output_field=DateField())
    rows = Event.objects.filter(kind__in=(EventKind.AMENDED, EventKind.CANCELLED), withdrawal=None)
    counted = rows.annotate(month=TruncMonth(day)).order_by().values_list("month", "kind").annotate(n=Count("pk"))
    return sorted(counted, key=lambda row: (row[0] or dt.date.min, row[1]))


@kept
def categories(series: str) -> list[tuple[str, int]]:
    """What the algorithm lists call the kind of an algorithm, or the role of its owner. Most first."""
    field = "category" if series == Series.ALGORITHM else "current__role"
    rows = Filing.objects.filter(series=series).exclude(**{field: ""}).order_by().values_list(field)
    return sorted(rows.annotate(n=Count("pk")), key=lambda row: (-row[1], row[0]))
