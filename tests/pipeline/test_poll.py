"""One run over a source: attempts that are closed on every way out, the rhythm of polls, and what is asked for."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from filings.models import Document, DocumentKind, Poll, Source
from filings.pipeline import compare, lists
from filings.pipeline import poll as polling
from filings.pipeline import run as running
from tests.faults import Answer

from .reading import DOUBAO, ROWS, docx, edited, events, filing, record, told, with_reader
from .watching import claimed, edit, make_due, next_batch, outcomes, poll_everything, publish, source, tick

pytestmark = pytest.mark.django_db

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def near(moment: dt.datetime | None, expected: dt.timedelta) -> bool:
    return moment is not None and abs(moment - timezone.now() - expected) < MINUTE


class TestEveryWayOut:
    def test_a_reader_that_fails_in_an_unexpected_way_is_a_failed_attempt(self, watched, monkeypatch):
        publish(watched)

        def fail(_):
            raise KeyError("no such key")

        with_reader(monkeypatch, read=fail)
        attempt = poll_everything()[-1]
        assert (attempt.outcome, attempt.message) == ("FAILED", "unexpected KeyError: 'no such key'")
        assert not Poll.objects.open()
        assert source().claim == ""

    @pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
    def test_an_interruption_closes_the_attempt_frees_the_source_and_goes_on(self, watched, monkeypatch, kind):
        publish(watched)

        def interrupt(_):
            raise kind

        with_reader(monkeypatch, read=interrupt)
        with pytest.raises(kind):
            poll_everything()
        attempt = Poll.objects.latest("id")
        assert (attempt.outcome, attempt.message) == ("FAILED", f"interrupted: {kind.__name__}")
        assert not Poll.objects.open()
        assert source().claim == ""

    def test_the_counts_of_an_attempt_add_up(self, watched):
        publish(watched, rows=[*ROWS, ROWS[3]])
        *_, attempt = poll_everything()
        assert (attempt.rows, attempt.accepted, attempt.rejected, attempt.events) == (31, 30, 1, 30)
        assert attempt.snapshot == Document.objects.lists().get().accepted_snapshot
        assert attempt.seconds >= 0


class TestRhythm:
    def test_good_polls_come_again_in_the_sources_rhythm(self, watched):
        publish(watched)
        tick()
        assert near(source().next_poll_at, dt.timedelta(minutes=source().interval_minutes))
        for document in Document.objects.all():
            assert near(document.next_poll_at, dt.timedelta(hours=source().recheck_hours))
        assert (source().failures, source().last_good_at) == (0, source().last_poll_at)

    def test_nothing_is_asked_before_its_time(self, watched):
        publish(watched)
        tick()
        watched.log.clear()
        assert tick() == []
        assert watched.log == []

    def test_between_rechecks_only_the_index_is_asked(self, watched):
        publish(watched)
        tick()
        make_due()
        assert outcomes(tick()) == [("index", "UNCHANGED")]

    def test_old_lists_are_fetched_again_in_their_own_rhythm(self, watched):
        notice = publish(watched)
        tick()
        edit(notice, edited((0, {"name": "豆包大模型算法"})))
        with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=True):
            assert outcomes(tick())[-1] == ("list", "RECORDED")
        assert told() == [("amended", "豆包大模型算法")]

    def test_failures_come_again_later_and_later_up_to_the_rhythm_of_old_files(self, watched):
        watched.fault("empty")
        pauses = []
        for _ in range(8):
            Source.objects.update(next_poll_at=None)
            tick()
            pauses.append(round((source().next_poll_at - timezone.now()) / MINUTE))
        assert pauses == [30, 60, 120, 240, 480, 960, 1440, 1440]
        assert (source().failures, source().last_good_at) == (8, None)

    def test_a_failed_list_is_tried_again_before_its_usual_time(self, watched):
        publish(watched)
        watched.fault("empty", "/cms/pub")
        tick()
        document = Document.objects.lists().get()
        assert (document.failures, near(document.next_poll_at, 30 * MINUTE)) == (1, True)
        watched.fault("")
        with time_machine.travel(timezone.now() + 31 * MINUTE, tick=True):
            assert outcomes(tick())[-1] == ("list", "RECORDED")
        document.refresh_from_db()
        assert document.failures == 0

    def test_a_bad_list_does_not_keep_the_others_from_being_read(self, watched):
        first = publish(watched)
        next_batch(watched)
        first.documents[next(iter(first.documents))] = b"not a Word file"
        assert sorted(outcomes(poll_everything()))[1:3] == [("list", "FAILED"), ("list", "RECORDED")]
        assert source().failures == 0

    def test_a_run_that_takes_too_long_leaves_the_rest_to_the_next(self, watched, monkeypatch):
        publish(watched)
        next_batch(watched)
        monkeypatch.setattr(running, "RUN_SECONDS", 0)
        polls = poll_everything()
        assert DocumentKind.LIST not in [kind for kind, _ in outcomes(polls)]
        monkeypatch.setattr(running, "RUN_SECONDS", 600)
        make_due()
        assert [kind for kind, _ in outcomes(tick())].count("list") == 2


class TestConditionalRequests:
    def test_ticks_ask_conditionally_and_a_person_never(self, watched):
        notice = publish(watched)
        tick()
        watched.log.clear()
        make_due(DocumentKind.NOTICE)
        tick()
        poll_everything()
        by_tick, by_person = watched.hits(notice.path)
        assert by_tick.headers["if-none-match"]
        assert "if-none-match" not in by_person.headers
        assert "if-modified-since" not in by_person.headers

    def test_once_a_day_a_tick_takes_nobodys_word(self, watched):
        notice = publish(watched)
        tick()
        watched.log.clear()
        with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=True):
            tick()
        (hit,) = watched.hits(notice.path)
        assert "if-none-match" not in hit.headers

    def test_a_page_that_says_unchanged_falsely_is_found_out_by_its_dead_address(self, watched):
        notice = publish(watched)
        watched.fault("etag_lies")
        tick()
        watched.renew_addresses()
        edit(notice, edited((0, {"name": "豆包大模型算法"})))
        make_due(DocumentKind.NOTICE, DocumentKind.LIST)
        assert outcomes(tick()) == [
            ("index", "UNCHANGED"),
            ("notice", "UNCHANGED"),
            ("list", "FAILED"),
            ("notice", "UNCHANGED"),
            ("list", "RECORDED"),
        ]
        assert told() == [("amended", "豆包大模型算法")]
        assert Document.objects.lists().get().failures == 0

    def test_a_dead_address_on_a_page_that_was_read_afresh_is_a_failure(self, watched):
        publish(watched)
        poll_everything()
        watched._attachment = lambda _hit: Answer(b"<html><body>no such file</body></html>")
        attempt = poll_everything()[-1]
        assert attempt.outcome == "FAILED"
        assert "this address no longer leads to it" in attempt.message


class TestWholeRuns:
    def test_an_unchanged_site_is_not_parsed(self, watched, monkeypatch):
        publish(watched)
        next_batch(watched)
        poll_everything()
        before = record()
        with_reader(monkeypatch, read=lambda _: pytest.fail("the reader was called"))
        assert {outcome for _, outcome in outcomes(poll_everything())} == {"UNCHANGED"}
        assert record() == before

    def test_old_notices_are_read_before_new_ones(self, watched):
        next_batch(watched)
        publish(watched)
        lists = [attempt.document.batch for attempt in poll_everything() if attempt.document.kind == "list"]
        assert lists == ["2023-08", "2024-01"]

    def test_two_runs_of_the_same_document_record_it_once(self, watched, monkeypatch):
        """While one run holds the list in its hands, another one records it."""
        notice = publish(watched)
        poll_everything()
        edit(notice, edited((0, {"name": "豆包大模型算法"})))
        compare_list = compare.compare_list

        def slow(document, entries):
            difference = compare_list(document, entries)
            monkeypatch.setattr(lists, "compare_list", compare_list)
            Source.objects.update(claim="", lease_until=None)
            poll_everything()
            return difference

        monkeypatch.setattr(lists, "compare_list", slow)
        token = claimed()
        polls = polling.poll_source(source().pk, token, everything=True)
        assert (polls[-1].outcome, "recorded by another process" in polls[-1].message) == ("FAILED", True)
        assert told() == [("amended", "豆包大模型算法")]
        assert filing(DOUBAO).versions.count() == 2
        assert len(events()) == 1

    def test_a_list_that_was_edited_twice_between_polls_is_told_as_it_is_now(self, watched):
        notice = publish(watched)
        poll_everything()
        edit(notice, edited((0, {"name": "甲算法"})))
        edit(notice, edited((0, {"name": "乙算法"})))
        poll_everything()
        assert told() == [("amended", "乙算法")]
        assert notice.documents.popitem()[1] == docx(edited((0, {"name": "乙算法"})))
