"""Readers of Guangdong's own list (广东省生成式人工智能服务已备案信息): the province's page, and its Excel file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from filings.sources.base import SHANGHAI, LayoutChanged, ReadList
from filings.sources.generative_list import PROVINCIAL, generative_ledger
from filings.sources.notice import NoticePage, attachments_in
from filings.sources.page import only, parse_page, text_of
from filings.sources.rows import Headings, squeezed
from filings.sources.xlsx import SheetRow, open_xlsx
from filings.text import collapse, printed_date

READER_VERSION = "guangdong/1"
PROVINCE = "广东省"


def read(data: bytes) -> ReadList:
    """The rows of the one sheet that holds anything; hidden sheets are left aside with a note."""
    workbook = open_xlsx(data)
    used = [rows for rows in workbook.sheets.values() if any(any(row.cells) for row in rows)]
    if len(used) != 1:
        raise LayoutChanged(f"expected one sheet, found {len(used)} that hold something")
    title, headings, rows = _parts(used[0])
    ledger = generative_ledger()
    for place, row in enumerate(rows, start=1):
        cells = row.cells[: len(headings)] if not any(row.cells[len(headings) :]) else row.cells
        ledger.take(place, cells, headings, fault="merged cells" if row.has_merged_cells else "")
    ledger.entries = [entry if entry.province else replace(entry, province=PROVINCE) for entry in ledger.entries]
    notes = tuple(f"the hidden sheet {name} was left aside" for name in workbook.hidden)
    return ledger.as_list(title, workbook.saved_at, notes)


def read_page(data: bytes, url: str, content_type: str = "") -> NoticePage:
    """The page that links to the list. It tells the day it was published, which counts from midnight in China."""
    article = only(parse_page(data, content_type), "div.article")
    body, title = only(article, "div.article-content"), text_of(only(article, "h2"))
    day, _, source = text_of(only(article, "p.meta")).partition(" ")
    published = printed_date(day)
    if not published or not title:
        raise LayoutChanged(f"expected a title and a day like 2024-04-03, found {title!r} and {day!r}")
    return NoticePage(
        title=title,
        published_at=datetime.combine(published.day, time(), SHANGHAI),
        source=source.removeprefix("来源：").strip(),
        republished_at=None,
        text="\n".join(filter(None, map(text_of, body.select("p")))),
        attachments=attachments_in(body, url),
    )


def _parts(rows: list[SheetRow]) -> tuple[str, Headings, Iterator[SheetRow]]:
    """The title, a single cell above the table; the headings; and the rows below, without empty ones at the end."""
    rows = rows[: 1 + max(place for place, row in enumerate(rows) if any(row.cells))]
    above = [[collapse(cell) for cell in row.cells if collapse(cell)] for row in rows]
    start = next((place for place, cells in enumerate(above) if len(cells) > 1), len(rows) - 1)
    headings = squeezed(rows[start].cells)
    while headings and not headings[-1]:
        headings = headings[:-1]
    if headings not in PROVINCIAL:
        raise LayoutChanged(f"expected known headings, found {' '.join(headings)[:200]}")
    if rows[start + 1 : start + 2] and squeezed(rows[start + 1].cells)[: len(headings)] == headings:
        raise LayoutChanged("expected one row of headings, found two")
    return "".join(cell for cells in above[:start] for cell in cells), headings, iter(rows[start + 1 :])
