"""Cancellation notices (注销公告): from their file to the record. The one writer of the numbers that they name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction

from filings.models import Cancellation, Cause, ChangeSet, Document, Filing, FilingState, Outcome, Snapshot, Verdict
from filings.sources import cancellations as reader
from filings.sources.base import Entry, LayoutChanged, ReadList
from filings.text import number_key

from . import archive
from .confirmations import confirm_notice, settle_cancellations
from .fetch import fetch
from .finding import Finding, refusing
from .guard import Suspicious, check_rejections
from .match import bounded
from .record import accept, hold_lines, keep_ledger, released_set, supersede_held


def read_cancellation(document: Document) -> Finding:
    """Fetch one notice and take it as far as it goes."""
    reply = fetch(document.url, referer=f"{document.source.base_url}/")
    snapshot = archive.sight(document, reply, reply.fetched_at)
    accepted = document.accepted_snapshot
    if accepted is not None and accepted.sha256 == snapshot.sha256:
        return Finding.of_snapshot(Outcome.UNCHANGED, snapshot)
    if archive.was_dropped(document, snapshot):
        return Finding.of_snapshot(Outcome.UNCHANGED, snapshot, archive.DROPPED)
    with refusing(snapshot):
        if snapshot.media_type != "pdf":
            raise LayoutChanged(f"expected a PDF, found {snapshot.media_type}")
        read = reader.read(reply.body)
    snapshot.reader_version = reader.READER_VERSION
    try:
        check_rejections(read)
        _check_count(document, read)
    except Suspicious as error:
        keep_ledger(snapshot, read, Verdict.REFUSED)
        return Finding.of_list(Outcome.SUSPICIOUS, snapshot, read, str(error))
    return _judge(document, snapshot, read, reply.fetched_at)


def _check_count(document: Document, read: ReadList) -> None:
    """The title says how many numbers are cancelled, where it is more than one."""
    stated = reader.count_in_title(document.label)
    if stated is not None and stated != read.accepted:
        raise Suspicious(f"{read.accepted} numbers, where the title says {stated}")
    if not read.accepted:
        raise Suspicious("the notice names no number")


def _judge(document: Document, snapshot: Snapshot, read: ReadList, now: dt.datetime) -> Finding:
    news = _news(read)
    is_baseline = document.is_baseline and document.accepted_snapshot_id is None
    cause = Cause.BASELINE if is_baseline else Cause.REGULATOR
    if len(news) > settings.HOLD_AMENDMENTS and not is_baseline:
        reason = f"{len(news)} numbers cancelled at once; more than {settings.HOLD_AMENDMENTS} need a look"
        lines = [{"kind": "cancelled", "number": e.number, "name": e.name, "changes": []} for e in news]
        held = hold_lines(document, snapshot, read, lines, cause, reason, now)
        return Finding.of_list(Outcome.HELD, snapshot, read, reason, held=held.event_count)
    change_set = record_cancellation(document, snapshot, read, cause, now)
    events = change_set.event_count if change_set else 0
    unknown = document.cancellations.filter(filing=None).count()
    message = f"{unknown} of its numbers stand in no list that was read" if unknown else ""
    return Finding.of_list(Outcome.RECORDED if events else Outcome.UNCHANGED, snapshot, read, message, events=events)


def _news(read: ReadList) -> list[Entry]:
    """The entries whose filings are not known to be cancelled."""
    numbers = {bounded(number_key(entry.number)): entry for entry in read.entries}
    listed = Filing.objects.filter(number__in=numbers, state=FilingState.LISTED).values_list("number", flat=True)
    return [numbers[number] for number in dict.fromkeys(listed)]


@transaction.atomic
def record_cancellation(
    document: Document, snapshot: Snapshot, read: ReadList, cause: Cause, now: dt.datetime
) -> ChangeSet | None:
    """Record what a notice cancels. Returns the change set, or None when that was known."""
    _accept(document, snapshot, read)
    confirm_notice(document, now)
    return store_cancellations(document, read.entries, cause, now)


def record_held_cancellation(change_set: ChangeSet, document: Document, snapshot: Snapshot, now: dt.datetime) -> None:
    """Record what a held notice cancels. The caller has decided it and holds the transaction."""
    read = reader.read(archive.read_bytes(snapshot.sha256))
    snapshot.reader_version = reader.READER_VERSION
    _accept(document, snapshot, read)
    _note(document, read.entries)
    _settle(change_set, document, now)


def _accept(document: Document, snapshot: Snapshot, read: ReadList) -> None:
    accept(document, snapshot)
    keep_ledger(snapshot, read, Verdict.ACCEPTED)
    supersede_held(document)


def store_cancellations(
    document: Document, entries: Sequence[Entry], cause: Cause, now: dt.datetime
) -> ChangeSet | None:
    """Note the numbers that a notice names and tie them to their filings. None when that makes no event."""
    _note(document, entries)
    change_set = released_set(document, document.accepted_snapshot, cause, 0, now)
    change_set.event_count = _settle(change_set, document, now)
    if not change_set.event_count:
        change_set.delete()
        return None
    change_set.save(update_fields=["event_count"])
    return change_set


def _note(document: Document, entries: Iterable[Entry]) -> None:
    known = set(document.cancellations.values_list("number", flat=True))
    new = [entry for entry in entries if bounded(number_key(entry.number)) not in known]
    Cancellation.objects.bulk_create([_cancellation(document, entry) for entry in new])


def _settle(change_set: ChangeSet, document: Document, now: dt.datetime) -> int:
    waiting = document.cancellations.filter(filing=None).select_related("document")
    return settle_cancellations(change_set, waiting, now)


def _cancellation(document: Document, entry: Entry) -> Cancellation:
    return Cancellation(
        document=document,
        row=entry.row,
        number=bounded(number_key(entry.number)),
        name=entry.name,
        organization_name=entry.organization,
        cancelled_on=dt.date.fromisoformat(entry.cancelled_on) if entry.cancelled_on else None,
    )
