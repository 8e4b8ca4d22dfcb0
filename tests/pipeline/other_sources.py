"""The sources beside the notice channel, as the stand-in site serves them: filing system, province, table in a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from filings.models import Source
from filings.sources.cancellations import HEADINGS
from filings.sources.generative_list import FILING, FILING_SINCE_2025, ON_DEVICE, REGISTRATION
from tests.faults import Answer
from tests.site import Site
from tests.sources.generative import GUANGDONG_PAGE, WITHOUT_PROVINCE, html_page, html_row
from tests.sources.pdfs import PdfPage, make_pdf
from tests.sources.sheets import make_xlsx

from .reading import Row

GENAI_TITLE = "国家互联网信息办公室关于发布生成式人工智能服务已备案信息的公告"
GENAI_LABEL = "生成式人工智能服务已备案信息（{}年{}月）"
PROVINCE_LIST = "广东省生成式人工智能服务已备案信息（截至2024年3月）"


def watch(key: str, **values: Any) -> Source:
    """A source of the stand-in site, as an installation bundles it or an editor adds it."""
    defaults = {"name": key, "site": "cac", "interval_minutes": 60, "recheck_hours": 24}
    return Source.objects.create(key=key, **(defaults | values))


def cancel(
    site: Site, rows: Sequence[Row], day: str = "2025-07-14", notice_id: str = "notice_1", count: int = 0
) -> None:
    """The filing system cancels the numbers of these rows of a list."""
    title = f"关于注销“{rows[0][1]}”等{f'{count}个' if count else ''}算法备案编号的公告"
    cancelled = [
        (str(n), r[1], r[2], r[3], r[4], r[5], r[6], day.replace("-", "/")) for n, r in enumerate(rows, start=1)
    ]
    body = make_pdf([PdfPage([title, [HEADINGS, *cancelled]])])
    site.others["/api/file/fileDownLoad"] = Answer(body, "application/pdf")
    notice = {"noticeId": "notice_1", "type": 1, "title": title, "content": "", "createTime": f"{day} 17:10:00"}
    announce(site, notice)


def announce(site: Site, *notices: dict[str, Any]) -> None:
    """What the filing system's list of notices holds."""
    answer = {"errno": 0, "errmsg": "", "datas": list(notices)}
    site.others["/api/notice/list"] = Answer(json.dumps(answer).encode(), "application/json")


def filing_system() -> Source:
    return watch("beian-notices", kind="filing_system", path="/api/notice/list")


def genai_row(
    seq: int, name: str, province: str = "北京市", day: str = "2025/3/28", serial: str = ""
) -> tuple[str, ...]:
    prefix = {"北京市": "Beijing", "广东省": "Guangdong", "上海市": "Shanghai"}[province]
    number = f"{prefix}-{name}-20240428{serial or f'{seq:04d}'}"
    return (str(seq), province, f"{name}大模型", f"{name}科技有限公司", number, day)


def genai_file(
    filed: Sequence[Row], registered: Sequence[Row] = (), on_device: Sequence[Row] = (), title: str = ""
) -> bytes:
    """A file with up to three lists in it."""
    blocks: list[Any] = [title or "生成式人工智能服务已备案信息"]
    for headings, rows in ((FILING_SINCE_2025, filed), (REGISTRATION, registered), (ON_DEVICE, on_device)):
        if rows:
            blocks.append([headings, *rows])
    return make_pdf([PdfPage([block]) for block in blocks])


def state_totals(site: Site, day: str, text: str, period: str = "2025年1月至3月") -> None:
    """A notice that counts in prose."""
    site.publish(
        title=f"关于发布生成式人工智能服务已备案信息的公告（{period}）",
        published=f"{day} 16:00",
        text=text,
        documents={},
    )


def guangdong(site: Site, *rows: Sequence[Any]) -> Source:
    """The province's page with its workbook."""
    site.others["/v/2024/04/4859.html"] = Answer(GUANGDONG_PAGE.encode())
    sheet: list[Any] = [[PROVINCE_LIST], WITHOUT_PROVINCE, *rows]
    book = make_xlsx({"已备案信息": sheet}, merged="A1:E1")
    site.others["/v/2024/04/upload/list.xlsx"] = Answer(book, "application/octet-stream")
    values = {"series": "provincial_guangdong", "province": "广东", "path": "/v/2024/04/4859.html"}
    return watch("guangdong-genai", kind="page", **values)


def table(site: Site, *rows: Row) -> Source:
    """A page of another province that is a list itself."""
    body = html_page(f"<table>{html_row(FILING, 'th')}{''.join(map(html_row, rows))}</table>")
    site.others["/fujian.html"] = Answer(body)
    return watch(
        "fujian", kind="table", site="other", path=f"{site.url}/fujian.html", series="provincial", province="福建"
    )
