"""The deep-synthesis reader: headings exactly as known, and each row either taken or left out with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from filings.sources.base import LayoutChanged, Rejection
from filings.sources.deep_synthesis import HEADINGS, read
from tests.builders import deep_row, deep_rows, make_deep_docx, make_word, paragraph_xml, row_xml, table_xml

ROW = deep_row()
NUMBER = ROW[6]


def rejection_of(*row: str) -> str:
    result = read(make_deep_docx([row, *deep_rows(2)]))
    assert (result.rows, result.accepted, result.rejected) == (3, 2, 1)
    assert result.rejections[0].row == 1
    assert result.rejections[0].cells == row
    return result.rejections[0].reason


def test_row_becomes_an_entry_and_keeps_its_cells() -> None:
    row = deep_row(" 网信算备 110108823483901230031 号\n", " 云雀\n大模型算法", remark="\n", purpose="a\u200b  b")
    entry = read(make_deep_docx([row])).entries[0]
    assert entry.number == NUMBER
    assert entry.name == "云雀 大模型算法"
    assert entry.remark == ""
    assert entry.purpose == "a b"
    assert entry.cells == row


def test_title_batch_and_save_time() -> None:
    result = read(make_deep_docx([ROW]))
    assert (result.title, result.batch) == ("境内深度合成服务算法备案清单（2023年8月）", "2023-08")
    assert result.saved_at is not None
    untitled = read(make_deep_docx([ROW], title="", saved=None))
    assert (untitled.title, untitled.batch, untitled.saved_at) == ("", "", None)


def test_blank_running_number_is_fine() -> None:
    rows = [deep_row(name=f"示例{n}算法", seq="") for n in range(51)]
    assert read(make_deep_docx(rows)).accepted == 51


def test_headings_may_be_broken_over_lines() -> None:
    assert read(make_deep_docx([ROW], headings=[" \n".join(heading) for heading in HEADINGS])).accepted == 1


@pytest.mark.parametrize(
    "headings",
    [
        [*HEADINGS, "适用场景"],
        HEADINGS[:-1],
        [*HEADINGS[:2], "算法类别", *HEADINGS[3:]],
        [HEADINGS[0], HEADINGS[3], HEADINGS[2], HEADINGS[1], *HEADINGS[4:]],
        [""] * 8,
    ],
    ids=["extra", "missing", "unknown", "swapped", "blank"],
)
def test_other_headings_are_refused(headings: list[str]) -> None:
    with pytest.raises(LayoutChanged, match=r"expected the headings 序号 .* in table 1, found"):
        read(make_deep_docx([ROW], headings=headings))


def test_two_rows_of_headings_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected one row of headings in table 1, found two"):
        read(make_deep_docx([HEADINGS, ROW]))


def test_document_without_a_table_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected a table, found none"):
        read(make_word(paragraph_xml("清单")))


def test_table_without_rows_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="found no rows"):
        read(make_word(table_xml([])))


def test_second_table_goes_on_counting_or_is_refused() -> None:
    first, second = table_xml([HEADINGS, ROW]), table_xml([HEADINGS, *deep_rows(2)])
    assert [entry.row for entry in read(make_word(first + second)).entries] == [1, 2, 3]
    with pytest.raises(LayoutChanged, match="in table 2, found 单位 编号"):
        read(make_word(first + table_xml([["单位", "编号"]])))


def test_rows_wrapped_by_word_are_counted() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{row_xml(ROW)}</w:sdtContent></w:sdt>"
    rows = "".join(map(row_xml, [HEADINGS, *deep_rows(2)]))
    assert read(make_word(f"<w:tbl>{rows}{wrapped}</w:tbl>")).accepted == 3


@pytest.mark.parametrize("count", [1, 7, 9])
def test_row_with_another_number_of_cells_is_rejected(count: int) -> None:
    assert rejection_of(*(ROW * 2)[:count]) == f"{count} cells instead of 8"


def test_empty_row_is_rejected() -> None:
    assert rejection_of("", " ", "\n", "", "", "\u200b", "", "") == "empty row"
    assert rejection_of("") == "empty row"


@pytest.mark.parametrize(
    ("field", "heading"), [("name", "算法名称"), ("organization", "主体名称"), ("number", "备案编号")]
)
def test_row_without_its_essentials_is_rejected(field: str, heading: str) -> None:
    assert rejection_of(*deep_row(**{field: " \n"})) == f"nothing stands under {heading}"


@pytest.mark.parametrize(
    "number", ["京网信备11010823348390123号", "网信算备号", "云雀大模型算法", f"{NUMBER}、{NUMBER}"]
)
def test_what_is_no_filing_number_is_rejected(number: str) -> None:
    assert rejection_of(*deep_row(number)).startswith("no filing number stands under 备案编号")


@pytest.mark.parametrize(
    "number", ["网信算备1101082242366066220017号", "网信算备406301334627601250011号", "网信算备1101"]
)
def test_odd_numbers_are_taken(number: str) -> None:
    assert read(make_deep_docx([deep_row(number)])).entries[0].number == number


@pytest.mark.parametrize(
    ("field", "heading"), [("name", "算法名称"), ("organization", "主体名称"), ("products", "应用产品")]
)
def test_filing_number_in_another_column_is_rejected(field: str, heading: str) -> None:
    assert rejection_of(*deep_row(**{field: NUMBER})) == f"a filing number stands under {heading}"


def test_name_and_entity_swapped_are_rejected() -> None:
    swapped = deep_row(name=ROW[3], organization=ROW[1])
    assert rejection_of(*swapped) == "算法名称 and 主体名称 look swapped"


@pytest.mark.parametrize("role", ["", "生成合成类", "服务提供者、服务技术支持者"])
def test_unknown_role_is_rejected(role: str) -> None:
    assert rejection_of(*deep_row(role=role)) == f"unknown 角色: {role or 'nothing'}"


def test_headings_repeated_on_a_later_page_are_counted() -> None:
    result = read(make_deep_docx([ROW, HEADINGS, *deep_rows(1)]))
    assert [(rejection.row, rejection.reason) for rejection in result.rejections] == [(2, "header repeated")]
    assert [entry.row for entry in result.entries] == [1, 3]


def test_each_row_twice_leaves_one_of_each() -> None:
    rows = deep_rows(5)
    again = [("", *row[1:]) for row in rows]
    result = read(make_deep_docx([*rows, *again]))
    assert result == replace(read(make_deep_docx(rows)), rejections=result.rejections)
    assert [rejection.reason for rejection in result.rejections] == [f"repeats row {n}" for n in range(1, 6)]
    assert all(rejection.is_repetition for rejection in result.rejections)


def test_same_number_with_other_content_is_taken() -> None:
    result = read(make_deep_docx([ROW, deep_row(remark="2024年8月更新")]))
    assert [entry.number for entry in result.entries] == [NUMBER, NUMBER]


def test_other_reasons_are_no_repetition() -> None:
    assert not Rejection(1, "header repeated", ()).is_repetition
