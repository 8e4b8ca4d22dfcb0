"""A person's word on a held change set: release makes it count, drop forgets it. Both happen once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from filings.models import Cause, ChangeSet, ChangeSetKind, ChangeSetState, DocumentKind, Snapshot, Verdict
from filings.sources.registers import REGISTERS

from . import archive
from .cancellations import record_held_cancellation
from .compare import compare_list
from .corrections import corrected
from .record import record_disappearances, record_held


@transaction.atomic
def release(change_set_id: int, user_id: int | None, now: dt.datetime) -> bool:
    """Record what a held set proposes, by reading its archived bytes again. False when it is not held (any more)."""
    if not _decide(change_set_id, user_id, ChangeSetState.RELEASED, now):
        return False
    change_set = ChangeSet.objects.select_related("document", "snapshot").get(pk=change_set_id)
    if change_set.kind == ChangeSetKind.DISAPPEARANCE:
        record_disappearances(change_set, now)
    else:
        _record_reading(change_set, now)
    ChangeSet.objects.filter(pk=change_set_id).update(event_count=change_set.events.count())
    return True


@transaction.atomic
def drop(change_set_id: int, user_id: int | None, now: dt.datetime) -> bool:
    """Forget a held set; its bytes are not asked about again. False when it is not held (any more)."""
    if not _decide(change_set_id, user_id, ChangeSetState.DROPPED, now):
        return False
    change_set = ChangeSet.objects.select_related("document", "snapshot").get(pk=change_set_id)
    assert change_set.snapshot is not None, "a held set keeps the snapshot that it read"
    snapshots = Snapshot.objects.filter(pk=change_set.snapshot.pk)
    if change_set.cause == Cause.READER:
        # The record stays as the old reader left it, and the new reader is not asked about these bytes again.
        snapshots.update(reader_version=REGISTERS[change_set.document.series].reader_version)
    elif change_set.kind == ChangeSetKind.READING:
        snapshots.update(verdict=Verdict.DROPPED)
    return True


def _decide(change_set_id: int, user_id: int | None, state: ChangeSetState, now: dt.datetime) -> bool:
    held = ChangeSet.objects.held().filter(pk=change_set_id)
    return held.update(state=state, decided_at=now, decided_by_id=user_id) == 1


def _record_reading(change_set: ChangeSet, now: dt.datetime) -> None:
    snapshot, document = change_set.snapshot, change_set.document
    assert snapshot is not None, "a held reading keeps the snapshot that it read"
    if document.kind == DocumentKind.CANCELLATION:
        record_held_cancellation(change_set, document, snapshot, now)
        return
    register = REGISTERS[document.series]
    read = register.read(archive.read_bytes(snapshot.sha256))
    snapshot.reader_version = register.reader_version
    entries = corrected(document, read.entries, now)
    record_held(change_set, document, snapshot, read, compare_list(document, entries), now)
