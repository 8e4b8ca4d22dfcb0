"""One list, from its address to the record: unchanged, recorded, held or refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from filings.models import Cause, Document, Outcome, Snapshot, Verdict
from filings.sources.base import Blocked, LayoutChanged, ReadList
from filings.sources.registers import REGISTERS
from filings.sources.sniff import is_protection_page

from . import archive
from .compare import Difference, compare_list
from .corrections import corrected
from .documents import date_list, remember_part
from .fetch import Reply, fetch
from .finding import Finding, refusing
from .guard import Suspicious, check_list, reason_to_hold
from .pages import is_accepted
from .reconcile import published_on
from .record import accept_again, hold, keep_ledger, left_over, propose_disappearances, record
from .replay import read_again


def read_list(document: Document) -> Finding:
    """Fetch a list and take it as far as it goes. The finding brings the answer along, for the file's other lists."""
    # Without the address of its notice the server sends a web page, or nothing, instead of the file.
    reply = fetch(document.url, referer=document.parent.url if document.parent else "")
    return replace(read_part(document, reply), reply=reply)


def read_part(document: Document, reply: Reply) -> Finding:
    """Take one of the lists in a file as far as it goes."""
    snapshot = archive.sight(document, reply, reply.fetched_at)
    if (doubt := _doubt_about_reader(document, reply.fetched_at)) is not None:
        return doubt
    if is_accepted(document, snapshot):
        return _unchanged(document, snapshot, reply.fetched_at)
    if left := left_over(document, snapshot):
        return Finding.of_snapshot(Outcome.HELD, snapshot, left.reason, held=left.event_count)
    if archive.was_dropped(document, snapshot):
        return Finding.of_snapshot(Outcome.UNCHANGED, snapshot, archive.DROPPED)
    if snapshot.media_type == "html" and not REGISTERS[document.series].is_page:
        return _web_page_instead(snapshot, reply)
    return _judge(document, snapshot, reply)


def _web_page_instead(snapshot: Snapshot, reply: Reply) -> Finding:
    with refusing(snapshot):
        if is_protection_page(reply.body):
            raise Blocked("a protection page came instead of the file")
    Snapshot.objects.filter(pk=snapshot.pk).update(verdict=Verdict.REFUSED)
    message = "a web page came instead of the file: this address no longer leads to it"
    return Finding(Outcome.FAILED, message, snapshot=snapshot, is_stale_address=True)


def _judge(document: Document, snapshot: Snapshot, reply: Reply) -> Finding:
    """Read new bytes, doubt them, compare them, and record or hold what they change."""
    register = REGISTERS[document.series]
    now = reply.fetched_at
    with refusing(snapshot):
        if snapshot.media_type == "empty":
            raise LayoutChanged("an empty answer came instead of the file")
        if is_protection_page(reply.body):
            raise Blocked("a protection page came instead of the list")
        read = register.read(reply.body)
    snapshot.reader_version = register.reader_version
    parts = register.parts(reply.body) if register.parts else {document.series: read}
    try:
        check_list(register, document, read, sum(part.accepted for part in parts.values()))
    except Suspicious as error:
        keep_ledger(snapshot, read, Verdict.REFUSED)
        return Finding.of_list(Outcome.SUSPICIOUS, snapshot, read, str(error))
    for series in parts.keys() - {document.series}:
        remember_part(document, series)
    date_list(document, published_on(document, read))
    difference = compare_list(document, corrected(document, read.entries, now))
    is_baseline = document.is_baseline and document.accepted_snapshot_id is None
    cause = Cause.BASELINE if is_baseline else Cause.REGULATOR
    if reason := reason_to_hold(document, read, difference):
        held = hold(document, snapshot, read, difference, cause, reason, now)
        return Finding.of_list(Outcome.HELD, snapshot, read, reason, held=held.event_count)
    return _record(document, snapshot, read, difference, cause, now)


def _record(
    document: Document, snapshot: Snapshot, read: ReadList, difference: Difference, cause: Cause, now: dt.datetime
) -> Finding:
    change_set = record(document, snapshot, read, difference, cause, now)
    events = change_set.event_count if change_set else 0
    if difference.missing:
        missed_before = any(filing.missing_since is not None for filing in difference.missing)
        if missed_before and (held := propose_disappearances(document, now)):
            return Finding.of_list(Outcome.HELD, snapshot, read, held.reason, events=events, held=held.event_count)
        message = (
            f"{len(difference.missing)} rows are missing; a person is asked when the next good poll misses them too"
        )
        return Finding.of_list(
            Outcome.RECORDED if events else Outcome.UNCHANGED, snapshot, read, message, events=events
        )
    if change_set is None:
        nothing = "other bytes, the same rows" if read.rows else "its file holds no rows of this series"
        return Finding.of_list(Outcome.UNCHANGED, snapshot, read, _repetitions(read) or nothing)
    return Finding.of_list(Outcome.RECORDED, snapshot, read, _repetitions(read), events=events)


def _repetitions(read: ReadList) -> str:
    repeated = sum(rejection.is_repetition for rejection in read.rejections)
    return f"{repeated} of {read.rows} rows repeat an earlier one; one of each was kept" if repeated else ""


def _unchanged(document: Document, snapshot: Snapshot, now: dt.datetime) -> Finding:
    """The bytes are known: nothing is parsed. Rows that were missing already are now missing for the second time."""
    accepted = document.accepted_snapshot
    assert accepted is not None, "only accepted bytes can be unchanged"
    if accepted.pk != snapshot.pk:
        accept_again(document, accepted, snapshot)
    if held := propose_disappearances(document, now):
        return Finding.of_snapshot(Outcome.HELD, snapshot, held.reason, held=held.event_count)
    return Finding.of_snapshot(Outcome.UNCHANGED, snapshot)


def _doubt_about_reader(document: Document, now: dt.datetime) -> Finding | None:
    """A changed reader reads the accepted bytes again: what it finds otherwise is our doing and waits for a person."""
    register, accepted = REGISTERS[document.series], document.accepted_snapshot
    if accepted is None or accepted.reader_version == register.reader_version:
        return None
    reason = f"{accepted.reader_version} became {register.reader_version}, which reads the same bytes otherwise"
    read, held = read_again(document, accepted, reason, now)
    if held is None:
        return None
    return Finding.of_list(Outcome.HELD, accepted, read, reason, held=held.event_count)
