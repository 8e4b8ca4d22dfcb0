"""A list as a table in the text of a province's notice."""

from __future__ import annotations

import pytest

from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.generative_list import FILING, REGISTRATION
from filings.sources.html_table import read
from tests.sources.generative import (
    BACKDATED,
    DEEPSEEK,
    JIUTIAN,
    PROVINCE_TITLE,
    WENXIN,
    WITHOUT_PROVINCE,
    html_page,
    html_row,
    province_table,
)


def table(*rows: str) -> str:
    return f"<table>{''.join(rows)}</table>"


def test_table_within_a_layout_table() -> None:
    result = read(html_page(province_table()))
    assert (result.title, result.accepted, result.rejected) == (PROVINCE_TITLE, 1, 1)
    assert result.entries[0].number == DEEPSEEK[4]
    assert (result.rejections[0].row, result.rejections[0].reason) == (2, "nothing stands under 备案号")


def test_list_that_leaves_the_province_out() -> None:
    entry = read(html_page(table(html_row(WITHOUT_PROVINCE), html_row((WENXIN[0], *WENXIN[2:]))))).entries[0]
    assert (entry.name, entry.province) == ("文心一言", "")


def test_two_lists_on_one_page_count_on() -> None:
    page = html_page(
        table(html_row(FILING), html_row(WENXIN))
        + table(html_row(REGISTRATION), html_row(BACKDATED), html_row(BACKDATED))
    )
    result = read(page)
    assert [entry.row for entry in result.entries] == [1, 2]
    assert [rejection.reason for rejection in result.rejections] == ["repeats row 2"]


@pytest.mark.parametrize("span", ["colspan", "rowspan"])
def test_merged_cells_are_rejected(span: str) -> None:
    merged = html_row(JIUTIAN).replace("<td>国资委", f'<td {span}="2">国资委')
    result = read(html_page(table(html_row(FILING), html_row(WENXIN), merged)))
    assert [(one.row, one.reason, one.cells) for one in result.rejections] == [(2, "merged cells", JIUTIAN)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (table(html_row((*FILING, "备注")), html_row(WENXIN)), "expected known headings, found 序号 属地"),
        (table(html_row(FILING), html_row(FILING), html_row(WENXIN)), "expected one row of headings, found two"),
        (
            table(html_row(FILING).replace("<td>备案号", '<td rowspan="2">备案号'), html_row(WENXIN)),
            "expected one row of headings, found two",
        ),
        (
            table(
                html_row(("序号", "属地", "模型", "备案")), html_row(("名称", "单位", "编号", "时间")), html_row(WENXIN)
            ),
            "expected known headings, found 序号 属地 模型 备案",
        ),
        (table(html_row(("首页", "公告"))), "expected a table with known headings, found none"),
        ("<p>福建省新增3款</p>", "expected a table with known headings, found none"),
    ],
    ids=["unknown column", "headings twice", "headings over two rows", "two rows of headings", "layout", "prose"],
)
def test_other_pages_are_refused(body: str, message: str) -> None:
    with pytest.raises(LayoutChanged) as refused:
        read(html_page(body))
    assert message in str(refused.value)


def test_page_with_too_much_on_it() -> None:
    with pytest.raises(TooLarge, match="more than 200,000 tags"):
        read(html_page(table(html_row(FILING), html_row(WENXIN) * 200_000)))


def test_protection_page_is_a_block() -> None:
    with pytest.raises(Blocked):
        read(html_page("", title="知道创宇云防御-浏览器安全检查"))
