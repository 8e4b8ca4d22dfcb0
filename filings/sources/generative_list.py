"""Judge of the rows of generative-AI services, filed (备案) or registered (登记), in whatever file they are printed."""

from __future__ import annotations

import re
from dataclasses import replace

from filings.sources.base import Entry
from filings.sources.rows import Headings, Ledger
from filings.text import PREFIXES, collapse, printed_date, province_of_name, squeeze

FIELDS = {
    "序号": "seq",
    "属地": "province",
    "模型名称": "name",
    "大模型名称": "name",
    "应用/功能名称": "name",
    "备案单位": "organization",
    "登记单位": "organization",
    "备案号": "number",
    "备案编号": "number",
    "上线编号": "number",
    "备案时间": "filed_on",
    "登记时间": "filed_on",
    "适用场景": "scenario",
}

FILING = ("序号", "属地", "模型名称", "备案单位", "备案号", "备案时间")  # to January 2025
FILING_SINCE_2025 = ("序号", "属地", "大模型名称", "备案单位", "备案编号", "备案时间")
REGISTRATION = ("序号", "属地", "应用/功能名称", "登记单位", "上线编号", "登记时间")
ON_DEVICE = (*FILING_SINCE_2025, "适用场景")

# The series that a table belongs to, by its headings, which must be exactly these.
SERIES = {
    FILING: "genai_filing",
    FILING_SINCE_2025: "genai_filing",
    REGISTRATION: "genai_registration",
    ON_DEVICE: "on_device",
}
# A province's own list need not say which province it is of.
PROVINCIAL = frozenset(
    headings
    for printed in (FILING, FILING_SINCE_2025, REGISTRATION)
    for headings in (printed, tuple(heading for heading in printed if heading != "属地"))
)

SWAPPED = "name and entity stood in each other's column"
NUMBER = re.compile(r"[A-Za-z]+-[^、，,；;]+")
NUMBER_WITHIN = re.compile(rf"网信算备[:：]?\d|({'|'.join(PREFIXES)})-.*\d{{8}}", re.IGNORECASE)


def generative_ledger() -> Ledger:
    return Ledger(_judge)


def is_whole(cells: tuple[str, ...], headings: Headings) -> bool:
    """Whether the row has its number and its date."""
    value = _values(cells, headings)
    return bool(NUMBER.fullmatch(squeeze(value["number"])) and printed_date(value["filed_on"]))


def _judge(row: int, cells: tuple[str, ...], bare: tuple[str, ...], headings: Headings) -> Entry | str:
    value = _values(bare, headings)
    printed = {FIELDS[heading]: heading for heading in headings}
    return _fault(value, printed) or _entry(row, cells, headings)


def _fault(value: dict[str, str], printed: dict[str, str]) -> str:
    """Why this row cannot be what its columns say, or ""; `printed` has the heading of each field."""
    for field in ("name", "organization"):
        if NUMBER_WITHIN.search(value[field]):
            return f"a filing number stands under {printed[field]}"
    for field in printed:
        if field != "seq" and not value[field]:
            return f"nothing stands under {printed[field]}"
    if not NUMBER.fullmatch(value["number"]):
        return f"no filing number stands under {printed['number']}: {value['number'][:40]}"
    if not printed_date(value["filed_on"]):
        return f"no date stands under {printed['filed_on']}: {value['filed_on'][:40]}"
    if "province" in value and not province_of_name(value["province"]):
        return f"unknown {printed['province']}: {value['province'][:40]}"
    if value["name"].endswith("公司") and value["organization"].endswith("公司"):
        return f"a company stands under {printed['name']}"
    return ""


def _entry(row: int, cells: tuple[str, ...], headings: Headings) -> Entry:
    value = _values(cells, headings)
    filed = printed_date(value.pop("filed_on"))
    assert filed  # _fault has looked
    value["number"] = squeeze(value["number"])
    entry = Entry(
        row=row,
        cells=cells,
        filed_on=filed.day.isoformat(),
        is_late_entry=filed.is_late_entry,
        **value,
    )
    return _put_right(entry)


def _put_right(entry: Entry) -> Entry:
    """Six rows of March 2025 (340-345) have name and entity in each other's column; only an entity is a company."""
    if not entry.name.endswith("公司"):
        return entry
    return replace(entry, name=entry.organization, organization=entry.name, note=SWAPPED)


def _values(cells: tuple[str, ...], headings: Headings) -> dict[str, str]:
    return {FIELDS[heading]: collapse(cell) for heading, cell in zip(headings, cells, strict=True)}
