"""Writes small Excel files for tests, with what they can hide: formulas, merged cells, sheets that are not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from tests.builders import CORE, make_package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and the value that the program which saved the file stored with it."""

    formula: str
    value: str


Value = str | int | date | Formula | None


def make_xlsx(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    hidden: Sequence[str] = (),
    merged: str = "",
    saved: str = "2024-04-03T02:00:00Z",
) -> bytes:
    """An Excel file with these rows; `merged` names a range of the first sheet, like A1:E1."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"{_state(name in hidden)}/>'
        for number, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    links += f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="{EXCEL}.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "docProps/core.xml": CORE.format(saved),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    for number, name in enumerate(names, start=1):
        merge = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged and number == 1 else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{_rows(sheets[name])}</sheetData>{merge}</worksheet>'
        )
    return make_package(parts)


def _state(is_hidden: bool) -> str:
    return ' state="hidden"' if is_hidden else ""


def _rows(rows: Sequence[Sequence[Value]]) -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{chr(ord('A') + place)}{number}", value) for place, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )


def _cell(place: str, value: Value) -> str:
    match value:
        case None:
            return ""
        case Formula():
            return f'<c r="{place}" t="str"><f>{escape(value.formula)}</f><v>{escape(value.value)}</v></c>'
        case date():
            return f'<c r="{place}" s="1"><v>{(value - EPOCH).days}</v></c>'
        case int():
            return f'<c r="{place}"><v>{value}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
