"""Readers of the cancellation notices (注销公告): the filing system's list of notices, and the PDF of each notice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from filings.sources import algorithm, deep_synthesis
from filings.sources.algorithm_list import NUMBER, algorithm_ledger
from filings.sources.base import SHANGHAI, Blocked, LayoutChanged, ReadList
from filings.sources.json_answer import json_object, type_name
from filings.sources.pdf import open_pdf
from filings.sources.pdf_list import list_rows
from filings.sources.rows import Headings
from filings.text import collapse, printed_date, squeeze

READER_VERSION = "cancellations/1"
HEADINGS = ("序号", "算法名称", "角色", "主体名称", "应用产品", "主要用途", "备案编号", "注销时间")
# One notice cancels numbers of both series, and prints the class of an algorithm in the column of the role.
ROLES = deep_synthesis.ROLES | algorithm.CLASSES
TITLE = re.compile(r"关于注销.*?公告")
COUNT = re.compile(r"等(\d+)个算法备案编号")
LOGIN_REQUIRED = 440


@dataclass(frozen=True, slots=True)
class SystemNotice:
    """A notice of the filing system. `content` is an address, or the text itself."""

    notice_id: str
    type: int
    title: str
    content: str
    created_at: datetime


def read(data: bytes) -> ReadList:
    """The cancelled numbers of one notice, each with the day in `cancelled_on`."""
    document = open_pdf(data)
    ledger = algorithm_ledger(ROLES)
    for place, row in enumerate(list_rows(document, {HEADINGS}, _is_whole), start=1):
        ledger.take(place, row.cells, row.headings, fault=row.fault)
    ledger.entries = [
        replace(entry, role="", category=entry.role) if entry.role in algorithm.CLASSES else entry
        for entry in ledger.entries
    ]
    title = TITLE.search("".join(document.lines))
    return ledger.as_list(title[0] if title else "", document.saved_at)


def count_in_title(title: str) -> int | None:
    """How many numbers a notice cancels by its title; None where it does not say."""
    found = COUNT.search(squeeze(title))
    return int(found[1]) if found else None


def file_url(base_url: str, notice_id: str) -> str:
    """Where the file of a notice lies. Without a Referer the filing system answers nothing."""
    return f"{base_url}/api/file/fileDownLoad?noticeId={quote(notice_id, safe='')}"


def read_notice_api(data: bytes) -> tuple[SystemNotice, ...]:
    """The answer of /api/notice/list, which holds all notices at once, newest first."""
    answer = json_object(data)
    errno = answer.get("errno")
    if errno == LOGIN_REQUIRED:
        raise Blocked("the filing system wants a login for its list of notices")
    if errno != 0:
        raise LayoutChanged(f"expected errno 0, found {errno!r}: {str(answer.get('errmsg', ''))[:100]}")
    notices = answer.get("datas")
    if not isinstance(notices, list):
        raise LayoutChanged(f'expected a list in "datas", found {type_name(notices)}')
    return tuple(map(_notice, notices))


def _is_whole(cells: tuple[str, ...], headings: Headings) -> bool:
    value = dict(zip(headings, map(squeeze, cells), strict=True))
    return bool(NUMBER.fullmatch(value["备案编号"]) and printed_date(value["注销时间"]))


def _notice(item: Any) -> SystemNotice:
    fields = {"noticeId": str, "type": int, "title": str, "content": str, "createTime": str}
    if not isinstance(item, dict) or not all(isinstance(item.get(name), kind) for name, kind in fields.items()):
        raise LayoutChanged(f"expected a notice with {', '.join(fields)}, found {item!r:.200}")
    try:
        created_at = datetime.strptime(item["createTime"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise LayoutChanged(f"expected a time like 2026-07-17 17:10:00, found {item['createTime']!r}") from None
    return SystemNotice(item["noticeId"], item["type"], collapse(item["title"]), item["content"], created_at)
