"""Turns what was applied to the record into entries of the timeline. The one writer of events; they stay as written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from filings.models import (
    Cause,
    ChangeSet,
    Claim,
    Document,
    Event,
    EventKind,
    Evidence,
    Filing,
    FilingState,
    Precision,
    Product,
    Proof,
    Snapshot,
    Status,
    Version,
)
from filings.sources.base import Entry
from filings.sources.remarks import Amendment, read_remark

from .apply import Applied
from .compare import Change, Difference, changes_told, new_amendments
from .standing import listed_status, proof_of

BEIJING = ZoneInfo("Asia/Shanghai")


def write_events(change_set: ChangeSet, difference: Difference, applied: Applied, now: dt.datetime) -> None:
    """One event for each thing that happened to a filing, in the order of the list."""
    newest = _newest_versions(applied.filing_ids)
    events: list[Event] = []
    for filing, match in applied.added:
        events += _first_events(change_set, filing, match.entry, newest[filing.pk], now)
    for filing, match, changes in applied.rewritten:
        if changes:
            place = {"version": newest[filing.pk], "previous": applied.previous[filing.pk], "row": match.entry.row}
            before = applied.previous[filing.pk]
            told = new_amendments(before.remark if before else None, match.entry.remark)
            dates = dates_of_amendments(told, change_set.snapshot)
            events.append(new_event(change_set, filing, EventKind.AMENDED, now, changes=changes, **dates, **place))
    events += _turned(change_set, difference, newest, now)
    Event.objects.bulk_create(events)


def _turned(
    change_set: ChangeSet, difference: Difference, newest: Mapping[int, Version], now: dt.datetime
) -> Iterable[Event]:
    """Rows that gained or lost the mark, or are back."""
    for kind, touched in (
        (EventKind.CANCELLED, difference.cancelled),
        (EventKind.RESTORED, difference.restored),
        (EventKind.BACK, difference.back),
    ):
        for filing, entry in touched:
            version = newest.get(filing.pk, filing.current)
            yield new_event(change_set, filing, kind, now, version=version, row=entry.row)


def write_corrected(
    change_set: ChangeSet, difference: Difference, applied: Applied, now: dt.datetime, *, reason: str, evidence_url: str
) -> None:
    """A person put rows right, or took that back."""
    newest = _newest_versions(applied.filing_ids)
    events = list(_turned(change_set, difference, newest, now))
    for filing, match, changes in applied.rewritten:
        if changes:
            place = {"version": newest[filing.pk], "previous": applied.previous[filing.pk], "row": match.entry.row}
            said = {"statement": reason, "evidence_url": evidence_url}
            events.append(new_event(change_set, filing, EventKind.CORRECTED, now, changes=changes, **place, **said))
    Event.objects.bulk_create(events)


def _first_events(
    change_set: ChangeSet, filing: Filing, entry: Entry, version: Version, now: dt.datetime
) -> Iterable[Event]:
    """A row that is new to us was listed; and what the regulator has changed or cancelled since, it may say itself."""
    place = {"version": version, "row": entry.row}
    filed = {"happened_on": filing.filed_on, "precision": Precision.DAY} if filing.filed_on else {}
    listed = new_event(change_set, filing, EventKind.LISTED, now, published_on=filing.published_on, **filed, **place)
    _order_by_batch(listed, change_set)
    yield listed
    if told := read_remark(entry.remark):
        dates = dates_of_amendments(told, change_set.snapshot)
        amended = new_event(change_set, filing, EventKind.AMENDED, now, changes=changes_told(told), **dates, **place)
        amended.timeline_on = amended.happened_on or amended.not_after or amended.timeline_on
        yield amended
    if filing.state == FilingState.CANCELLED:
        yield new_event(change_set, filing, EventKind.CANCELLED, now, **place)


def _order_by_batch(event: Event, change_set: ChangeSet) -> None:
    """A row that stood in an undated list from the first stands in the month of the list on the timeline."""
    batch, is_dated = change_set.document.batch, event.happened_on or event.published_on
    if batch and not is_dated and change_set.cause in (Cause.BASELINE, Cause.IMPORT):
        event.timeline_on = dt.date.fromisoformat(f"{batch}-01")


def dates_of_amendments(told: Sequence[Amendment], snapshot: Snapshot | None) -> dict[str, object]:
    """The newest month that a remark names, and the save date of the file, before which it must have happened."""
    saved_at = snapshot.saved_at if snapshot else None
    dates: dict[str, object] = {"not_after": saved_at.astimezone(BEIJING).date() if saved_at else None}
    if months := [amendment.month for amendment in told if amendment.month]:
        dates |= {"happened_on": dt.date.fromisoformat(f"{max(months)}-01"), "precision": Precision.MONTH}
    return dates


def write_past(events: Iterable[Event]) -> None:
    """Events that the bundled history knows of."""
    Event.objects.bulk_create(events)


def write_cancelled(
    change_set: ChangeSet,
    filing: Filing,
    now: dt.datetime,
    *,
    row: int,
    days: Mapping[str, object],
    snapshot: Snapshot | None,
) -> Event:
    """A number that a notice cancels."""
    event = new_event(change_set, filing, EventKind.CANCELLED, now, version=filing.current, row=row, **days)
    event.snapshot = snapshot
    event.save()
    return event


def confirm(event: Event, document: Document, now: dt.datetime, *, row: int | None, proof: Proof) -> None:
    """Another source says the same: a further proof, not a further event."""
    values = {
        "snapshot": document.accepted_snapshot,
        "row": row,
        "proof": proof,
        "published_on": document.published_on,
        "seen_at": now,
    }
    Evidence.objects.get_or_create(event=event, document=document, defaults=values)


def unconfirm(event: Event, document: Document) -> None:
    """A source that was taken for a proof is none."""
    Evidence.objects.filter(event=event, document=document).delete()


def write_told(
    change_set: ChangeSet, product: Product, claim: Claim, proof: Proof, now: dt.datetime, **stated: object
) -> Event:
    """What an article says of a product; `stated` holds the status, and the day with its precision where it is told."""
    article = claim.article
    event = Event(
        change_set=change_set,
        product=product,
        kind=EventKind.DENIED if claim.denies else EventKind.REPORTED,
        proof=proof,
        cause=change_set.cause,
        statement=claim.quote,
        evidence_url=article.document.url or article.url,
        published_on=article.published_on,
        snapshot=change_set.snapshot,
        seen_at=now,
        **stated,
    )
    event.timeline_on = event.happened_on or article.published_on
    event.save()
    return event


def write_gone(change_set: ChangeSet, filings: Iterable[Filing], now: dt.datetime) -> None:
    """The rows of these filings are gone, as a person has confirmed."""
    gone = [new_event(change_set, filing, EventKind.GONE, now, version=filing.current) for filing in filings]
    Event.objects.bulk_create(gone)


def _newest_versions(filing_ids: Sequence[int]) -> dict[int, Version]:
    return {version.filing_id: version for version in Version.objects.filter(filing__in=filing_ids).order_by("ordinal")}


_STATUS_OF = {
    EventKind.AMENDED: Status.AMENDED,
    EventKind.CANCELLED: Status.CANCELLED,
    EventKind.GONE: Status.UNLISTED,
}


def new_event(change_set: ChangeSet, filing: Filing, kind: EventKind, now: dt.datetime, **values: object) -> Event:
    """An event, not saved yet, with what is the same for all events of its change set filled in."""
    event = Event(
        change_set=change_set,
        filing=filing,
        series=filing.series,
        kind=kind,
        status=_STATUS_OF.get(kind) or listed_status(filing.series),
        proof=proof_of(filing.series),
        cause=change_set.cause,
        snapshot=change_set.snapshot,
        seen_at=now,
        **values,
    )
    event.aspects = aspects_of(event.changes)
    event.timeline_on = event.happened_on or event.published_on or now.astimezone(BEIJING).date()
    return event


def aspects_of(changes: Iterable[Change]) -> str:
    """The fields that an amendment touched, each once, with blanks around each, to be searched in."""
    fields = dict.fromkeys(change["field"] for change in changes)
    return f" {' '.join(fields)} " if fields else ""
