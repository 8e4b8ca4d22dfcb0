"""Reader of Excel files: the rows of each sheet that is shown, as values; formulas count by the value stored with them.

calamine lays a sheet out as a full rectangle, so that one cell far away would fill the memory: the package is looked
through before it gets it.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.rows import ROW_LIMIT
from filings.sources.sniff import is_protection_page, media_type

PACKAGE_LIMIT = 32_000_000
COLUMN_LETTERS = 1  # A to Z
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
CELL_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,4})(\d{1,9})[\"']")
CORE = "docProps/core.xml"
MODIFIED = "{http://purl.org/dc/terms/}modified"

# All that a damaged or hostile package has been seen to raise.
UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, CalamineError)


@dataclass(frozen=True, slots=True)
class SheetRow:
    cells: tuple[str, ...]
    has_merged_cells: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows of each visible sheet by its name, from the first one that is used; `hidden` names the others."""

    sheets: dict[str, list[SheetRow]]
    hidden: tuple[str, ...]
    saved_at: datetime | None


def open_xlsx(data: bytes) -> Workbook:
    """The readable parts of an Excel file; anything but a sound and safe one is an error."""
    if is_protection_page(data):
        raise Blocked("a protection page stands where the Excel file should be")
    if (kind := media_type(data)) not in ("xlsx", "zip"):
        raise LayoutChanged(f"expected an Excel file, found {'nothing' if kind == 'empty' else kind}")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check_package(archive)
            saved_at = _saved_at(archive)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [one.name for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        sheets = {name: _rows(workbook.get_sheet_by_name(name)) for name in shown}
    except UNREADABLE as error:
        raise LayoutChanged(f"expected a whole Excel file, found a damaged one: {str(error)[:200]}") from None
    return Workbook(sheets, tuple(name for name in workbook.sheet_names if name not in sheets), saved_at)


def _check_package(archive: ZipFile) -> None:
    if sum(member.file_size for member in archive.infolist()) > PACKAGE_LIMIT:
        raise TooLarge(f"expected an Excel list, found an archive that inflates to more than {PACKAGE_LIMIT:,} bytes")
    if damaged := archive.testzip():
        raise BadZipFile(f"{damaged} is not what it should be")
    for name in filter(SHEET.fullmatch, archive.namelist()):
        for column, row in CELL_PLACE.findall(archive.read(name)):
            if len(column) > COLUMN_LETTERS or int(row) > ROW_LIMIT:
                raise TooLarge(f"expected a list, found a cell {column.decode()}{row.decode()} in {name}")


def _rows(sheet: CalamineSheet) -> list[SheetRow]:
    first_row = sheet.start[0] if sheet.start else 0
    merged = {row for (top, _), (bottom, _) in sheet.merged_cell_ranges or [] for row in range(top, bottom + 1)}
    return [
        SheetRow(tuple(map(_printed, cells)), first_row + place in merged)
        for place, cells in enumerate(sheet.to_python(skip_empty_area=True))
    ]


def _printed(value: Any) -> str:
    """A value as it reads on screen: whole numbers without a decimal point, a day without a time."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _saved_at(archive: ZipFile) -> datetime | None:
    """When the file was last saved; a time without a zone is no moment."""
    if CORE not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        saved = datetime.fromisoformat(etree.fromstring(archive.read(CORE), parser).findtext(MODIFIED) or "")
    except (etree.XMLSyntaxError, ValueError):
        return None
    return saved.astimezone(UTC) if saved.tzinfo else None
