"""What counts as a difference between the record and a list, and what does not."""

from __future__ import annotations

import pytest

from filings.models import Filing, FilingState, Version
from filings.pipeline.compare import Difference, compare_list
from filings.sources import deep_synthesis

from .reading import COLUMNS, DOUBAO, ROWS, PublishedList, changed, day, docx, edited, known, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed() -> PublishedList:
    return known()


def compare(listed: PublishedList, rows) -> Difference:
    return compare_list(listed.document, deep_synthesis.read(docx(rows)).entries)


def is_empty(difference: Difference) -> bool:
    return not difference.event_count and not difference.missing and not difference.edits


def test_the_same_rows_are_the_same(listed):
    difference = compare(listed, ROWS)
    assert len(difference.same) == len(ROWS)
    assert is_empty(difference)


def test_a_further_row_is_listed(listed):
    new = changed(ROWS[0], number="网信算备110108823483901230099号", name="又一算法")
    difference = compare(listed, [*ROWS, new])
    assert [entry.name for entry in difference.listed] == ["又一算法"]
    assert (difference.event_count, difference.edits) == (1, 0)


def test_a_new_row_that_is_cancelled_already_makes_two_events(listed):
    new = changed(ROWS[0], number="网信算备110108823483901230099号", name="又一算法", remark="已注销")
    assert compare(listed, [*ROWS, new]).event_count == 2


@pytest.mark.parametrize(
    ("field", "after"),
    [
        ("name", "豆包大模型算法"),
        ("organization", "北京春田知韵科技有限公司"),
        ("role", "服务技术支持者"),
        ("products", "豆包(网站)"),
        ("purpose", "应用于智能写作场景。"),
        ("remark", "2024年8月，算法名称由云雀大模型算法变更为豆包大模型算法"),
    ],
)
def test_each_field_that_is_rewritten_is_told_with_before_and_after(listed, field, after):
    difference = compare(listed, edited((0, {field: after})))
    ((amended, entry, changes),) = difference.amended
    before = ROWS[0][COLUMNS[field]]
    assert (amended.number, entry.row) == (DOUBAO, 1)
    assert changes == [{"field": field, "before": before, "after": after}]
    assert (difference.event_count, difference.edits, len(difference.same)) == (1, 1, len(ROWS) - 1)


@pytest.mark.parametrize(
    ("field", "after"),
    [
        ("name", "云雀 大模型\n算法"),
        ("name", "云雀大模型算法\u200b"),
        ("number", "网信算备110108823483901230031号\n"),
        ("organization", "北京抖音信息服务有限公司　"),
        ("products", "抖音短视频（APP）、西瓜视频（app）、\n今日头条 (APP)"),
        ("products", "今日头条(APP)、抖音短视频(APP)、西瓜视频(APP)"),
        ("remark", "\n"),
        ("seq", "7"),
    ],
)
def test_width_white_space_and_the_order_of_products_are_no_change(listed, field, after):
    assert is_empty(compare(listed, edited((0, {field: after}))))


def test_another_form_of_a_product_is_a_change(listed):
    ((_, _, changes),) = compare(
        listed, edited((0, {"products": "抖音短视频(网站)、西瓜视频(APP)、今日头条(APP)"}))
    ).amended
    assert [change["field"] for change in changes] == ["products"]


def test_what_was_unknown_before_is_no_change(listed):
    Version.objects.update(purpose=None, remark=None)
    assert is_empty(compare(listed, edited((0, {"purpose": "另一用途", "remark": "2024年8月更名"}))))


def test_the_mark_alone_is_a_cancellation_and_not_an_amendment_as_well(listed):
    difference = compare(listed, edited((0, {"remark": "已注销"})))
    assert [found.number for found, _ in difference.cancelled] == [DOUBAO]
    assert not difference.amended
    assert (difference.event_count, difference.edits, len(difference.same)) == (1, 1, len(ROWS) - 1)
    assert [(found.number, changes) for found, _, changes in difference.rewritten] == [(DOUBAO, [])]


def test_a_mark_behind_an_older_remark_is_a_cancellation_only():
    listed = known(edited((0, {"remark": "2024年1月更新应用产品"})))
    difference = compare(listed, edited((0, {"remark": "2024年1月更新应用产品\n已注销"})))
    assert (len(difference.cancelled), len(difference.amended)) == (1, 0)


def test_a_rename_and_a_cancellation_in_one_poll_are_two_events(listed):
    difference = compare(listed, edited((0, {"name": "豆包大模型算法", "remark": "已注销"})))
    ((_, _, changes),) = difference.amended
    assert [change["field"] for change in changes] == ["name"]
    assert (len(difference.cancelled), difference.event_count, difference.edits) == (1, 2, 1)


def test_a_cancellation_that_stands_is_told_once():
    rows = edited((0, {"remark": "已注销"}))
    assert is_empty(compare(known(rows), rows))


def test_a_mark_that_is_taken_back_is_restored():
    difference = compare(known(edited((0, {"remark": "已注销"}))), ROWS)
    assert [found.number for found, _ in difference.restored] == [DOUBAO]
    assert difference.edits == 1


def test_a_row_that_is_not_there_is_missing_and_nothing_more(listed):
    difference = compare(listed, ROWS[1:])
    assert [found.number for found in difference.missing] == [DOUBAO]
    assert (difference.event_count, difference.edits) == (0, 0)


def test_a_row_that_was_missing_is_found_again(listed):
    Filing.objects.filter(number=DOUBAO).update(missing_since=day(1))
    difference = compare(listed, ROWS)
    assert [found.number for found in difference.found_again] == [DOUBAO]
    assert not difference.event_count


def test_a_row_that_was_gone_is_back_and_one_that_stays_gone_is_not_missed(listed):
    Filing.objects.filter(number=DOUBAO).update(state=FilingState.GONE, missing_since=day(1))
    assert is_empty(compare(listed, ROWS[1:]))
    assert [found.number for found, _ in compare(listed, ROWS).back] == [DOUBAO]


def test_a_row_that_comes_back_cancelled_is_both(listed):
    Filing.objects.filter(number=DOUBAO).update(state=FilingState.GONE, missing_since=day(1))
    difference = compare(listed, edited((0, {"remark": "已注销"})))
    assert (len(difference.back), len(difference.cancelled), len(difference.amended)) == (1, 1, 0)


def test_a_proposal_says_each_event_in_plain_data(listed):
    rows = edited((0, {"name": "豆包大模型算法"}), (1, {"remark": "已注销"}))
    difference = compare(listed, rows)
    change = {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}
    assert difference.proposal() == [
        {"kind": "amended", "number": DOUBAO, "name": "豆包大模型算法", "changes": [change]},
        {"kind": "cancelled", "number": ROWS[1][6], "name": ROWS[1][1], "changes": []},
    ]


def test_a_number_that_stands_twice_is_compared_copy_by_copy():
    twice = [*ROWS, changed(ROWS[0], name="另一算法")]
    listed = known(twice)
    assert is_empty(compare(listed, twice))
    ((amended, _, _),) = compare(listed, [*ROWS, changed(ROWS[0], name="第三算法")]).amended
    assert (amended.copy, amended.name) == (2, "另一算法")


def test_a_number_longer_than_its_column_is_known_again():
    long = [*ROWS, changed(ROWS[0], number=f"网信算备{'1' * 300}号")]
    assert is_empty(compare(known(long), long))


def test_looking_changes_nothing(listed, django_assert_num_queries):
    before, document = record(), listed.document
    entries = deep_synthesis.read(docx(edited((0, {"name": "豆包大模型算法", "remark": "已注销"}))[:-1])).entries
    with django_assert_num_queries(1):
        assert compare_list(document, entries).event_count == 2
    assert record() == before
