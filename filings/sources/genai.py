"""Reader of the generative-AI lists (生成式人工智能服务已备案信息): one page since April 2024, a PDF per period.

A file holds up to three series one after the other: services filed with the regulator (备案), applications registered
in the provinces (登记), and services on phones (手机端侧), whose numbering starts again at 1.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from filings.sources.base import ReadList
from filings.sources.generative_list import SERIES, generative_ledger, is_whole
from filings.sources.pdf import open_pdf
from filings.sources.pdf_list import list_rows
from filings.sources.rows import Ledger

READER_VERSION = "genai/1"


@lru_cache(maxsize=1)
def read(data: bytes) -> dict[str, ReadList]:
    """The lists in the file, by series; a series that it has no table of is absent. Rows are counted over the file.

    The last file is remembered, because its lists are asked for one after the other.
    """
    document = open_pdf(data)
    ledgers: defaultdict[str, Ledger] = defaultdict(generative_ledger)
    for place, row in enumerate(list_rows(document, SERIES, is_whole), start=1):
        ledgers[SERIES[row.headings]].take(place, row.cells, row.headings, fault=row.fault)
    title = next((line for line in document.lines if "信息" in line or "清单" in line), "")
    return {series: ledger.as_list(title, document.saved_at) for series, ledger in ledgers.items()}


def read_filings(data: bytes) -> ReadList:
    return _only(data, "genai_filing")


def read_registrations(data: bytes) -> ReadList:
    return _only(data, "genai_registration")


def read_on_device(data: bytes) -> ReadList:
    return _only(data, "on_device")


def _only(data: bytes, series: str) -> ReadList:
    lists = read(data)
    first = next(iter(lists.values()))
    return lists.get(series) or generative_ledger().as_list(first.title, first.saved_at)
