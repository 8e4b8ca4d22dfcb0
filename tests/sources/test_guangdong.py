"""Guangdong's list: an Excel file as it is shown, without what it hides, and the page that links to it."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from filings.sources.base import Blocked, LayoutChanged, ReadList, TooLarge
from filings.sources.guangdong import read, read_page
from tests.builders import deep_rows, make_deep_docx, make_package
from tests.sources.generative import GUANGDONG_PAGE, GUANGDONG_TITLE, HUNYUAN, WITHOUT_PROVINCE
from tests.sources.sheets import Formula, Value, make_xlsx

GALAXY = (
    2,
    "银河大模型（Galaxybot）",
    "广州极目未来文化科技有限公司",
    "Guangdong-Galaxybot-20231024",
    date(2023, 11, 10),
)
ROWS: list[tuple[Value, ...]] = [(GUANGDONG_TITLE,), WITHOUT_PROVINCE, HUNYUAN, GALAXY]
URL = "https://www.example.org/v/2024/04/4859.html"


def read_rows(*rows: tuple[Value, ...], merged: str = "") -> ReadList:
    return read(make_xlsx({"已备案信息": rows}, merged=merged))


def refusal(data: bytes) -> str:
    with pytest.raises(LayoutChanged) as refused:
        read(data)
    return str(refused.value)


def test_rows_title_and_batch() -> None:
    result = read_rows(*ROWS)
    assert (result.title, result.batch, result.rows, result.rejected) == (GUANGDONG_TITLE, "2024-03", 2, 0)
    assert result.saved_at == datetime(2024, 4, 3, 2, 0, tzinfo=UTC)
    entry = result.entries[1]
    assert (entry.row, entry.seq, entry.name, entry.filed_on) == (2, "2", "银河大模型（Galaxybot）", "2023-11-10")
    assert (entry.number, entry.province) == ("Guangdong-Galaxybot-20231024", "广东省")


def test_hidden_sheet_is_left_aside_with_a_note() -> None:
    hidden = make_xlsx({"已备案信息": ROWS, "草稿": [WITHOUT_PROVINCE, GALAXY]}, hidden=["草稿"])
    assert read(hidden).notes == ("the hidden sheet 草稿 was left aside",)
    assert read(hidden).entries == read_rows(*ROWS).entries


def test_second_sheet_that_is_shown_is_refused() -> None:
    assert refusal(make_xlsx({"一": ROWS, "二": ROWS})) == "expected one sheet, found 2 that hold something"
    assert read(make_xlsx({"一": ROWS, "二": []})).rows == 2


def test_only_list_is_hidden() -> None:
    assert "found 0" in refusal(make_xlsx({"一": [], "二": ROWS}, hidden=["二"]))


def test_formula_counts_by_its_value() -> None:
    name = Formula('CONCATENATE("银河","大模型")', "银河大模型")
    assert read_rows(*ROWS[:3], (2, name, *GALAXY[2:])).entries[1].name == "银河大模型"


@pytest.mark.parametrize("value", ["", "#REF!", "#N/A"])
def test_formula_without_a_value_is_rejected(value: str) -> None:
    result = read_rows(*ROWS[:3], (*GALAXY[:3], Formula("A1", value), GALAXY[4]))
    assert [(one.row, "stands under 备案号" in one.reason) for one in result.rejections] == [(2, True)]


def test_cells_and_rows_that_are_missing_are_rejected() -> None:
    result = read_rows(*ROWS[:2], (1, None, *HUNYUAN[2:]), (None,) * 5, GALAXY, (), (None, ""))
    assert [(one.row, one.reason) for one in result.rejections] == [
        (1, "nothing stands under 模型名称"),
        (2, "empty row"),
    ]
    assert [entry.row for entry in result.entries] == [3]


def test_row_with_something_beside_the_table_is_rejected() -> None:
    assert read_rows(*ROWS[:2], (*HUNYUAN, "备注"), GALAXY).rejections[0].reason == "6 cells instead of 5"


def test_merged_cells_are_rejected() -> None:
    result = read_rows(*ROWS, merged="B3:B4")
    assert [one.reason for one in result.rejections] == ["merged cells", "merged cells"]
    assert read_rows(*ROWS, merged="A1:E1").accepted == 2


@pytest.mark.parametrize(
    "headings",
    [
        (*WITHOUT_PROVINCE, "备注"),
        WITHOUT_PROVINCE[:-1],
        ("序号", "模型名称", "备案单位", "", "备案时间"),
        ("名称", "编号"),
    ],
)
def test_other_headings_are_refused(headings: tuple[str, ...]) -> None:
    with pytest.raises(LayoutChanged, match="expected known headings, found"):
        read_rows((GUANGDONG_TITLE,), headings, HUNYUAN)


def test_two_rows_of_headings_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected one row of headings, found two"):
        read_rows(*ROWS[:2], *ROWS[1:])


def test_sheet_with_a_title_alone_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected known headings"):
        read_rows((GUANGDONG_TITLE,))


@pytest.mark.parametrize("place", ["A200001", "XFD3"])
def test_cell_far_away_is_refused(place: str) -> None:
    data = make_xlsx({"已备案信息": ROWS})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="A3"', f'r="{place}"'.encode())
    with pytest.raises(TooLarge, match=f"found a cell {place}"):
        read(make_package(parts))


def test_package_that_inflates_too_much_is_refused() -> None:
    with pytest.raises(TooLarge, match="inflates to more than"):
        read(make_package({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": bytes(33_000_000)}))


def test_what_is_no_excel_file_is_refused() -> None:
    data = make_xlsx({"已备案信息": ROWS})
    assert "found a damaged one" in refusal(data[: len(data) // 2])
    assert "found a damaged one" in refusal(make_package({"xl/workbook.xml": "<workbook"}))
    assert "found docx" in refusal(make_deep_docx(deep_rows(1)))
    assert "found nothing" in refusal(b"")
    with pytest.raises(Blocked):
        read("<html><title>知道创宇云防御-浏览器安全检查</title></html>".encode())


def test_page_links_to_the_list() -> None:
    page = read_page(GUANGDONG_PAGE.encode(), URL)
    assert (page.title, page.source) == ("广东省已备案生成式人工智能服务信息公告", "网信广东")
    assert page.published_at.isoformat() == "2024-04-03T00:00:00+08:00"
    assert [one.url for one in page.attachments] == ["https://www.example.org/v/2024/04/upload/list.xlsx"]


@pytest.mark.parametrize("lost", ["article-content", "2024-04-03", '"article"'])
def test_page_of_another_layout_is_refused(lost: str) -> None:
    with pytest.raises(LayoutChanged, match="expected"):
        read_page(GUANGDONG_PAGE.replace(lost, "other").encode(), URL)
