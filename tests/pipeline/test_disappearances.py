"""A row that is no longer there: never a cancellation, and gone only after two good polls and a person's word."""

from __future__ import annotations

from typing import Any

import pytest

from filings.models import ChangeSet, ChangeSetKind, ChangeSetState, EventKind, FilingState, Status
from filings.pipeline.release import drop, release

from .reading import DOUBAO, ROWS, PublishedList, day, docx, edited, events, filing, known, record, told

pytestmark = pytest.mark.django_db

WITHOUT = ROWS[1:]


@pytest.fixture
def listed() -> PublishedList:
    return known()


def question() -> Any:
    return ChangeSet.objects.held().get()


def saved_again(rows, number: int) -> bytes:
    """The same rows in other bytes."""
    return docx(rows, saved=day(number))


def test_the_first_good_poll_without_it_notes_that_and_no_more(listed):
    finding = listed.read(WITHOUT, day(1))
    assert (finding.outcome, finding.events, finding.held) == ("UNCHANGED", 0, 0)
    assert "1 rows are missing; a person is asked when the next good poll misses them too" in finding.message
    assert (filing().state, filing().missing_since) == (FilingState.LISTED, day(1))
    assert not ChangeSet.objects.held()


@pytest.mark.parametrize("second", [docx(WITHOUT), saved_again(WITHOUT, 2)])
def test_the_second_asks_a_person_even_when_the_bytes_are_unchanged(listed, second):
    listed.read(WITHOUT, day(1))
    before = record()
    finding = listed.read(second, day(2))
    assert (finding.outcome, finding.events, finding.held) == ("HELD", 0, 1)
    assert finding.message == question().reason
    assert (question().kind, question().event_count) == (ChangeSetKind.DISAPPEARANCE, 1)
    assert question().proposal == [{"kind": "gone", "number": DOUBAO, "name": "云雀大模型算法", "changes": []}]
    assert record() == before


def test_a_poll_that_was_not_good_in_between_does_not_count(listed):
    listed.read(WITHOUT, day(1))
    assert listed.read(ROWS[:3], day(2)).outcome == "SUSPICIOUS"
    assert not ChangeSet.objects.held()
    assert listed.read(WITHOUT, day(3)).outcome == "HELD"


def test_each_further_poll_says_so_and_asks_nothing_new(listed):
    for number in (1, 2, 3, 4):
        finding = listed.read(WITHOUT, day(number))
    assert finding.outcome == "HELD"
    assert ChangeSet.objects.filter(kind=ChangeSetKind.DISAPPEARANCE).count() == 1


def test_a_row_missed_for_the_first_time_is_not_in_the_question_yet(listed):
    listed.read(WITHOUT, day(1))
    listed.read(ROWS[2:], day(2))
    assert [line["number"] for line in question().proposal] == [DOUBAO]
    release(question().pk, None, day(3))
    assert listed.read(ROWS[2:], day(4)).outcome == "HELD"
    assert [line["number"] for line in question().proposal] == [ROWS[1][6]]


def test_released_the_row_is_gone_and_not_cancelled(listed):
    listed.read(WITHOUT, day(1))
    listed.read(WITHOUT, day(2))
    assert release(question().pk, None, day(3))
    (event,) = events()
    assert (event.kind, event.status, event.version) == (EventKind.GONE, Status.UNLISTED, filing().current)
    assert (filing().state, filing().cancelled_on) == (FilingState.GONE, None)
    assert ChangeSet.objects.undispatched().get().event_count == 1
    assert listed.read(WITHOUT, day(4)).outcome == "UNCHANGED"
    assert len(events()) == 1


def test_a_row_that_was_gone_comes_back(listed):
    first_seen = filing().current.first_snapshot
    listed.read(WITHOUT, day(1))
    listed.read(WITHOUT, day(2))
    release(question().pk, None, day(3))
    finding = listed.read(ROWS, day(4))
    assert (finding.outcome, finding.events) == ("RECORDED", 1)
    assert told() == [(EventKind.GONE, "云雀大模型算法"), (EventKind.BACK, "云雀大模型算法")]
    assert (filing().state, filing().missing_since) == (FilingState.LISTED, None)
    assert (filing().current.first_snapshot, filing().current.ordinal) == (first_seen, 1)


def test_a_row_that_comes_back_cancelled_stands_as_cancelled(listed):
    listed.read(WITHOUT, day(1))
    listed.read(WITHOUT, day(2))
    release(question().pk, None, day(3))
    listed.read(edited((0, {"remark": "已注销"})), day(4))
    assert [event.kind for event in events()] == [EventKind.GONE, EventKind.CANCELLED, EventKind.BACK]
    assert filing().state == FilingState.CANCELLED


def test_a_row_that_was_cancelled_before_it_was_gone_comes_back_as_it_was():
    rows = edited((0, {"remark": "已注销"}))
    listed = known(rows)
    listed.read(WITHOUT, day(1))
    listed.read(WITHOUT, day(2))
    release(question().pk, None, day(3))
    assert listed.read(rows, day(4)).outcome == "RECORDED"
    assert [event.kind for event in events()] == [EventKind.GONE, EventKind.BACK]
    assert filing().state == FilingState.CANCELLED


def test_a_row_can_be_gone_a_second_time(listed):
    for number in (1, 5):
        listed.read(WITHOUT, day(number))
        listed.read(WITHOUT, day(number + 1))
        release(question().pk, None, day(number + 2))
        listed.read(ROWS, day(number + 3))
    assert [event.kind for event in events()] == [EventKind.GONE, EventKind.BACK] * 2


def test_a_row_that_comes_back_before_anything_was_decided_leaves_no_trace(listed):
    before = record()
    first_seen = filing().current.first_snapshot
    assert listed.read(WITHOUT, day(1)).is_good
    assert listed.read(ROWS, day(2)).outcome == "UNCHANGED"
    assert record() == before
    assert filing().current.first_snapshot == first_seen
    assert filing().current.last_snapshot == listed.document.accepted_snapshot
    assert listed.read(ROWS, day(3)).outcome == "UNCHANGED"


def test_while_it_is_missing_it_is_not_sighted(listed):
    first = listed.document.accepted_snapshot
    listed.read(WITHOUT, day(1))
    assert filing().current.last_snapshot == first
    assert filing(ROWS[1][6]).current.last_snapshot != first


def test_the_question_falls_when_the_row_is_back(listed):
    listed.read(WITHOUT, day(1))
    listed.read(WITHOUT, day(2))
    old = question()
    assert listed.read(ROWS, day(3)).outcome == "UNCHANGED"
    old.refresh_from_db()
    assert old.state == ChangeSetState.SUPERSEDED
    assert not release(old.pk, None, day(4))
    assert not events()


def test_other_bytes_without_the_row_replace_the_question(listed):
    listed.read(WITHOUT, day(1))
    listed.read(WITHOUT, day(2))
    old = question()
    listed.read(saved_again(WITHOUT, 3), day(3))
    assert question().pk != old.pk
    assert listed.read(WITHOUT, day(4)).outcome == "HELD"
    assert question().snapshot.first_seen_at == day(4)


def test_a_dropped_question_is_not_asked_again_for_the_same_bytes(listed):
    listed.read(WITHOUT, day(1))
    listed.read(WITHOUT, day(2))
    drop(question().pk, None, day(3))
    assert listed.read(WITHOUT, day(4)).outcome == "UNCHANGED"
    assert filing().state == FilingState.LISTED
    assert not events()


def test_what_else_changed_in_the_poll_that_asks_is_recorded(listed):
    listed.read(WITHOUT, day(1))
    finding = listed.read(edited((1, {"name": "改名算法"}))[1:], day(2))
    assert (finding.outcome, finding.events, finding.held) == ("HELD", 1, 1)
    assert told() == [(EventKind.AMENDED, "改名算法")]


def test_too_many_missing_rows_are_not_believed_at_all(listed):
    finding = listed.read(ROWS[5:], day(1))
    assert finding.outcome == "SUSPICIOUS"
    assert filing().missing_since is None
