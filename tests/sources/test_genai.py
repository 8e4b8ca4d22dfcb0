"""The generative-AI lists: three series in one file, told apart by their headings, and each row taken or left out."""

from __future__ import annotations

import pytest

from filings.sources import genai
from filings.sources.base import Entry, LayoutChanged, ReadList, TooLarge
from filings.sources.generative_list import (
    FILING,
    FILING_SINCE_2025,
    ON_DEVICE,
    REGISTRATION,
    SWAPPED,
    generative_ledger,
)
from filings.sources.rows import ROW_LIMIT
from tests.sources import generative as printed
from tests.sources.pdfs import PdfPage, Table, list_pdf, make_pdf

Row = tuple[str, ...]


def read_one(headings: Row, *rows: Row) -> ReadList:
    (only,) = genai.read(list_pdf(headings, rows)).values()
    return only


def rejection_of(row: Row, headings: Row = FILING) -> str:
    result = read_one(headings, row, printed.WENXIN)
    assert (result.rows, result.accepted, result.rejections[0].row) == (2, 1, 1)
    assert result.rejections[0].cells == row
    return result.rejections[0].reason


def changed(row: Row, place: int, value: str) -> Row:
    return (*row[:place], value, *row[place + 1 :])


@pytest.mark.parametrize(
    ("headings", "row", "series"),
    [
        (FILING, printed.WENXIN, "genai_filing"),
        (FILING_SINCE_2025, printed.WENXIN, "genai_filing"),
        (REGISTRATION, printed.BACKDATED, "genai_registration"),
        (ON_DEVICE, printed.APPLE, "on_device"),
    ],
)
def test_headings_tell_the_series(headings: Row, row: Row, series: str) -> None:
    lists = genai.read(list_pdf(headings, [row]))
    assert list(lists) == [series]
    assert lists[series].accepted == 1


def test_one_file_holds_three_series() -> None:
    data = make_pdf(printed.THREE_SERIES)
    lists = genai.read(data)
    rows = {series: [entry.row for entry in one.entries] for series, one in lists.items()}
    assert rows == {"genai_filing": [1, 2, 3, 4, 5, 6], "genai_registration": [7, 8], "on_device": [9, 10]}
    assert genai.read_filings(data) == lists["genai_filing"]
    assert genai.read_registrations(data) == lists["genai_registration"]
    assert genai.read_on_device(data) == lists["on_device"]


def test_series_that_is_not_in_the_file_has_no_rows() -> None:
    result = genai.read_on_device(list_pdf(FILING, [printed.WENXIN]))
    assert (result.title, result.rows) == (printed.TITLE, 0)


def test_apple_is_read_whole_though_the_page_cuts_its_row() -> None:
    apple, nubia = genai.read_on_device(make_pdf(printed.THREE_SERIES)).entries
    assert (apple.seq, apple.name, apple.organization) == ("1", "Apple智能", "苹果技术开发（上海）有限公司")
    assert (apple.number, apple.filed_on) == ("Shanghai-AppleZhiNeng-202506160057", "2026-07-08")
    assert (apple.province, apple.scenario, nubia.seq) == ("上海市", "苹果手机", "7")


def test_long_list_goes_on_without_headings() -> None:
    rows = [changed(printed.WENXIN, 4, f"Beijing-WenXinYiYan-2023{n:04d}") for n in range(1, 41)]
    result = read_one(FILING, *rows)
    assert [entry.number for entry in result.entries] == [row[4] for row in rows]
    assert [entry.row for entry in result.entries] == list(range(1, 41))


def test_headings_may_come_again_on_each_page() -> None:
    pages = [PdfPage([[FILING, printed.WENXIN]]), PdfPage([[FILING, printed.JIUTIAN]])]
    assert [entry.row for entry in genai.read_filings(make_pdf(pages)).entries] == [1, 2]


def test_headings_at_the_end_of_a_page_and_again_on_the_next() -> None:
    pages = [PdfPage([[FILING, printed.WENXIN, REGISTRATION]]), PdfPage([[REGISTRATION, printed.BACKDATED]])]
    lists = genai.read(make_pdf(pages))
    assert (lists["genai_filing"].rows, lists["genai_registration"].rows) == (1, 1)


def two_pages(upper: Table, lower: Table) -> ReadList:
    return genai.read_filings(make_pdf([PdfPage([[FILING, *upper]]), PdfPage([lower])]))


def test_number_and_date_cut_by_the_page_are_joined() -> None:
    upper = (*printed.WENXIN[:4], "Beijing-WenXin", "2023/8/3")
    lower = ("", "", "", "", "YiYan-20230821", "1")
    joined = two_pages([upper], [lower, printed.JIUTIAN])
    assert [(entry.number, entry.filed_on) for entry in joined.entries] == [
        ("Beijing-WenXinYiYan-20230821", "2023-08-31"),
        ("ZhongYangQiYe-JiuTian-20240123", "2024-01-29"),
    ]


@pytest.mark.parametrize(
    "lower",
    [
        changed(printed.JIUTIAN, 0, ""),
        ("", *printed.JIUTIAN[1:4], "", printed.JIUTIAN[5]),
        ("", *printed.JIUTIAN[1:5], ""),
    ],
    ids=["no running number", "no number", "no date"],
)
def test_row_of_its_own_at_the_top_of_a_page_is_not_joined(lower: Row) -> None:
    result = two_pages([printed.WENXIN], [lower])
    assert result.rows == 2
    assert (result.entries[0].name, result.entries[0].filed_on) == ("文心一言", "2023-08-31")


def test_blank_running_number_is_fine() -> None:
    assert read_one(FILING, changed(printed.WENXIN, 0, "")).accepted == 1


def test_name_and_entity_in_each_others_column_are_put_right() -> None:
    entry = read_one(FILING_SINCE_2025, printed.SWAPPED).entries[0]
    assert (entry.name, entry.organization) == ("商汤AI代码生成模型", "深圳市商汤科技有限公司")
    assert entry.note == SWAPPED
    assert entry.cells == printed.SWAPPED


def test_late_entry_keeps_its_date() -> None:
    result = read_one(REGISTRATION, printed.BACKDATED, printed.CUT_OFF)
    assert [(entry.filed_on, entry.is_late_entry) for entry in result.entries] == [
        ("2025-06-30", True),
        ("2025-10-29", False),
    ]


def test_number_that_breaks_off_is_taken() -> None:
    assert read_one(REGISTRATION, printed.CUT_OFF).entries[0].number == "Jiangsu-SiWeiXiangLiangZhiSuanYun-"


def test_province_is_what_the_column_says() -> None:
    def province(row: Row) -> str:
        return read_one(FILING, row).entries[0].province

    assert (province(printed.CARROT), province(printed.JIUTIAN)) == ("江苏省", "国资委")


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (1, "", "nothing stands under 属地"),
        (1, "腾讯", "unknown 属地: 腾讯"),
        (2, "", "nothing stands under 模型名称"),
        (2, "Beijing-YunQue-20230821", "a filing number stands under 模型名称"),
        (2, "网信算备110108823483901230031号", "a filing number stands under 模型名称"),
        (2, "北京智谱华章科技有限公司", "a company stands under 模型名称"),
        (3, "", "nothing stands under 备案单位"),
        (3, "beijing-YunQue-20230821", "a filing number stands under 备案单位"),
        (4, "", "nothing stands under 备案号"),
        (4, "文心一言", "no filing number stands under 备案号: 文心一言"),
        (4, "Beijing-A-20230821、Beijing-B-20230822", "no filing number stands under 备案号: Beijing-A-20230821、Beij"),
        (5, "", "nothing stands under 备案时间"),
        (5, "2023/2/30", "no date stands under 备案时间: 2023/2/30"),
        (5, "2023/8/31（补录）", "no date stands under 备案时间: 2023/8/31（补录）"),
    ],
)
def test_what_is_not_what_its_column_says_is_rejected(place: int, value: str, reason: str) -> None:
    assert rejection_of(changed(printed.JIUTIAN, place, value)).startswith(reason)


def test_empty_row_and_row_of_other_length_are_rejected() -> None:
    assert rejection_of(("",) * 6) == "empty row"
    lists = genai.read(make_pdf([PdfPage([[FILING, printed.WENXIN], [printed.JIUTIAN[:5]]])]))
    assert lists["genai_filing"].rejections[0].reason == "5 cells instead of 6"


def test_merged_cells_are_rejected() -> None:
    result = genai.read_filings(make_pdf([PdfPage([[FILING, ("小计", None, None, None, None, None), printed.WENXIN]])]))
    assert [(one.row, one.reason) for one in result.rejections] == [(1, "merged cells")]
    assert [entry.row for entry in result.entries] == [2]


def test_each_row_twice_leaves_one_of_each() -> None:
    result = read_one(FILING, printed.WENXIN, printed.JIUTIAN, changed(printed.WENXIN, 0, "3"))
    assert [entry.name for entry in result.entries] == ["文心一言", "九天自然语言交互大模型"]
    assert [rejection.reason for rejection in result.rejections] == ["repeats row 1"]


@pytest.mark.parametrize(
    "headings",
    [
        [*FILING, "备注"],
        FILING[:-1],
        [FILING[0], FILING[1], FILING[3], FILING[2], *FILING[4:]],
        [*FILING[:4], "备案编号", "备案时间"],
        ["序号", "属地", "模型", None, "备案号", "备案时间"],
    ],
    ids=["unknown", "missing", "swapped", "mixed", "merged"],
)
def test_other_headings_are_refused(headings: list[str | None]) -> None:
    with pytest.raises(LayoutChanged, match="expected known headings on page 1, found 序号 属地"):
        genai.read(make_pdf([PdfPage([[headings, printed.APPLE[: len(headings)]]])]))


def test_unknown_headings_midway_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected known headings on page 2, found 序号 名称"):
        genai.read(make_pdf([PdfPage([[FILING, printed.WENXIN]]), PdfPage([[("序号", "名称"), ("1", "甲")]])]))


def test_two_rows_of_headings_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected one row of headings on page 1, found two"):
        genai.read(list_pdf(FILING, [FILING, printed.WENXIN]))


def test_table_without_headings_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected known headings on page 1, found 1 北京市"):
        genai.read(make_pdf([PdfPage([[printed.WENXIN]])]))


def test_more_rows_than_a_list_can_have() -> None:
    with pytest.raises(TooLarge, match="more than 50,000 rows"):
        generative_ledger().take(ROW_LIMIT + 1, printed.WENXIN, FILING)


def test_entry_says_what_was_printed_and_nothing_else() -> None:
    assert read_one(FILING, printed.WENXIN).entries[0] == Entry(
        row=1, seq="1", province="北京市", name="文心一言", organization="北京百度网讯科技有限公司",
        number="Beijing-WenXinYiYan-20230821", filed_on="2023-08-31", cells=printed.WENXIN,
    )  # fmt: skip
