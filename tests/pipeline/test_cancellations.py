"""A cancellation notice and the mark in a list: one fact with two proofs, whichever of the two comes first."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.models import Cancellation, ChangeSet, Event, EventKind, Evidence, FilingState, Snapshot, Verdict
from filings.pipeline.reconcile import marks_without_notice, notices_without_mark
from filings.pipeline.release import drop, release
from tests.builders import deep_rows
from tests.faults import Answer

from .other_sources import announce, cancel, filing_system
from .reading import DOUBAO, ROWS, day, edited, events, filing
from .watching import edit, make_due, outcomes, poll_everything, publish

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 7, 14)
MARKED = edited((0, {"remark": "已注销"}))


def cancelled() -> list[Event]:
    return list(Event.objects.filter(kind=EventKind.CANCELLED).order_by("id"))


def test_a_notice_cancels_a_listed_number_and_the_mark_that_follows_is_a_second_proof(watched):
    listed = publish(watched)
    announce(
        watched, {"noticeId": "n", "type": 2, "title": "操作说明", "content": "", "createTime": "2024-01-01 10:00:00"}
    )
    filing_system()
    poll_everything()
    cancel(watched, ROWS[:1])
    poll_everything()
    (event,) = cancelled()
    assert (event.happened_on, event.precision, event.published_on) == (
        DAY,
        "day",
        DAY,
    )
    assert (event.cause, event.change_set.is_silent, event.row) == ("regulator", False, 1)
    assert (filing().state, filing().cancelled_on) == (FilingState.CANCELLED, DAY)
    assert [one.number for one in notices_without_mark()] == [DOUBAO]
    edit(listed, MARKED)
    poll_everything()
    assert cancelled() == [event]
    proof = Evidence.objects.get()
    assert (proof.event, proof.document.kind, proof.row) == (event, "list", 1)
    assert not notices_without_mark().exists() and not marks_without_notice().exists()


def test_a_mark_comes_first_and_the_notice_is_its_second_proof(watched):
    listed = publish(watched)
    poll_everything()
    edit(listed, MARKED)
    poll_everything()
    (event,) = cancelled()
    assert [one.number for one in marks_without_notice()] == [DOUBAO]
    cancel(watched, ROWS[:1])
    filing_system()
    poll_everything()
    assert cancelled() == [event]
    proof = Evidence.objects.get()
    assert (proof.document.kind, proof.published_on) == ("cancellation", DAY)
    assert filing().cancelled_on == DAY
    assert not marks_without_notice().exists()


def test_a_number_that_no_list_has_waits_for_its_list(watched):
    cancel(watched, ROWS[:1])
    filing_system()
    first = {poll.document.kind: poll for poll in poll_everything()}
    assert first["cancellation"].message == "1 of its numbers stand in no list that was read"
    assert Cancellation.objects.get().filing is None
    publish(watched)
    poll_everything()
    (event,) = cancelled()
    assert event.filing == filing() == Cancellation.objects.get().filing
    assert filing().state == FilingState.CANCELLED
    assert (
        ChangeSet.objects.get(pk=event.change_set_id).event_count
        == Event.objects.filter(change_set=event.change_set_id).count()
    )


def test_the_first_notices_alert_nobody(watched):
    publish(watched)
    poll_everything()
    cancel(watched, ROWS[:1])
    filing_system()
    poll_everything()
    assert len(cancelled()) == 1
    assert not events()


def test_a_wave_waits_for_a_person(watched, settings):
    settings.HOLD_AMENDMENTS = 2
    publish(watched)
    announce(watched)
    filing_system()
    poll_everything()
    cancel(watched, ROWS[:3])
    (held,) = [poll for poll in poll_everything() if poll.outcome == "HELD"]
    assert held.message == "3 numbers cancelled at once; more than 2 need a look"
    assert not cancelled() and not Cancellation.objects.exists()
    assert release(ChangeSet.objects.held().get().pk, None, day(1))
    assert len(cancelled()) == 3
    assert {event.change_set.event_count for event in cancelled()} == {3}


def test_a_dropped_notice_is_not_asked_about_again(watched, settings):
    settings.HOLD_AMENDMENTS = 0
    publish(watched)
    announce(watched)
    filing_system()
    poll_everything()
    cancel(watched, ROWS[:1])
    poll_everything()
    assert drop(ChangeSet.objects.held().get().pk, None, day(1))
    make_due()
    assert ("cancellation", "UNCHANGED") in outcomes(poll_everything())
    assert not ChangeSet.objects.held().exists() and not cancelled()


@pytest.mark.parametrize(
    ("body", "outcome", "message"),
    [
        (b"", "FAILED", "expected a PDF, found empty"),
        (b"<html><body>login</body></html>", "FAILED", "expected a PDF, found html"),
    ],
)
def test_what_is_no_notice_changes_nothing(watched, body, outcome, message):
    publish(watched)
    cancel(watched, ROWS[:1])
    watched.others["/api/file/fileDownLoad"] = Answer(body, "application/pdf")
    filing_system()
    (poll,) = [poll for poll in poll_everything() if poll.document.kind == "cancellation"]
    assert (poll.outcome, poll.message) == (outcome, message)
    assert not cancelled() and not Cancellation.objects.exists()


def test_a_title_that_counts_more_than_the_file_holds_is_not_believed(watched):
    publish(watched, rows=deep_rows(30))
    cancel(watched, deep_rows(2), count=28)
    filing_system()
    (poll,) = [poll for poll in poll_everything() if poll.document.kind == "cancellation"]
    assert (poll.outcome, poll.message) == ("SUSPICIOUS", "2 numbers, where the title says 28")
    assert Snapshot.objects.get(document=poll.document).verdict == Verdict.REFUSED


def test_the_index_of_the_filing_system_may_not_shrink(watched):
    notices = [
        {"noticeId": f"n{n}", "type": 2, "title": f"通知{n}", "content": "", "createTime": "2024-01-01 10:00:00"}
        for n in range(20)
    ]
    announce(watched, *notices)
    filing_system()
    assert ("index", "UNCHANGED") in outcomes(poll_everything())
    announce(watched, *notices[:5])
    (poll,) = [poll for poll in poll_everything() if poll.source.key == "beian-notices"]
    assert (poll.outcome, poll.message) == ("SUSPICIOUS", "only 5 notices listed, where 20 were before")


def test_a_login_in_place_of_the_notices_is_a_block(watched):
    watched.others["/api/notice/list"] = Answer(b'{"errno": 440, "errmsg": "login"}', "application/json")
    source = filing_system()
    (poll,) = [poll for poll in poll_everything() if poll.source == source]
    assert poll.outcome == "BLOCKED"
    source.refresh_from_db()
    assert (source.failures, source.baseline_at) == (1, None)
