"""Judge of the rows of filed algorithms, and reader of the Word lists of them: one table under known headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from filings.sources.base import Entry, LayoutChanged, ReadList
from filings.sources.docx import WordDocument, open_word
from filings.sources.rows import Headings, Ledger, squeezed
from filings.text import collapse, printed_date, squeeze

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
    "注销时间": "cancelled_on",
}
ROLE_HEADINGS = ("角色", "算法类别")
UNNUMBERED = ("算法名称", "主体名称", "应用产品")
# Lengths vary: one official number has 22 digits. What makes a number is its beginning, with digits behind it.
NUMBER = re.compile(r"网信算备[:：]?\d+号?")
NUMBER_WITHIN = re.compile(r"网信算备[:：]?\d")


def read_algorithm_list(data: bytes, headings: Headings, roles: frozenset[str]) -> ReadList:
    """The rows of a list with exactly these headings; `roles` are the values of its column 角色 or 算法类别."""
    document = open_word(data)
    ledger = algorithm_ledger(roles)
    for row, cells in enumerate(_data_rows(document, headings), start=1):
        ledger.take(row, cells, headings)
    return ledger.as_list(_title(document), document.saved_at)


def algorithm_ledger(roles: frozenset[str]) -> Ledger:
    return Ledger(partial(_judge, roles))


def _data_rows(document: WordDocument, headings: Headings) -> Iterator[tuple[str, ...]]:
    """All rows below the headings, which each table must begin with once."""
    if not document.tables:
        raise LayoutChanged("expected a table, found none")
    for place, table in enumerate(document.tables, start=1):
        above = [squeezed(row) for row in table[:2]]
        if not above or above[0] != headings:
            found = " ".join(above[0]) if above else "no rows"
            raise LayoutChanged(f"expected the headings {' '.join(headings)} in table {place}, found {found[:200]}")
        if above[1:] == [headings]:
            raise LayoutChanged(f"expected one row of headings in table {place}, found two")
        yield from map(tuple, table[1:])


def _title(document: WordDocument) -> str:
    """The paragraph above the table that calls itself a list; the others say 附件 or nothing."""
    return next((collapse(text) for text in document.paragraphs if "清单" in text), "")


def _judge(
    roles: frozenset[str], row: int, cells: tuple[str, ...], bare: tuple[str, ...], headings: Headings
) -> Entry | str:
    return _fault(bare, headings, roles) or _entry(row, cells, headings)


def _fault(bare: tuple[str, ...], headings: Headings, roles: frozenset[str]) -> str:
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
    if "注销时间" in value and not printed_date(value["注销时间"]):
        return f"no date stands under 注销时间: {value['注销时间'][:40]}"
    return ""


def _entry(row: int, cells: tuple[str, ...], headings: Headings) -> Entry:
    values = {FIELDS[heading]: collapse(cell) for heading, cell in zip(headings, cells, strict=True)}
    values["number"] = squeeze(values["number"])
    if cancelled := printed_date(values.pop("cancelled_on", "")):
        values["cancelled_on"] = cancelled.day.isoformat()
    return Entry(row=row, cells=cells, **values)  # type: ignore[arg-type]
