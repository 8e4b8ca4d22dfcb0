"""A changed reader is our doing: what it reads otherwise in the same bytes waits for a person and alerts nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from filings.models import Cause, ChangeSet, Event, EventKind, Snapshot
from filings.pipeline.release import drop, release
from filings.sources import deep_synthesis
from filings.sources.base import LayoutChanged

from .reading import ROWS, PublishedList, day, edited, events, filing, known, record, with_reader

pytestmark = pytest.mark.django_db

NEWER = "deep_synthesis/2"


def shouting(data):
    """A reader that reads the first name otherwise."""
    read = deep_synthesis.read(data)
    first, *rest = read.entries
    return replace(read, entries=(replace(first, name=f"{first.name}！"), *rest))


def short_sighted(data):
    """A reader that misses the first row."""
    read = deep_synthesis.read(data)
    return replace(read, entries=read.entries[1:])


@pytest.fixture
def listed(monkeypatch) -> PublishedList:
    listed = known()
    with_reader(monkeypatch, reader_version=NEWER, read=shouting)
    return listed


def question() -> ChangeSet:
    return ChangeSet.objects.held().get()


def test_a_reader_that_reads_the_same_is_noted_and_nothing_else(monkeypatch):
    listed = known()
    before = record()
    with_reader(monkeypatch, reader_version=NEWER)
    assert listed.read(ROWS, day(1)).outcome == "UNCHANGED"
    assert (Snapshot.objects.get().reader_version, record()) == (NEWER, before)
    with_reader(monkeypatch, read=lambda _: pytest.fail("read again"))
    assert listed.read(ROWS, day(2)).outcome == "UNCHANGED"


def test_what_it_reads_otherwise_is_held_once(listed):
    before = record()
    for number in (1, 2):
        finding = listed.read(ROWS, day(number))
        assert (finding.outcome, finding.events, finding.held) == ("HELD", 0, 1)
    assert finding.message == "deep_synthesis/1 became deep_synthesis/2, which reads the same bytes otherwise"
    assert (question().cause, question().is_silent, record()) == (Cause.READER, True, before)


def test_released_it_corrects_the_record_and_alerts_nobody(listed):
    listed.read(ROWS, day(1))
    release(question().pk, None, day(2))
    assert filing().name == "云雀大模型算法！"
    assert Event.objects.get(kind=EventKind.AMENDED).cause == Cause.READER
    assert not events()
    assert not ChangeSet.objects.undispatched()
    assert listed.read(ROWS, day(3)).outcome == "UNCHANGED"


def test_dropped_it_is_never_asked_again(listed):
    before = record()
    listed.read(ROWS, day(1))
    drop(question().pk, None, day(2))
    assert listed.read(ROWS, day(3)).outcome == "UNCHANGED"
    assert record() == before
    assert not ChangeSet.objects.held()


def test_rows_that_it_no_longer_finds_are_held_as_well(monkeypatch):
    listed = known()
    with_reader(monkeypatch, reader_version=NEWER, read=short_sighted)
    assert listed.read(ROWS, day(1)).outcome == "HELD"
    assert question().cause == Cause.READER


def test_new_bytes_wait_until_the_difference_is_decided(listed):
    rows = edited((5, {"name": "改名算法"}))
    assert listed.read(rows, day(1)).outcome == "HELD"
    assert filing(ROWS[5][6]).name == ROWS[5][1]
    release(question().pk, None, day(2))
    assert listed.read(rows, day(3)).outcome == "RECORDED"
    assert [event.filing.name for event in events()] == ["改名算法"]


def test_a_reader_that_no_longer_understands_the_bytes_fails_aloud(monkeypatch):
    listed = known()
    before = record()

    def lost(_):
        raise LayoutChanged("expected a table, found none")

    with_reader(monkeypatch, reader_version=NEWER, read=lost)
    finding = listed.read(ROWS, day(1))
    assert (finding.outcome, finding.message, record()) == ("FAILED", "expected a table, found none", before)
