"""What a reading writes: baselines, news, rewritten rows, refusals by compare-and-swap, and what it costs."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.models import (
    Cause,
    ChangeSet,
    Document,
    Event,
    EventKind,
    Filing,
    FilingState,
    Snapshot,
    Verdict,
    Version,
)
from filings.pipeline import archive
from filings.pipeline.compare import compare_list
from filings.pipeline.fetch import Reply
from filings.pipeline.record import Overtaken, hold, record
from filings.sources import deep_synthesis
from tests.builders import deep_rows

from . import reading
from .reading import DOUBAO, ROWS, changed, day, docx, edited, events, filing, known, publish, told, with_reader

pytestmark = pytest.mark.django_db


def test_a_baseline_is_recorded_and_alerts_nobody():
    finding = publish().read()
    assert (finding.outcome, finding.events, finding.accepted) == ("RECORDED", 30, 30)
    change_set = ChangeSet.objects.get()
    assert (change_set.cause, change_set.is_silent, change_set.event_count) == (Cause.BASELINE, True, 30)
    assert not ChangeSet.objects.undispatched()
    assert set(Event.objects.values_list("kind", "cause", "published_on")) == {
        (EventKind.LISTED, Cause.BASELINE, dt.date(2023, 9, 1))
    }


def test_a_list_that_is_found_later_is_news():
    publish(is_baseline=False).read()
    change_set = ChangeSet.objects.undispatched().get()
    assert (change_set.cause, change_set.event_count) == (Cause.REGULATOR, 30)
    assert len(events(EventKind.LISTED)) == 30


def test_a_filing_keeps_the_row_as_printed_and_where_it_stood():
    publish().read(edited((0, {"number": f"{DOUBAO}\n"})))
    version = filing().current
    assert (version.row, version.ordinal, version.cells[1]) == (1, 1, "云雀大模型算法")
    assert version.cells[6] == f"{DOUBAO}\n"
    assert version.first_snapshot == version.last_snapshot == Document.objects.lists().get().accepted_snapshot


def test_a_rewritten_row_is_a_further_version_and_an_event_without_a_day_of_publication():
    listed = known()
    before = filing().current
    finding = listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
    assert (finding.outcome, finding.events) == ("RECORDED", 1)
    (event,) = events()
    assert (event.kind, event.previous, event.version) == (EventKind.AMENDED, before, filing().current)
    assert event.changes == [{"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}]
    assert (event.published_on, event.happened_on, event.seen_at) == (None, None, day(1))
    assert (event.timeline_on, event.row, event.snapshot) == (day(1).date(), 1, listed.document.accepted_snapshot)
    assert (filing().name, filing().current.ordinal, before.last_snapshot.first_seen_at) == (
        "豆包大模型算法",
        2,
        day(0),
    )


def test_a_cancellation_changes_the_state_and_makes_one_event():
    listed = known()
    listed.read(edited((0, {"remark": "已注销"})), day(1))
    assert told() == [(EventKind.CANCELLED, "云雀大模型算法")]
    assert (filing().state, filing().current.ordinal, filing().current.remark) == (FilingState.CANCELLED, 2, "已注销")
    assert listed.read(edited((0, {"remark": "已注销"}), (1, {"seq": "99"})), day(2)).events == 0


def test_a_rename_and_a_cancellation_in_one_poll_are_both_told():
    known().read(edited((0, {"name": "豆包大模型算法", "remark": "已注销"})), day(1))
    assert told() == [(EventKind.AMENDED, "豆包大模型算法"), (EventKind.CANCELLED, "豆包大模型算法")]
    assert events(EventKind.CANCELLED)[0].version == filing().current


def test_a_row_that_joins_an_old_list_is_news_without_a_day_of_publication():
    known().read([*ROWS, *deep_rows(1, first=700)], day(1))
    (event,) = events()
    assert (event.kind, event.published_on, event.filing.published_on) == (EventKind.LISTED, None, None)
    assert event.timeline_on == day(1).date()


def test_other_bytes_with_the_same_rows_move_the_sighting_and_tell_nothing():
    listed = known()
    finding = listed.read(docx(ROWS, saved=dt.datetime(2024, 2, 1, tzinfo=dt.UTC)), day(1))
    assert (finding.outcome, finding.message) == ("UNCHANGED", "other bytes, the same rows")
    version = filing().current
    assert (version.first_snapshot.first_seen_at, version.last_snapshot.first_seen_at) == (day(0), day(1))
    assert version.last_snapshot.saved_at == dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
    assert not events()


def test_a_row_that_moves_within_its_list_is_followed():
    known().read([ROWS[1], ROWS[0], *ROWS[2:]], day(1))
    assert (filing().current.row, filing().current.ordinal) == (2, 1)


def test_the_same_bytes_are_not_read_again(monkeypatch):
    listed = known()
    with_reader(monkeypatch, read=lambda _: pytest.fail("the reader was called"))
    assert listed.read(ROWS, day(1)).outcome == "UNCHANGED"
    assert Snapshot.objects.get().last_seen_at == day(1)


def test_the_ledger_adds_up_and_names_what_was_rejected():
    publish().read([*ROWS, changed(ROWS[0], number="none"), ROWS[3]])
    snapshot = Snapshot.objects.get()
    assert (snapshot.rows, snapshot.accepted, snapshot.rejected) == (32, 30, 2)
    assert [line["row"] for line in snapshot.rejections] == [31, 32]
    assert (snapshot.verdict, snapshot.reader_version) == (Verdict.ACCEPTED, deep_synthesis.READER_VERSION)


def test_repeated_rows_are_kept_once():
    finding = known().read(ROWS + ROWS, day(1))
    assert (finding.outcome, finding.accepted, finding.rejected) == ("UNCHANGED", 30, 30)
    assert finding.message == "30 of 60 rows repeat an earlier one; one of each was kept"
    assert Filing.objects.count() == 30


def test_of_two_runs_that_read_the_same_document_the_later_writes_nothing():
    listed = known()
    stale = listed.document
    listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
    before = reading.record(), ChangeSet.objects.count()
    body = docx(edited((0, {"name": "豆包企业版大模型算法"})))
    snapshot = archive.sight(stale, Reply("", 200, {}, body, False, day(1), 0.1), day(1))
    read = deep_synthesis.read(body)
    with pytest.raises(Overtaken, match="recorded by another process meanwhile"):
        record(stale, snapshot, read, compare_list(stale, read.entries), Cause.REGULATOR, day(1))
    assert (reading.record(), ChangeSet.objects.count()) == before
    assert Snapshot.objects.get(pk=snapshot.pk).verdict == Verdict.UNREAD


def test_holding_the_same_bytes_again_keeps_the_first_question():
    listed = known()
    document = listed.document
    body = docx(edited((0, {"name": "豆包大模型算法"})))
    snapshot = archive.sight(document, Reply("", 200, {}, body, False, day(1), 0.1), day(1))
    read = deep_synthesis.read(body)
    difference = compare_list(document, read.entries)
    first = hold(document, snapshot, read, difference, Cause.REGULATOR, "why", day(1))
    assert hold(document, snapshot, read, difference, Cause.REGULATOR, "why", day(2)) == first


def test_three_changed_rows_of_780_are_three_versions_in_few_queries(django_assert_max_num_queries):
    listed = known(deep_rows(780))
    edits = ((3, {"name": "改名算法"}), (400, {"remark": "已注销"}), (779, {"purpose": "另一用途", "remark": "更新"}))
    rows = edited(*edits, (400, {"products": "新助手(APP)", "remark": "已注销"}), rows=deep_rows(780))
    before = Version.objects.count()
    with django_assert_max_num_queries(40):
        assert listed.read(rows, day(1)).events == 4
    assert Version.objects.count() == before + 3


def test_a_first_reading_costs_no_query_per_row(django_assert_max_num_queries):
    """SQLite takes some fifty rows in one statement, so that the number of queries grows, but slowly."""
    listed = publish()
    with django_assert_max_num_queries(80):
        assert listed.read(deep_rows(400)).accepted == 400


@pytest.mark.parametrize("published_on", [dt.date(2023, 5, 1), dt.date(2027, 1, 1)])
def test_the_day_in_the_source_does_not_decide_what_is_news(published_on):
    publish(is_baseline=False, published_on=published_on).read()
    (change_set,) = ChangeSet.objects.undispatched()
    assert {event.timeline_on for event in change_set.events.all()} == {published_on}
