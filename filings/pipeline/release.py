"""A person's word on a held change set: release makes it count, drop forgets it. Both happen once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from filings.models import Cause, ChangeSet, ChangeSetKind, ChangeSetState, DocumentKind, Snapshot, Verdict
from filings.sources.base import ReadList
from filings.sources.registers import REGISTERS

from . import archive, audit
from .cancellations import record_held_cancellation
from .compare import compare_list
from .corrections import corrected
from .record import leave_over, record_disappearances, record_held, record_part
from .refusal import Refused


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
    _note(change_set, user_id, "release", now)
    return True


def _note(change_set: ChangeSet, user_id: int | None, action: str, now: dt.datetime, lines: int | None = None) -> None:
    if user_id is not None:
        after = {"lines": change_set.event_count if lines is None else lines}
        audit.note(user_id, action, change_set, now, before={"reason": change_set.reason}, after=after)


@transaction.atomic
def release_part(change_set_id: int, user_id: int | None, now: dt.datetime, chosen: Collection[int]) -> bool:
    """Record some lines of a held set, by their places in it; the others stay held, in a set of their own.

    All lines of a row go together. False when it is not held (any more); Refused where a part makes no sense.
    """
    change_set = ChangeSet.objects.select_related("document__source", "snapshot").get(pk=change_set_id)
    numbers = {line["number"] for place, line in enumerate(change_set.proposal) if place in chosen}
    released = [line for line in change_set.proposal if line["number"] in numbers]
    left = [line for line in change_set.proposal if line["number"] not in numbers]
    if not released:
        raise Refused("choose at least one line")
    if change_set.document.kind == DocumentKind.CANCELLATION:
        raise Refused("a notice is released as a whole")
    if not left:
        return release(change_set_id, user_id, now)
    if not _decide(change_set_id, user_id, ChangeSetState.RELEASED, now):
        return False
    leave_over(change_set, left, now)
    change_set.proposal = released
    if change_set.kind == ChangeSetKind.DISAPPEARANCE:
        record_disappearances(change_set, now)
    else:
        snapshot, read = _read(change_set)
        difference = compare_list(change_set.document, corrected(change_set.document, read.entries, now))
        record_part(change_set, change_set.document, snapshot, difference.only(numbers), now)
    count = change_set.events.count()
    ChangeSet.objects.filter(pk=change_set_id).update(event_count=count, proposal=released)
    _note(change_set, user_id, "release in part", now, len(released))
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
    _note(change_set, user_id, "drop", now)
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
    snapshot, read = _read(change_set)
    entries = corrected(document, read.entries, now)
    record_held(change_set, document, snapshot, read, compare_list(document, entries), now)


def _read(change_set: ChangeSet) -> tuple[Snapshot, ReadList]:
    """The archived bytes of a set, read once more."""
    assert change_set.snapshot is not None, "a held reading keeps the snapshot that it read"
    register = REGISTERS[change_set.document.series]
    read = register.read(archive.read_bytes(change_set.snapshot.sha256))
    change_set.snapshot.reader_version = register.reader_version
    return change_set.snapshot, read
