"""Whether the lists add up: with themselves, with what the regulator states, and with its cancellation notices.

A new list that does not add up waits for a person; what was found in the lists that are recorded is shown beside them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet, Sum

from filings.models import Cancellation, Document, Filing, FilingState, Series, StatedTotals
from filings.sources.base import CANCELLED_MARK, ReadList
from filings.sources.registers import REGISTERS


class CheckKind(StrEnum):
    """What is held against what."""

    ROWS = "rows"  # rows in the file against rows stored and rejected
    NUMBERING = "numbering"  # rows read against the running numbers
    STATED = "stated"  # rows read against what the notice calls new
    TOTAL = "total"  # rows of all lists so far against the total that the notice states
    MARKS = "marks"  # marks of cancelled numbers against the cancellation notices


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison. `expected` is None where there is nothing to compare with; `explained` counts late entries."""

    kind: CheckKind
    found: int
    expected: int | None
    explained: int = 0

    @property
    def adds_up(self) -> bool:
        return self.expected is None or self.found - self.explained == self.expected


def doubt_about_new_list(document: Document, read: ReadList) -> str:
    """Why a new list does not add up, in words; empty when it does."""
    misread = [rejection for rejection in read.rejections if not rejection.is_repetition]
    if misread:
        return f"the new list does not add up: {len(misread)} of {read.rows} rows were not understood"
    if read.first_number is not None and read.last_number is not None:
        holes = _doubt_about_numbering(document.series, read.first_number, read.last_number, read.accepted)
        return holes or _doubt_about_total(document, read.last_number)
    return ""


def _doubt_about_numbering(series: str, first: int, last: int, rows: int) -> str:
    if span(series, first, last) <= rows:
        return ""
    if REGISTERS[series].runs_on:
        return f"the new list does not add up: its numbering runs from {first} to {last}, but {rows} rows were read"
    return f"the new list does not add up: its numbering reaches {last}, but {rows} rows were read"


def span(series: str, first: int, last: int) -> int:
    """How many rows a list has by its running numbers, which go on from list to list in some series."""
    return last - first + 1 if REGISTERS[series].runs_on else last


def _doubt_about_total(document: Document, last_number: int) -> str:
    """A notice of the same day states the total that the list brings its series to."""
    notice = stated_with(document)
    total = total_of(notice, document.series) if notice else None
    if total is None or total in _totals_by_number(document.series, last_number):
        return ""
    return f"the new list does not add up: its numbering reaches {last_number}, but the notice of that day says {total}"


def _totals_by_number(series: str, last_number: int) -> set[int]:
    return {last_number, last_number + on_device()} if series == Series.GENAI_FILING else {last_number}


def stated_with(document: Document) -> StatedTotals | None:
    """What was stated on the day on which a list was published."""
    if document.published_on is None or not REGISTERS[document.series].runs_on:
        return None
    return StatedTotals.objects.filter(document__published_on=document.published_on, on_device=None).first()


def total_of(totals: StatedTotals, series: str) -> int | None:
    """The stated total of one series."""
    return totals.registered_total if series == Series.GENAI_REGISTRATION else totals.filed_total


def new_of(totals: StatedTotals, series: str) -> int | None:
    """How many of one series a notice calls new."""
    return totals.registered_new if series == Series.GENAI_REGISTRATION else totals.filed_new


def checks_of_list(document: Document) -> list[Check]:
    """All comparisons for a list that is recorded."""
    stored = Filing.objects.filter(document=document).count()
    snapshot = document.accepted_snapshot
    checks = []
    if snapshot is not None:
        checks.append(Check(CheckKind.ROWS, snapshot.accepted + snapshot.rejected, snapshot.rows))
        if snapshot.first_number is not None and snapshot.last_number is not None:
            numbered = span(document.series, snapshot.first_number, snapshot.last_number)
            checks.append(Check(CheckKind.NUMBERING, snapshot.accepted, numbered))
    checks += _checks_against_notice(document, stored, snapshot.late_entries if snapshot else 0)
    if document.series in (Series.ALGORITHM, Series.DEEP_SYNTHESIS):
        marked = marked_filings().filter(document=document)
        checks.append(Check(CheckKind.MARKS, marked.count(), marked.exclude(cancellations=None).count()))
    return checks


def _checks_against_notice(document: Document, stored: int, late_entries: int) -> list[Check]:
    notice = stated_with(document)
    if notice is None:
        return []
    checks = []
    # The notice of a year counts what its periods have counted before.
    is_yearly = notice.as_of is not None and (notice.as_of.month, notice.as_of.day) == (12, 31)
    new = None if is_yearly else new_of(notice, document.series)
    if new is not None:
        explained = late_entries if stored - late_entries == new else 0
        checks.append(Check(CheckKind.STATED, stored, new, explained))
    total = total_of(notice, document.series)
    if total is not None:
        checks.append(Check(CheckKind.TOTAL, running_total(document), total))
    return checks


def running_total(document: Document) -> int:
    """The rows of a series in all lists up to this one; on-device services count as filed."""
    series = [document.series, *([Series.ON_DEVICE] if document.series == Series.GENAI_FILING else [])]
    return Filing.objects.filter(series__in=series, document__batch__lte=document.batch).count()


def marked_filings() -> QuerySet[Filing]:
    """Filings whose row carries the mark of a cancelled number, as far as the row was seen."""
    return Filing.objects.filter(state=FilingState.CANCELLED, current__remark__contains=CANCELLED_MARK)


def marks_without_notice() -> QuerySet[Filing]:
    """Marked as cancelled, but no notice that we read says so."""
    return marked_filings().filter(cancellations=None)


def notices_without_mark() -> QuerySet[Cancellation]:
    """Cancelled by a notice, but the row that was seen does not say so, or no list that we read has the number."""
    unmarked = Q(filing__current__remark__isnull=False) & ~Q(filing__current__remark__contains=CANCELLED_MARK)
    return Cancellation.objects.filter(Q(filing=None) | unmarked)


def notice_of_list(document: Document, read: ReadList) -> StatedTotals | None:
    """The notice that counts what this list brings the total to, or that announces just this many on-device services.

    Late entries are not called new in the notices, so that only their totals can be held against a list.
    """
    if document.series == "on_device":
        return StatedTotals.objects.filter(on_device=read.accepted).order_by("document__published_on").first()
    if read.last_number is None:
        return None
    if document.series == "genai_registration":
        fitting = StatedTotals.objects.filter(registered_total=read.last_number)
    else:
        fitting = StatedTotals.objects.filter(filed_total__in={read.last_number, read.last_number + on_device()})
    return fitting.order_by("document__published_on").first()


def on_device() -> int:
    """How many on-device services were announced; they count as filed ones, but are numbered apart."""
    return StatedTotals.objects.aggregate(count=Sum("on_device"))["count"] or 0


def published_on(document: Document, read: ReadList) -> dt.date | None:
    """The day of the notice that speaks of this list."""
    notice = notice_of_list(document, read)
    return notice.document.published_on if notice else None
