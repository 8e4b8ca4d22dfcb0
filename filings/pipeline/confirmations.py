"""Where two sources say one thing: a cancellation notice and the mark in a list, a province's list and the nation's.

The first to say it makes the event, the second is a further proof of it, whichever of the two comes first. The one
writer of what a cancellation belongs to and of which national entry confirms a provincial one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from filings.models import Cancellation, ChangeSet, Document, Event, EventKind, Filing, Precision, Proof, Series
from filings.text import name_key

from .apply import mark_cancelled
from .events import confirm, write_cancelled

NATIONAL = (Series.GENAI_FILING, Series.GENAI_REGISTRATION, Series.ON_DEVICE)
PROVINCIAL = tuple(series for series in Series if series.is_provincial)


def settle_added(change_set: ChangeSet, filings: Sequence[Filing], now: dt.datetime) -> int:
    """Filings that are new to the record: has a notice cancelled them already, has a province listed them?

    Returns how many events that makes.
    """
    confirm_provincial(filings)
    numbers = {filing.number for filing in filings}
    waiting = Cancellation.objects.filter(filing=None, number__in=numbers).select_related("document")
    return settle_cancellations(change_set, waiting, now)


def settle_cancellations(change_set: ChangeSet, cancellations: Iterable[Cancellation], now: dt.datetime) -> int:
    """Tie numbers that notices cancel to their filings. Returns how many events that makes."""
    events = 0
    for cancellation in cancellations:
        filing = _filing_of(cancellation)
        if filing is None:
            continue
        cancellation.filing = filing
        cancellation.save(update_fields=["filing"])
        event = _cancelled_event(filing)
        notice = cancellation.document
        if event is None:
            day = cancellation.cancelled_on
            days = {"happened_on": day, "precision": Precision.DAY if day else "", "published_on": notice.published_on}
            snapshot = notice.accepted_snapshot
            write_cancelled(change_set, filing, now, row=cancellation.row, days=days, snapshot=snapshot)
            events += 1
        else:
            confirm(event, notice, now, row=cancellation.row, proof=Proof.NATIONAL)
        mark_cancelled({filing: cancellation.cancelled_on or notice.published_on})
    return events


def confirm_notice(document: Document, now: dt.datetime) -> None:
    """A notice whose file is seen for the first time proves what is known of it already."""
    for cancellation in document.cancellations.exclude(filing=None).select_related("filing"):
        event = _cancelled_event(cancellation.filing) if cancellation.filing else None
        if event is not None and event.snapshot_id != document.accepted_snapshot_id:
            confirm(event, document, now, row=cancellation.row, proof=Proof.NATIONAL)


def confirm_marks(document: Document, filings: Iterable[tuple[Filing, int]], now: dt.datetime) -> None:
    """Marks in a list that come after the notices which cancelled the numbers."""
    for filing, row in filings:
        if event := _cancelled_event(filing):
            confirm(event, document, now, row=row, proof=Proof.NATIONAL)


def _filing_of(cancellation: Cancellation) -> Filing | None:
    """The filing of that number; of several, the one with the name that the notice prints."""
    filings = list(Filing.objects.filter(number=cancellation.number).order_by("series", "copy"))
    wanted = name_key(cancellation.name)
    return next((filing for filing in filings if name_key(filing.name) == wanted), filings[0] if filings else None)


def _cancelled_event(filing: Filing) -> Event | None:
    cancelled = Event.objects.filter(filing=filing, kind=EventKind.CANCELLED, withdrawal=None)
    return cancelled.order_by("-id").first()


def confirm_provincial(filings: Collection[Filing]) -> None:
    """Tie provincial entries to the national ones of the same number, in whatever order they came."""
    mine = {filing.series for filing in filings}
    if not mine & {*NATIONAL, *PROVINCIAL}:
        return
    provincial = list(Filing.objects.filter(series__in=PROVINCIAL, confirmed_by=None))
    numbers = {_folded(filing.number) for filing in provincial}
    national = {
        _folded(number): pk
        for number, pk in Filing.objects.filter(series__in=NATIONAL).values_list("number", "pk")
        if _folded(number) in numbers
    }
    confirmed = [filing for filing in provincial if _folded(filing.number) in national]
    for filing in confirmed:
        filing.confirmed_by_id = national[_folded(filing.number)]
    Filing.objects.bulk_update(confirmed, ["confirmed_by"])


def _folded(number: str) -> str:
    """The prefix of a number is written in more than one case."""
    return number.casefold()
