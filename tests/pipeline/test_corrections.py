"""A person's fix holds over every later poll, is never told as the regulator's doing, and comes back when it must."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User

from filings.models import (
    AuditEntry,
    Cause,
    ChangeSet,
    Correction,
    CorrectionState,
    Event,
    EventKind,
    Filing,
    FilingProduct,
)
from filings.pipeline import corrections
from filings.pipeline.corrections import add, expire, keep, take_back
from filings.pipeline.refusal import Refused
from filings.pipeline.release import release

from .reading import ROWS, PublishedList, day, edited, events, filing, known, record, told, with_reader

pytestmark = pytest.mark.django_db

NAME = ROWS[0][1]
OTHER_BYTES = edited((5, {"name": "又一算法"}))


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor")


@pytest.fixture
def listed() -> PublishedList:
    return known()


@pytest.fixture
def fix(listed, editor) -> Correction:
    return add(filing(), "name", "云雀大模型", reason="a misprint", person=editor.pk, now=day(1))


def state(fix: Correction) -> str:
    fix.refresh_from_db()
    return fix.state


def test_it_counts_at_once_as_a_version_of_its_own_with_a_silent_entry(fix, editor):
    assert (filing().name, filing().current.name, filing().current.ordinal) == ("云雀大模型", "云雀大模型", 2)
    event: Any = Event.objects.get(kind=EventKind.CORRECTED)
    assert event.changes == [{"field": "name", "before": NAME, "after": "云雀大模型"}]
    assert (event.cause, event.statement, event.previous.name) == (Cause.EDITOR, "a misprint", NAME)
    assert (event.change_set.is_silent, event.change_set.decided_by) == (True, editor)
    assert not ChangeSet.objects.undispatched()


def test_the_trace_names_person_before_after_and_reason(fix, editor):
    entry: Any = AuditEntry.objects.get()
    assert (entry.by, entry.action, entry.at, entry.reason) == (editor, "correct", day(1), "a misprint")
    assert (entry.before, entry.after) == ({"name": NAME}, {"name": "云雀大模型"})


def test_later_polls_leave_it_alone(listed, fix):
    before = record()
    assert listed.read(ROWS, day(2)).outcome == "UNCHANGED"
    assert record() == before
    assert listed.read(OTHER_BYTES, day(3)).outcome == "RECORDED"
    assert (filing().name, state(fix)) == ("云雀大模型", CorrectionState.ACTIVE)
    assert told() == [(EventKind.AMENDED, "又一算法")]


def test_a_change_of_another_column_is_recorded_beside_it(listed, fix):
    listed.read(edited((0, {"purpose": "应用于搜索"})), day(2))
    assert (filing().name, filing().current.purpose) == ("云雀大模型", "应用于搜索")
    assert [change["field"] for change in events()[0].changes] == ["purpose"]


def test_when_the_source_changes_its_own_value_it_is_reopened_and_still_holds(listed, fix):
    assert listed.read(edited((0, {"name": "豆包算法"})), day(2)).outcome == "UNCHANGED"
    assert (state(fix), fix.printed, filing().name) == (CorrectionState.REOPENED, "豆包算法", "云雀大模型")
    assert not told()


def test_reopened_and_taken_back_the_sources_new_value_is_news(listed, fix, editor):
    listed.read(edited((0, {"name": "豆包算法"})), day(2))
    take_back(fix, reason="the list is right now", person=editor.pk, now=day(3))
    assert filing().name == "豆包算法"
    (event,) = events()
    assert event.changes == [{"field": "name", "before": NAME, "after": "豆包算法"}]
    assert ChangeSet.objects.undispatched().get().cause == Cause.REGULATOR


def test_reopened_and_kept_it_waits_for_the_next_change(listed, fix, editor):
    listed.read(edited((0, {"name": "豆包算法"})), day(2))
    fix.refresh_from_db()
    keep(fix, reason="still a misprint", person=editor.pk, now=day(3))
    listed.read(edited((0, {"name": "豆包算法"}), rows=OTHER_BYTES), day(4))
    assert (state(fix), filing().name) == (CorrectionState.ACTIVE, "云雀大模型")


def test_when_the_source_goes_back_it_is_in_force_again(listed, fix):
    listed.read(edited((0, {"name": "豆包算法"})), day(2))
    listed.read(OTHER_BYTES, day(3))
    assert state(fix) == CorrectionState.ACTIVE


def test_when_the_source_comes_round_it_is_done(listed, fix):
    assert listed.read(edited((0, {"name": "云雀大模型"})), day(2)).outcome == "UNCHANGED"
    assert state(fix) == CorrectionState.CONFIRMED
    listed.read(edited((0, {"name": "豆包算法"})), day(3))
    assert told() == [(EventKind.AMENDED, "豆包算法")]


def test_taken_back_the_printed_value_counts_again(listed, fix, editor):
    take_back(fix, reason="no misprint after all", person=editor.pk, now=day(2))
    assert (filing().name, state(fix)) == (NAME, CorrectionState.ENDED)
    assert not ChangeSet.objects.undispatched()
    assert listed.read(OTHER_BYTES, day(3)).events == 1
    with pytest.raises(Refused, match="not in force"):
        take_back(fix, reason="again", person=editor.pk, now=day(4))


def test_its_last_day_is_its_last(listed, editor):
    last = day(5).date()
    fix = add(filing(), "name", "云雀大模型", reason="?", person=editor.pk, now=day(1), expires_on=last)
    assert expire(day(5)) == 0
    assert expire(day(6)) == 1
    assert expire(day(6)) == 0
    assert (filing().name, state(fix)) == (NAME, CorrectionState.EXPIRED)
    assert not ChangeSet.objects.undispatched()


def test_another_entity_takes_the_filing_with_its_products(listed, editor):
    add(filing(), "organization", ROWS[1][3], reason="columns", person=editor.pk, now=day(1))
    moved = filing()
    assert moved.organization.name == ROWS[1][3]
    current = FilingProduct.objects.filter(filing=moved, is_current=True).select_related("product__organization")
    assert {link.product.organization for link in current} == {moved.organization}


def test_a_corrected_mark_cancels(listed, editor):
    fix = add(filing(), "remark", "已注销", reason="the notice says so", person=editor.pk, now=day(1))
    assert filing().state == "cancelled"
    take_back(fix, reason="another number", person=editor.pk, now=day(2))
    assert filing().state == "listed"


def test_of_a_number_that_stands_twice_only_its_own_row_is_touched(editor):
    twice = edited((1, {"number": ROWS[0][6]}))
    listed = known(twice)
    second = filing_copy(2)
    add(second, "name", "云雀大模型", reason="?", person=editor.pk, now=day(1))
    listed.read(edited((5, {"name": "又一算法"}), rows=twice), day(2))
    assert (filing_copy(1).name, filing_copy(2).name) == (NAME, "云雀大模型")


def filing_copy(copy: int) -> Any:
    return Filing.objects.get(number=ROWS[0][6], copy=copy)


def test_a_held_set_that_is_released_keeps_it(listed, fix, settings):
    settings.HOLD_AMENDMENTS = 1
    listed.read(edited((3, {"name": "甲"}), (4, {"name": "乙"})), day(2))
    held = ChangeSet.objects.held().get()
    assert {line["name"] for line in held.proposal} == {"甲", "乙"}
    release(held.pk, None, day(3))
    assert filing().name == "云雀大模型"


def test_a_new_reader_sees_it_as_well(listed, fix, monkeypatch):
    with_reader(monkeypatch, reader_version="deep_synthesis/2")
    assert listed.read(ROWS, day(2)).outcome == "UNCHANGED"
    assert filing().name == "云雀大模型"


@pytest.mark.parametrize(
    ("field", "after", "more", "why"),
    [
        ("name", NAME, {}, "no difference"),
        ("name", f" {NAME} ", {}, "no difference"),
        ("name", " ", {}, "empty"),
        ("organization", "", {}, "empty"),
        ("name", "x", {"reason": " "}, "needs a reason"),
        ("filed_on", "2026-13-01", {}, "written like"),
        ("name", "x", {"expires_on": dt.date(2020, 1, 1)}, "over already"),
        ("name", "x", {"seen": 0}, "look again"),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(field, after, more, why, listed, editor):
    before = record()
    with pytest.raises(Refused, match=why):
        add(filing(), field, after, **({"reason": "?", "person": editor.pk, "now": day(1)} | more))
    assert record() == before
    assert not Correction.objects.exists()
    assert not AuditEntry.objects.exists()


def test_one_column_is_corrected_once_at_a_time(fix, editor):
    with pytest.raises(Refused, match="corrected already"):
        add(filing(), "name", "x", reason="?", person=editor.pk, now=day(2))


def test_without_corrections_nothing_is_asked(listed, django_assert_num_queries):
    document = listed.document
    with django_assert_num_queries(1):
        assert corrections.fixes_of(document) == {}
