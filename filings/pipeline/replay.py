"""Archived bytes read again by the readers of today. What they find otherwise is our doing, and waits for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from filings.models import Cause, ChangeSet, Document, Snapshot, Source, Verdict, Version
from filings.sources.base import Entry, LayoutChanged, ReadList
from filings.sources.registers import REGISTERS
from filings.text import number_key

from . import archive
from .archive import ArchiveDamaged
from .compare import changed_fields, compare_list
from .corrections import corrected
from .match import bounded
from .record import hold, keep_ledger


@dataclass(frozen=True)
class Replayed:
    """What came of one list: the rows read otherwise than recorded, held as a set; and how many of its past states
    have such rows. `failure` says why it could not be read."""

    document: Document
    lines: list[dict[str, Any]] = field(default_factory=list)
    held: ChangeSet | None = None
    past_states: int = 0
    past_states_otherwise: int = 0
    failure: str = ""


def replay(source: Source, now: dt.datetime) -> Iterator[Replayed]:
    """Read every archived state of every list of a source again, oldest list first. Nothing is recorded."""
    lists = source.documents.lists().exclude(accepted_snapshot=None).select_related("accepted_snapshot", "source")
    for document in lists.filter(series__in=REGISTERS).order_by("batch", "pk"):
        try:
            yield _replay(document, now)
        except (ArchiveDamaged, LayoutChanged) as error:
            yield Replayed(document, failure=str(error))


def _replay(document: Document, now: dt.datetime) -> Replayed:
    accepted = document.accepted_snapshot
    assert accepted is not None, "only lists that were read are read again"
    version = REGISTERS[document.series].reader_version
    _, held = read_again(document, accepted, f"read again by {version}, which reads the same bytes otherwise", now)
    past = document.snapshots.filter(verdict=Verdict.ACCEPTED).exclude(sha256=accepted.sha256).order_by("pk")
    otherwise = sum(_is_read_otherwise(document, snapshot) for snapshot in past)
    return Replayed(document, held.proposal if held else [], held, len(past), otherwise)


def read_again(
    document: Document, accepted: Snapshot, reason: str, now: dt.datetime
) -> tuple[ReadList, ChangeSet | None]:
    """Read the accepted bytes of a list again; hold what differs from the record. None when nothing does."""
    register = REGISTERS[document.series]
    read = register.read(archive.read_bytes(accepted.sha256))
    difference = compare_list(document, corrected(document, read.entries, now))
    if difference.event_count or difference.missing:
        return read, hold(document, accepted, read, difference, Cause.READER, reason, now)
    if accepted.reader_version != register.reader_version:
        accepted.reader_version = register.reader_version
        keep_ledger(accepted, read, Verdict.ACCEPTED)
    return read, None


def _is_read_otherwise(document: Document, snapshot: Snapshot) -> bool:
    """Whether the rows of a past state differ from the versions that were recorded from it."""
    read = REGISTERS[document.series].read(archive.read_bytes(snapshot.sha256))
    entries: dict[str, Entry] = {bounded(number_key(entry.number)): entry for entry in read.entries}
    then = Version.objects.filter(filing__document=document, first_snapshot=snapshot).select_related("filing")
    return any(
        version.filing.number in entries and changed_fields(version, entries[version.filing.number]) for version in then
    )
