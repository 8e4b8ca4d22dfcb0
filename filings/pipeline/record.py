"""The verbs that change the record, each one transaction: record, hold, release a held set, propose what is gone.

The one writer of change sets and of what a document has accepted.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from filings.models import (
    Cause,
    ChangeSet,
    ChangeSetKind,
    ChangeSetState,
    Document,
    Filing,
    FilingState,
    Snapshot,
    Verdict,
)
from filings.sources.base import ReadList

from .apply import Applied, apply, note_sighting
from .compare import Difference
from .confirmations import confirm_marks, settle_added
from .events import write_events, write_gone
from .foretold import confirm_claims
from .standing import refresh_standing

LEDGER = (
    "rows",
    "accepted",
    "rejected",
    "rejections",
    "first_number",
    "last_number",
    "late_entries",
    "saved_at",
    "reader_version",
    "verdict",
)


class Overtaken(Exception):
    """Another process accepted a newer state of the document first; nothing was written."""


@transaction.atomic
def record(
    document: Document, snapshot: Snapshot, read: ReadList, difference: Difference, cause: Cause, now: dt.datetime
) -> ChangeSet | None:
    """Record a list that nobody doubts. Returns its change set, or None when there is no event to tell of."""
    accept(document, snapshot)
    keep_ledger(snapshot, read, Verdict.ACCEPTED)
    supersede_held(document)
    applied = apply(document, snapshot, difference, now)
    _confirm_marks(document, difference, now)
    if not difference.event_count:
        return None
    change_set = released_set(document, snapshot, cause, difference.event_count, now)
    _tell(change_set, difference, applied, now)
    return change_set


def _confirm_marks(document: Document, difference: Difference, now: dt.datetime) -> None:
    confirm_marks(document, [(filing, entry.row) for filing, entry in difference.confirmed], now)


def _tell(change_set: ChangeSet, difference: Difference, applied: Applied, now: dt.datetime) -> None:
    """Write the events of a list, with what other sources have said about its new rows before."""
    write_events(change_set, difference, applied, now)
    if settled := settle_added(change_set, [filing for filing, _ in applied.added], now):
        change_set.event_count += settled
        change_set.save(update_fields=["event_count"])
    confirm_claims((product for _, match in applied.added for product in match.products), now)


def released_set(
    document: Document,
    snapshot: Snapshot | None,
    cause: Cause,
    event_count: int,
    now: dt.datetime,
    person: int | None = None,
) -> ChangeSet:
    """A change set that counts at once, by a person's word or without; only what the regulator did is told."""
    return ChangeSet.objects.create(
        document=document,
        snapshot=snapshot,
        cause=cause,
        state=ChangeSetState.RELEASED,
        is_silent=cause != Cause.REGULATOR,
        event_count=event_count,
        created_at=now,
        decided_at=now,
        decided_by_id=person,
    )


def told_set(document: Document, *, is_silent: bool, person: int | None, now: dt.datetime) -> ChangeSet:
    """The change set of one report that counts, by a person's word or without. What was old at first alerts nobody."""
    return ChangeSet.objects.create(
        document=document,
        snapshot=document.accepted_snapshot,
        cause=Cause.PRESS,
        state=ChangeSetState.RELEASED,
        is_silent=is_silent,
        event_count=1,
        created_at=now,
        decided_at=now,
        decided_by_id=person,
    )


@transaction.atomic
def hold(
    document: Document,
    snapshot: Snapshot,
    read: ReadList,
    difference: Difference,
    cause: Cause,
    reason: str,
    now: dt.datetime,
) -> ChangeSet:
    """Keep the proposal of a doubtful list for a person; the record stays as it is."""
    return hold_lines(document, snapshot, read, difference.proposal(), cause, reason, now)


def hold_lines(
    document: Document,
    snapshot: Snapshot,
    read: ReadList,
    lines: list[dict[str, Any]],
    cause: Cause,
    reason: str,
    now: dt.datetime,
) -> ChangeSet:
    """Keep the events that recording these bytes would make, as plain data, for a person to decide."""
    waiting = document.change_sets.held().filter(kind=ChangeSetKind.READING, snapshot=snapshot, cause=cause).first()
    if waiting is not None:
        return waiting
    supersede_held(document, ChangeSetKind.READING)
    if snapshot.pk != document.accepted_snapshot_id:
        keep_ledger(snapshot, read, Verdict.HELD)
    return ChangeSet.objects.create(
        document=document,
        snapshot=snapshot,
        cause=cause,
        state=ChangeSetState.HELD,
        is_silent=cause != Cause.REGULATOR,
        reason=reason,
        proposal=lines,
        event_count=len(lines),
        created_at=now,
    )


def record_held(
    change_set: ChangeSet,
    document: Document,
    snapshot: Snapshot,
    read: ReadList,
    difference: Difference,
    now: dt.datetime,
) -> None:
    """Record what a held set proposed. The caller has decided it and holds the transaction."""
    accept(document, snapshot)
    keep_ledger(snapshot, read, Verdict.ACCEPTED)
    supersede_held(document)
    applied = apply(document, snapshot, difference, now)
    _confirm_marks(document, difference, now)
    _tell(change_set, difference, applied, now)


def record_part(
    change_set: ChangeSet, document: Document, snapshot: Snapshot, difference: Difference, now: dt.datetime
) -> None:
    """Record some rows of a held set; the state of the document stays. The caller has decided it."""
    accepted = document.accepted_snapshot
    expected = Document.objects.filter(pk=document.pk, accepted_snapshot=accepted)
    if expected.update(accepted_snapshot=accepted) != 1:
        raise Overtaken(f"{document} was recorded by another process meanwhile")
    applied = apply(document, snapshot, difference, now, is_whole=False)
    _confirm_marks(document, difference, now)
    _tell(change_set, difference, applied, now)


def leave_over(change_set: ChangeSet, lines: list[dict[str, Any]], now: dt.datetime) -> ChangeSet:
    """Keep the lines of a held set that a person did not release, as a question of their own."""
    return ChangeSet.objects.create(
        document=change_set.document,
        snapshot=change_set.snapshot,
        kind=change_set.kind,
        cause=change_set.cause,
        state=ChangeSetState.HELD,
        is_silent=change_set.is_silent,
        reason=f"left over from #{change_set.pk}: {change_set.reason}",
        part_of=change_set,
        proposal=lines,
        event_count=len(lines),
        created_at=now,
    )


def left_over(document: Document, snapshot: Snapshot) -> ChangeSet | None:
    """What still waits of these bytes after a person released the rest."""
    held = document.change_sets.held().exclude(part_of=None)
    return held.filter(snapshot__sha256=snapshot.sha256, kind=ChangeSetKind.READING).first()


def accept(document: Document, snapshot: Snapshot) -> None:
    """Make a snapshot the document's state by compare-and-swap; Overtaken when another process was faster."""
    expected = Document.objects.filter(pk=document.pk, accepted_snapshot=document.accepted_snapshot_id)
    if expected.update(accepted_snapshot=snapshot) != 1:
        raise Overtaken(f"{document} was recorded by another process meanwhile")
    document.accepted_snapshot = snapshot


@transaction.atomic
def accept_again(document: Document, accepted: Snapshot, snapshot: Snapshot) -> None:
    """The accepted bytes are back after others that were not accepted: their new sighting is the state now."""
    for name in LEDGER:
        setattr(snapshot, name, getattr(accepted, name))
    snapshot.save(update_fields=LEDGER)
    accept(document, snapshot)
    note_sighting(document, snapshot)
    supersede_held(document, ChangeSetKind.READING)


def keep_ledger(snapshot: Snapshot, read: ReadList, verdict: Verdict) -> None:
    """Note on the snapshot what was read in it and what became of it."""
    snapshot.rows, snapshot.accepted, snapshot.rejected = read.rows, read.accepted, read.rejected
    snapshot.rejections = [
        {"row": rejection.row, "reason": rejection.reason, "cells": list(rejection.cells)}
        for rejection in read.rejections
    ]
    snapshot.first_number, snapshot.last_number = read.first_number, read.last_number
    snapshot.late_entries = sum(entry.is_late_entry for entry in read.entries)
    snapshot.saved_at = read.saved_at
    snapshot.verdict = verdict
    snapshot.save(update_fields=LEDGER)


def supersede_held(document: Document, *kinds: ChangeSetKind) -> None:
    """A held set says nothing any more once a later reading is there."""
    document.change_sets.held().filter(kind__in=kinds or ChangeSetKind).update(state=ChangeSetState.SUPERSEDED)


@transaction.atomic
def propose_disappearances(document: Document, now: dt.datetime) -> ChangeSet | None:
    """After a second good poll without them: ask a person about the rows that are gone, once per state of the list."""
    accepted = document.accepted_snapshot
    assert accepted is not None, "rows are missing from a list that was accepted"
    asked = document.change_sets.filter(kind=ChangeSetKind.DISAPPEARANCE, snapshot__sha256=accepted.sha256)
    if waiting := asked.held().first():
        return waiting
    dropped = asked.filter(state=ChangeSetState.DROPPED).values_list("proposal", flat=True)
    forgotten = {line["number"] for proposal in dropped for line in proposal}
    # What this very poll was the first to miss is not asked about yet.
    missing = document.filings.filter(missing_since__lt=now).exclude(state=FilingState.GONE)
    gone = [filing for filing in missing if filing.number not in forgotten]
    if not gone:
        return None
    return ChangeSet.objects.create(
        document=document,
        snapshot=accepted,
        kind=ChangeSetKind.DISAPPEARANCE,
        cause=Cause.REGULATOR,
        state=ChangeSetState.HELD,
        reason=f"{len(gone)} rows that were published are no longer in the list, in two good polls",
        proposal=[{"kind": "gone", "number": f.number, "name": f.name, "changes": []} for f in gone],
        event_count=len(gone),
        created_at=now,
    )


def record_disappearances(change_set: ChangeSet, now: dt.datetime) -> None:
    """A person confirmed it: the rows that are still missing are gone."""
    numbers = {line["number"] for line in change_set.proposal}
    missing = change_set.document.filings.exclude(missing_since=None).exclude(state=FilingState.GONE)
    gone = list(missing.filter(number__in=numbers).select_related("current"))
    Filing.objects.filter(pk__in=[filing.pk for filing in gone]).update(state=FilingState.GONE)
    refresh_standing([filing.pk for filing in gone])
    write_gone(change_set, gone, now)
