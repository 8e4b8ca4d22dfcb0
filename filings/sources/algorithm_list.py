"""Reader of the Word lists of filed algorithms: one table under known headings, each row accepted or rejected aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filings.sources.base import REPEATS, Entry, LayoutChanged, ReadList, Rejection, batch_of
from filings.sources.docx import WordDocument, open_word
from filings.text import collapse, squeeze

FIELDS = {
    "序号": "seq",
    "算法名称": "name",
    "角色": "role",
    "算法类别": "category",
    "主体名称": "organization",
    "应用产品": "products",
    "主要用途": "purpose",
    "备案编号": "number",
    "备注": "remark",
}
ROLE_HEADINGS = ("角色", "算法类别")
UNNUMBERED = ("算法名称", "主体名称", "应用产品")
# Lengths vary: one official number has 22 digits. What makes a number is its beginning, with digits behind it.
NUMBER = re.compile(r"网信算备[:：]?\d+号?")
NUMBER_WITHIN = re.compile(r"网信算备[:：]?\d")


def read_algorithm_list(data: bytes, headings: tuple[str, ...], roles: frozenset[str]) -> ReadList:
    """The rows of a list with exactly these headings; `roles` are the values of its column 角色 or 算法类别."""
    document = open_word(data)
    entries: list[Entry] = []
    rejections: list[Rejection] = []
    seen: dict[tuple[str, ...], int] = {}
    for row, cells in enumerate(_data_rows(document, headings), start=1):
        bare = _squeezed(cells)
        reason = _structural_fault(bare, headings) or _repetition(bare, row, seen) or _fault(bare, headings, roles)
        if reason:
            rejections.append(Rejection(row, reason, cells))
        else:
            entries.append(_entry(row, cells, headings))
    title = _title(document)
    return ReadList(title, batch_of(title), tuple(entries), tuple(rejections), document.saved_at)


def _data_rows(document: WordDocument, headings: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All rows below the headings, which each table must begin with once."""
    if not document.tables:
        raise LayoutChanged("expected a table, found none")
    for place, table in enumerate(document.tables, start=1):
        above = [_squeezed(row) for row in table[:2]]
        if not above or above[0] != headings:
            found = " ".join(above[0]) if above else "no rows"
            raise LayoutChanged(f"expected the headings {' '.join(headings)} in table {place}, found {found[:200]}")
        if above[1:] == [headings]:
            raise LayoutChanged(f"expected one row of headings in table {place}, found two")
        yield from map(tuple, table[1:])


def _title(document: WordDocument) -> str:
    """The paragraph above the table that calls itself a list; the others say 附件 or nothing."""
    return next((collapse(text) for text in document.paragraphs if "清单" in text), "")


def _structural_fault(bare: tuple[str, ...], headings: tuple[str, ...]) -> str:
    if not any(bare):
        return "empty row"
    if len(bare) != len(headings):
        return f"{len(bare)} cells instead of {len(headings)}"
    return "header repeated" if bare == headings else ""


def _repetition(bare: tuple[str, ...], row: int, seen: dict[tuple[str, ...], int]) -> str:
    """The first column is a running number, which a row printed twice has anew."""
    first = seen.setdefault(bare[1:], row)
    return f"{REPEATS}{first}" if first != row else ""


def _fault(bare: tuple[str, ...], headings: tuple[str, ...], roles: frozenset[str]) -> str:
    """Why this row cannot be what its columns say, or ""."""
    value = dict(zip(headings, bare, strict=True))
    role_heading = next(heading for heading in ROLE_HEADINGS if heading in value)
    for heading in UNNUMBERED:
        if NUMBER_WITHIN.search(value[heading]):
            return f"a filing number stands under {heading}"
    for heading in ("算法名称", "主体名称", "备案编号"):
        if not value[heading]:
            return f"nothing stands under {heading}"
    if not NUMBER.fullmatch(value["备案编号"]):
        return f"no filing number stands under 备案编号: {value['备案编号'][:40]}"
    if value["算法名称"].endswith("公司") and not value["主体名称"].endswith("公司"):
        return "算法名称 and 主体名称 look swapped"
    if value[role_heading] not in roles:
        return f"unknown {role_heading}: {value[role_heading][:40] or 'nothing'}"
    return ""


def _entry(row: int, cells: tuple[str, ...], headings: tuple[str, ...]) -> Entry:
    values = {FIELDS[heading]: collapse(cell) for heading, cell in zip(headings, cells, strict=True)}
    values["number"] = squeeze(values["number"])
    return Entry(row=row, cells=cells, **values)


def _squeezed(cells: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(squeeze, cells))
