"""Turns what was applied to the record into entries of the timeline. The one writer of events; they stay as written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from filings.models import (
    ChangeSet,
    Claim,
    Document,
    Event,
    EventKind,
    Evidence,
    Filing,
    FilingState,
    Product,
    Proof,
    Status,
    Version,
)

from .apply import Applied
from .compare import Difference

BEIJING = ZoneInfo("Asia/Shanghai")


def write_events(change_set: ChangeSet, difference: Difference, applied: Applied, now: dt.datetime) -> None:
    """One event for each thing that happened to a filing, in the order of the list."""
    newest = _newest_versions(applied.filing_ids)
    events = []
    for filing, match in applied.added:
        place = {"version": newest[filing.pk], "row": match.entry.row}
        events.append(new_event(change_set, filing, EventKind.LISTED, now, published_on=filing.published_on, **place))
        if filing.state == FilingState.CANCELLED:
            events.append(new_event(change_set, filing, EventKind.CANCELLED, now, **place))
    for filing, match, changes in applied.rewritten:
        if not changes:
            continue
        place = {"version": newest[filing.pk], "previous": applied.previous[filing.pk], "row": match.entry.row}
        events.append(new_event(change_set, filing, EventKind.AMENDED, now, changes=changes, **place))
    for kind, touched in (
        (EventKind.CANCELLED, difference.cancelled),
        (EventKind.RESTORED, difference.restored),
        (EventKind.BACK, difference.back),
    ):
        for filing, entry in touched:
            version = newest.get(filing.pk, filing.current)
            events.append(new_event(change_set, filing, kind, now, version=version, row=entry.row))
    Event.objects.bulk_create(events)


def write_past(events: Sequence[Event]) -> None:
    """Events that the bundled history knows of."""
    Event.objects.bulk_create(events)


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
    EventKind.LISTED: Status.FILED,
    EventKind.AMENDED: Status.AMENDED,
    EventKind.CANCELLED: Status.CANCELLED,
    EventKind.RESTORED: Status.FILED,
    EventKind.GONE: Status.UNLISTED,
    EventKind.BACK: Status.FILED,
}


def new_event(change_set: ChangeSet, filing: Filing, kind: EventKind, now: dt.datetime, **values: object) -> Event:
    """An event, not saved yet, with what is the same for all events of its change set filled in."""
    event = Event(
        change_set=change_set,
        filing=filing,
        kind=kind,
        status=_STATUS_OF[kind],
        proof=Proof.NATIONAL,
        cause=change_set.cause,
        snapshot=change_set.snapshot,
        seen_at=now,
        **values,
    )
    event.timeline_on = event.happened_on or event.published_on or now.astimezone(BEIJING).date()
    return event
