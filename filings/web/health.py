"""How the sources fare. Every age is reckoned at the time of asking, so it needs no worker and no clock to be true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filings.models import DocumentKind, Heartbeat, Outcome, Site, Source, SourceKind

from .badges import Badge, outcome_badge
from .queries import documents_with_last_poll, held_by_source, sources_with_last_poll

NATIONAL, CANCELLATIONS, PROVINCES, PRESS = _("National lists"), _("Cancellations"), _("Provinces"), _("Press")
SORTS = (NATIONAL, CANCELLATIONS, PROVINCES, PRESS)
CLOCK = "tick"
CLOCK_LATE_AFTER = dt.timedelta(minutes=5)
# A source is late when it has missed three of its own intervals.
INTERVALS_TO_BE_LATE = 3


@dataclass(frozen=True)
class ClockReport:
    """When the clock last did its round; `at` is None when it never has."""

    at: dt.datetime | None
    is_late: bool


@dataclass(frozen=True)
class SourceReport:
    """A source (with its last poll annotated) and whether it is late."""

    source: Any
    is_late: bool
    held: int

    @property
    def badge(self) -> Badge | None:
        return outcome_badge(self.source.last_outcome) if self.source.last_outcome else None


@dataclass(frozen=True)
class DocumentReport:
    """A document (with its last poll annotated) and how that ended."""

    document: Any

    @property
    def badge(self) -> Badge | None:
        return outcome_badge(self.document.last_outcome) if self.document.last_outcome else None

    @property
    def is_troubled(self) -> bool:
        return bool(self.document.last_outcome) and not Outcome(self.document.last_outcome).is_good

    @property
    def is_list(self) -> bool:
        return bool(self.document.kind == DocumentKind.LIST)


def clock_report(now: dt.datetime) -> ClockReport:
    beat = Heartbeat.objects.filter(name=CLOCK).first()
    return ClockReport(beat.at if beat else None, beat is None or now - beat.at > CLOCK_LATE_AFTER)


def source_reports(now: dt.datetime) -> list[SourceReport]:
    held = held_by_source()
    return [SourceReport(source, _is_late(source, now), held.get(source.pk, 0)) for source in sources_with_last_poll()]


@dataclass(frozen=True)
class Freshness:
    """The sources of one sort in one line: how many there are and are late, and when one last answered well."""

    label: str | Promise
    sources: int
    late: int
    last_good_at: dt.datetime | None


def freshness(now: dt.datetime) -> list[Freshness]:
    """Every source that is switched on, by sort: the national lists first, the press last."""
    sorts: dict[str | Promise, list[Source]] = {label: [] for label in SORTS}
    for source in Source.objects.filter(is_enabled=True):
        sorts[_sort(source)].append(source)
    return [
        Freshness(
            label,
            len(sources),
            sum(_is_late(source, now) for source in sources),
            max((source.last_good_at for source in sources if source.last_good_at), default=None),
        )
        for label, sources in sorts.items()
        if sources
    ]


def _sort(source: Source) -> str | Promise:
    if source.kind == SourceKind.FEED:
        return PRESS
    if source.kind == SourceKind.FILING_SYSTEM:
        return CANCELLATIONS
    is_provincial = source.site == Site.GUANGDONG or bool(source.province)
    return PROVINCES if is_provincial else NATIONAL


def _is_late(source: Any, now: dt.datetime) -> bool:
    allowed = dt.timedelta(minutes=INTERVALS_TO_BE_LATE * source.interval_minutes)
    return source.last_good_at is None or now - source.last_good_at > allowed


def document_reports() -> list[DocumentReport]:
    return [DocumentReport(document) for document in documents_with_last_poll()]
