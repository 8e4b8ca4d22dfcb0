"""Reader of a list that stands as a table in the text of a notice page, as some provinces publish theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag

from filings.sources.base import LayoutChanged, ReadList, TooLarge
from filings.sources.generative_list import PROVINCIAL, generative_ledger
from filings.sources.page import parse_page, text_of
from filings.sources.rows import Headings, squeezed

READER_VERSION = "html_table/1"
# Each tag costs about a kilobyte once parsed; a list of 5,000 rows has 100,000 opening and closing ones.
TAG_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[str, ...]
    has_merged_cells: bool


def read(data: bytes, content_type: str = "") -> ReadList:
    """The rows of all tables that number theirs; other tables only lay out the page."""
    if data.count(b"<") > TAG_LIMIT:
        raise TooLarge(f"expected a page with a list, found one of more than {TAG_LIMIT:,} tags")
    soup = parse_page(data, content_type)
    tables = [rows for table in soup.select("table") if "序号" in _headings(rows := list(_rows(table)))]
    if not tables:
        raise LayoutChanged("expected a table with known headings, found none")
    ledger = generative_ledger()
    numbered = enumerate((pair for rows in tables for pair in _data_rows(rows)), start=1)
    for place, (headings, row) in numbered:
        ledger.take(place, row.cells, headings, fault="merged cells" if row.has_merged_cells else "")
    heading = soup.select_one("h1") or soup.select_one("h2") or soup.select_one("title")
    return ledger.as_list(text_of(heading) if heading else "", None)


def _rows(table: Tag) -> Iterator[TableRow]:
    """The rows of this table, and not of one within it."""
    for row in table.select("tr"):
        if row.find_parent("table") is table:
            cells = row.find_all(["td", "th"], recursive=False)
            spans = [cell.get(name, "1") for cell in cells for name in ("colspan", "rowspan")]
            yield TableRow(tuple(map(text_of, cells)), any(span not in ("", "0", "1") for span in spans))


def _headings(rows: list[TableRow]) -> Headings:
    """The first row of more than one cell; a single one above it is a title."""
    return next((squeezed(row.cells) for row in rows if len(row.cells) > 1), ())


def _data_rows(rows: list[TableRow]) -> Iterator[tuple[Headings, TableRow]]:
    """The rows below the headings, which must be known ones in a single row of single cells."""
    headings = _headings(rows)
    if headings not in PROVINCIAL:
        raise LayoutChanged(f"expected known headings, found {' '.join(headings)[:200]}")
    start = next(place for place, row in enumerate(rows) if squeezed(row.cells) == headings)
    below = rows[start + 1 :]
    if rows[start].has_merged_cells or (below and squeezed(below[0].cells) == headings):
        raise LayoutChanged("expected one row of headings, found two")
    return ((headings, row) for row in below)
