"""A small stand-in for the regulator's site, in a thread: a notice channel, notice pages, attachments, and every fault.

`with Site() as site: site.publish(title=…, published="2024-04-11 17:00", documents={label: docx})`
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import select
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, quote, urlsplit

from tests.faults import FAULTS, Answer, spoil

SHANGHAI = timezone(timedelta(hours=8))
CHANNEL = "A093702"
INDEX = f"/wxzw/wxfb/{CHANNEL}index_1.htm"
DOWNLOAD = "/cms/pub/interact/downloadfile.jsp"
PAGE = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{main}{foot}</body></html>'
# The last character exists in GB 18030 only, so that a page labelled gb2312 cannot be read as such.
FOOT = "<p>中国网信网 䶮</p><div hidden>publishdate:{republished:%Y/%m/%d %H:%M:%S}</div>"
ARTICLE = (
    '<div class="main-content"><h1 class="title">{title}</h1>'
    '<span id="pubtime">{published:%Y年%m月%d日 %H:%M}</span><span id="source">{source}</span>'
    "<DIV id=BodyLabel>{body}</DIV></div>"
)


@dataclass
class Notice:
    """One notice page; its fields may be changed while the site runs."""

    path: str
    title: str
    published: datetime
    documents: dict[str, bytes]
    text: str
    source: str
    republished: datetime


@dataclass
class Hit:
    """One request as it arrived, and the span in which it was answered (seconds of the monotonic clock)."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    started: float
    ended: float = 0.0


@dataclass
class Site:
    notices: list[Notice] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    others: dict[str, Answer] = field(default_factory=dict)
    log: list[Hit] = field(default_factory=list)
    generation: int = 0
    drip_seconds: float = 1.0
    closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.site = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def publish(
        self,
        *,
        title: str,
        published: str,
        documents: Mapping[str, bytes] | None = None,
        text: str = "现公开发布有关备案信息。",
        source: str = "中国网信网",
    ) -> Notice:
        """A new notice; `published` is a moment in Beijing such as "2024-04-11 17:00"."""
        moment = datetime.fromisoformat(published).replace(tzinfo=SHANGHAI)
        path = f"/{moment:%Y-%m/%d}/c_{1714000000000000 + len(self.notices)}.htm"
        notice = Notice(path, title, moment, dict(documents or {}), text, source, moment)
        self.notices.append(notice)
        return notice

    def renew_addresses(self) -> None:
        """Give every attachment another address, as the regulator does for unchanged files; the old ones die."""
        self.generation += 1

    def fault(self, name: str, path: str = "") -> None:
        """Misbehave below this path, or everywhere; an empty name ends it there, and everywhere without a path."""
        if name and name not in FAULTS:
            raise ValueError(f"unknown fault {name!r}")
        if name:
            self.faults[path] = name
        elif path:
            self.faults.pop(path, None)
        else:
            self.faults.clear()

    def hits(self, path: str = "/") -> list[Hit]:
        """The requests below this path, in order of arrival."""
        return [hit for hit in self.log if hit.path.startswith(path)]

    def attachment_path(self, label: str) -> str:
        digest = hashlib.sha256(f"{self.generation} {label}".encode()).digest()
        return f"{DOWNLOAD}?filepath={quote(base64.b64encode(digest), safe='')}&fText={quote(label)}"

    def answer(self, hit: Hit) -> Answer:
        """What the site says to this request, faults included."""
        matching = [prefix for prefix in self.faults if hit.path.startswith(prefix)]
        fault = self.faults[max(matching, key=len)] if matching else ""
        answer = spoil(fault, self._good_answer(hit))
        etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
        if asked := hit.headers.get("if-none-match"):
            unchanged = asked == etag
        else:
            unchanged = modified is not None and hit.headers.get("if-modified-since") == modified
        return replace(answer, status=304, body=b"") if unchanged else answer

    def _good_answer(self, hit: Hit) -> Answer:
        if hit.path == INDEX:
            return self._index()
        if hit.path == "/cms/JsonList":
            return self._json_list(hit.query)
        if hit.path == DOWNLOAD:
            return self._attachment(hit)
        for notice in self.notices:
            if hit.path == notice.path:
                return self._page(notice)
        return self.others.get(hit.path) or Answer(b"<html><body>404</body></html>", status=404)

    def _newest_first(self) -> list[Notice]:
        return sorted(self.notices, key=lambda notice: notice.published, reverse=True)

    def _index(self) -> Answer:
        items = "".join(
            f'<li><h5><a href=//{self.host}{notice.path} title="{escape(notice.title)}">{escape(notice.title[:20])}</a>'
            f'</h5><div class="times">{notice.published:%Y-%m-%d}</div></li>'
            for notice in self._newest_first()[:20]
        )
        main = f'<div id="loadingInfoPage"><ul>{items}</ul></div>'
        return Answer(PAGE.format(title="网信发布", main=main, foot="").encode())

    def _json_list(self, query: Mapping[str, str]) -> Answer:
        size, page = int(query.get("perPage", 20)), int(query.get("pageno", 1))
        found = self._newest_first() if query.get("channelCode") == CHANNEL else []
        items = [
            {
                "topic": notice.title,
                "infourl": f"//{self.host}{notice.path}",
                "pubtime": f"{notice.published:%Y-%m-%d %H:%M:%S}.0",
            }
            for notice in found[(page - 1) * size : page * size]
        ]
        value: dict[str, Any] = {"list": items, "totalRec": len(found), "perPage": size, "pageno": page}
        return Answer(json.dumps(value, ensure_ascii=False).encode(), "application/json;charset=UTF-8")

    def _page(self, notice: Notice) -> Answer:
        links = "".join(
            f'<P><A href="{escape(self.attachment_path(label))}">{escape(label)}</A></P>' for label in notice.documents
        )
        title, body = escape(notice.title), f"<P>　　{escape(notice.text)}</P>{links}"
        main = ARTICLE.format(title=title, published=notice.published, source=notice.source, body=body)
        page = PAGE.format(title=title, main=main, foot=FOOT.format(republished=notice.republished)).encode()
        modified = format_datetime(notice.republished.astimezone(UTC), usegmt=True)
        return Answer(page, headers={"ETag": f'"{hashlib.sha256(page).hexdigest()[:16]}"', "Last-Modified": modified})

    def _attachment(self, hit: Hit) -> Answer:
        if not hit.headers.get("referer"):
            return Answer("<html><body>来源不明</body></html>".encode())
        asked = f"{DOWNLOAD}?filepath={quote(hit.query.get('filepath', ''), safe='')}&"
        for notice in self.notices:
            for label, data in notice.documents.items():
                if self.attachment_path(label).startswith(asked):
                    name = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(label)}.docx"}
                    return Answer(data, "application/octet-stream", headers=name)
        return Answer("<html><body>没有这个文件</body></html>".encode())


class Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        target = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(f"{target.query}&{form}"))
        hit = Hit(self.command, target.path, query, headers, time.monotonic())
        self.server.site.log.append(hit)
        with contextlib.suppress(ConnectionError):
            self.send(self.server.site.answer(hit))
        hit.ended = time.monotonic()

    do_POST = do_GET

    def send(self, answer: Answer) -> None:
        if answer.delivery == "never":
            self.wait_until_gone()
            return
        self.send_response(answer.status)
        headers = {"Content-Type": answer.content_type, **answer.headers}
        if answer.delivery != "endless" and answer.status != 304:
            headers["Content-Length"] = str(len(answer.body))
        self.close_connection = answer.delivery != "whole"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.write(answer)

    def write(self, answer: Answer) -> None:
        closing = self.server.site.closing
        if answer.delivery == "drip":
            for number in range(len(answer.body)):
                self.wfile.write(answer.body[number : number + 1])
                if closing.wait(self.server.site.drip_seconds):
                    return
        elif answer.delivery == "endless":
            while not closing.is_set():
                self.wfile.write(b" " * 65536)
        else:
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.delivery == "broken" else answer.body)

    def wait_until_gone(self) -> None:
        """Say nothing until the client hangs up."""
        self.close_connection = True
        while not self.server.site.closing.wait(0.1):
            if select.select([self.connection], [], [], 0)[0]:
                return

    def log_message(self, *_arguments: Any) -> None:
        """Stay quiet: the output belongs to the test."""
