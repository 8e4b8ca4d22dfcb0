"""Reader of PDF files: the rows of their ruled tables, the lines of text around them, and when they were saved.

Pages are laid out one after the other, and each is let go before the next: laid out, a page of a list takes a few
megabytes. Whatever hides rows (a picture instead of text, a page turned on its side, a damaged or encrypted file) is an
error, since a row that is not seen cannot be counted.
"""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFXRefFallback
from pdfminer.pdftypes import dict_value, int_value, stream_value
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import extract_text

from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.sniff import is_protection_page, media_type
from filings.text import HAN, PREFIXES, collapse

# What all streams of a file may hold when inflated, and what the text of one page may: a list has 50 kB a page.
INFLATED_LIMIT = 200_000_000
PAGE_TEXT_LIMIT = 4_000_000
PAGE_LIMIT = 400
CHUNK = 1 << 20

STREAM = re.compile(rb"stream\r?\n")
SAVED = re.compile(r"D:(\d{14})(Z|[+-]\d\d'?\d\d)")
SPACE_IN_CHINESE = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")
NUMBER_BEGINS = re.compile(rf"网信算备[:：]?\d|\b({'|'.join(PREFIXES)})-", re.IGNORECASE)

# All that a damaged or hostile file has been seen to raise.
UNREADABLE = (
    PSException, PdfminerException, MalformedPDFException, zlib.error, struct.error, ArithmeticError, AssertionError,
    AttributeError, EOFError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PdfRow:
    """One row of a table. A line break in a cell is the page's doing, so that the lines of a cell are joined."""

    page: int
    cells: tuple[str, ...]
    has_merged_cells: bool
    is_first_on_page: bool


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """`rows` are those of all tables, in reading order; `lines` is the text outside of them."""

    rows: list[PdfRow]
    lines: list[str]
    saved_at: datetime | None


def open_pdf(data: bytes) -> PdfDocument:
    """The readable parts of a PDF file; anything but a sound one with upright text in ruled tables is an error."""
    if is_protection_page(data):
        raise Blocked("a protection page stands where the PDF should be")
    if (kind := media_type(data)) != "pdf":
        raise LayoutChanged(f"expected a PDF, found {'nothing' if kind == 'empty' else kind}")
    if b"%%EOF" not in data[-1024:]:
        raise LayoutChanged("expected a whole PDF, found a damaged one: it breaks off")
    _check_inflated_size(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return _document(pdf)
    except UNREADABLE as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise LayoutChanged("expected a readable PDF, found an encrypted one") from None
        found = str(error) or type(error).__name__
        raise LayoutChanged(f"expected a whole PDF, found a damaged one: {found[:200]}") from None


def _check_inflated_size(data: bytes) -> None:
    """The parser inflates each stream in one go, so that a small file could fill the memory."""
    inflated = 0
    for part in data.split(b"endstream"):
        for start in STREAM.finditer(part):
            for chunk in _inflated(memoryview(part)[start.end() :]):
                inflated += len(chunk)
                if inflated > INFLATED_LIMIT:
                    raise TooLarge(f"expected a list, found a PDF that inflates to more than {INFLATED_LIMIT:,} bytes")


def _inflated(packed: bytes | memoryview) -> Iterator[bytes]:
    """The content of a stream, bit by bit; nothing of one that is not deflated."""
    inflater = zlib.decompressobj()
    with contextlib.suppress(zlib.error):
        while packed and not inflater.eof:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail


def _document(pdf: PDF) -> PdfDocument:
    if pdf.doc.encryption:
        raise LayoutChanged("expected a readable PDF, found an encrypted one")
    if any(isinstance(table, PDFXRefFallback) for table in pdf.doc.xrefs):
        raise LayoutChanged("expected a whole PDF, found a damaged one: its table of contents is broken")
    if len(pdf.pages) != int_value(dict_value(pdf.doc.catalog["Pages"])["Count"]):
        raise LayoutChanged("expected a whole PDF, found a damaged one: some of its pages are missing")
    if len(pdf.pages) > PAGE_LIMIT:
        raise TooLarge(f"expected a list, found a PDF of more than {PAGE_LIMIT} pages")
    rows: list[PdfRow] = []
    lines: list[str] = []
    has_text = False
    for page in pdf.pages:
        has_text = _is_readable(page) or has_text
        tables = page.find_tables()
        rows.extend(_rows(page, tables))
        lines.extend(_lines_around(page, tables))
        page.close()
    if not has_text:
        raise LayoutChanged("expected text, found a PDF without any")
    if not rows:
        raise LayoutChanged("expected a table, found none")
    return PdfDocument(rows, lines, _saved_at(pdf.metadata))


def _is_readable(page: Page) -> bool:
    """Whether there is text on the page; text that cannot be seen in its order, or only as a picture, is an error."""
    size = sum(map(_inflated_size, page.page_obj.contents))
    if not size:
        raise LayoutChanged(f"expected a whole PDF, found a damaged one: page {page.page_number} has no content")
    if size > PAGE_TEXT_LIMIT:
        raise TooLarge(f"expected a list, found more than {PAGE_TEXT_LIMIT:,} bytes on page {page.page_number}")
    if not page.chars and page.images:
        raise LayoutChanged(f"expected text, found only a picture on page {page.page_number}")
    if not all(char["upright"] and char["matrix"][0] > 0 for char in page.chars):
        raise LayoutChanged(f"expected upright text, found page {page.page_number} rotated")
    return bool(page.chars)


def _inflated_size(part: Any) -> int:
    """The parser takes what it can get from a damaged stream, here it must be whole."""
    stream = stream_value(part)
    if [literal_name(name) for name, _ in stream.get_filters()] == ["FlateDecode"]:
        return len(zlib.decompress(stream.get_rawdata() or b""))
    return len(stream.get_data())


def _rows(page: Page, tables: list[Any]) -> Iterator[PdfRow]:
    is_first = True
    for table in tables:
        for cells in table.extract():
            joined = tuple(_joined(cell or "") for cell in cells)
            yield PdfRow(page.page_number, joined, None in cells, is_first)
            is_first = False


def _joined(cell: str) -> str:
    return SPACE_IN_CHINESE.sub("", collapse(cell.replace("\n", "")))


def _lines_around(page: Page, tables: list[Any]) -> list[str]:
    """The text outside the tables; a number there means that a row was not recognised as one."""
    boxes = [table.bbox for table in tables]
    outside = [char for char in page.chars if not any(_is_within(char, box) for box in boxes)]
    lines = [collapse(line) for line in extract_text(outside).splitlines()]
    for line in lines:
        if NUMBER_BEGINS.search(line):
            raise LayoutChanged(f"expected all numbers in tables, found on page {page.page_number}: {line[:100]}")
    return lines


def _is_within(char: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return left <= (char["x0"] + char["x1"]) / 2 <= right and top <= (char["top"] + char["bottom"]) / 2 <= bottom


def _saved_at(metadata: dict[str, Any]) -> datetime | None:
    """When the file was last saved; a time without a zone is no moment."""
    saved = SAVED.match(str(metadata.get("ModDate") or metadata.get("CreationDate") or ""))
    if not saved:
        return None
    try:
        moment = datetime.strptime(saved[1] + saved[2].replace("'", ""), "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
    return moment.astimezone(UTC)
