"""The pages on the way to the lists: index pages lead to notices, notices lead to lists. Read and remembered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from filings.models import Document, DocumentKind, Outcome, Snapshot, Source, Verdict
from filings.sources.base import SHANGHAI, LayoutChanged
from filings.sources.cancellations import read_notice_api
from filings.sources.channel import ChannelPage, Notice, read_channel_html, read_channel_json
from filings.sources.registers import REGISTERS, kind_of_title, register_for_title
from filings.text import squeeze

from . import archive
from .documents import remember_cancellation, remember_list, remember_notice
from .fetch import Reply, fetch
from .finding import Finding, refusing
from .guard import check_index
from .questions import ask_about_attachment, ask_about_notice

PAGE_SIZE = 20
# Servers may say "not modified" of a page that was; once a day they are not asked.
FULL_FETCH_AFTER = dt.timedelta(hours=24)
NOT_MODIFIED = "not modified, says the server"


def read_index_page(document: Document, number: int) -> Finding:
    """One page of the index as JSON. Its rows are the notices that it announces (all pages) or holds (one page)."""
    reply = fetch(document.url, accept="application/json")
    snapshot = archive.sight(document, reply, reply.fetched_at)
    with refusing(snapshot):
        page = read_channel_json(reply.body, reply.url)
        if not page.notices and (page.total or number == 1):
            raise LayoutChanged(f"the list is empty, though it announces {page.total or 'some'} notices")
        rows = page.total if page.total is not None and number == 1 else len(page.notices)
        if number == 1:
            check_index(rows, document.accepted_snapshot)
    finding = _remember_notices(document, snapshot, page, rows)
    is_last = len(page.notices) < PAGE_SIZE if page.total is None else number * PAGE_SIZE >= page.total
    return replace(finding, is_last_page=is_last)


def read_index_web_page(document: Document) -> Finding:
    """The newest notices as a web page, for when the JSON is not understood."""
    reply = fetch(document.url, accept="text/html")
    snapshot = archive.sight(document, reply, reply.fetched_at)
    with refusing(snapshot):
        page = read_channel_html(reply.body, reply.url, reply.headers.get("content-type", ""))
    return _remember_notices(document, snapshot, page, len(page.notices))


def _remember_notices(index: Document, snapshot: Snapshot, page: ChannelPage, rows: int) -> Finding:
    found = sum([_remember(index.source, item) for item in page.notices])
    if not is_accepted(index, snapshot):
        accept_page(index, snapshot, rows)
    return _finding(found, rows, snapshot)


def _finding(found: int, rows: int, snapshot: Snapshot) -> Finding:
    if not found:
        return Finding(Outcome.UNCHANGED, "", rows, rows, snapshot=snapshot)
    message = f"{found} new notices of ours"
    return Finding(Outcome.RECORDED, message, rows, rows, snapshot=snapshot, found_new=True)


def _remember(source: Source, notice: Notice) -> bool:
    """Remember a notice that is ours by its title. True when no poll had found it before."""
    kind = kind_of_title(notice.title)
    if kind == "unknown_register":
        ask_about_notice(source, notice.title, notice.url, notice.published_on)
    if kind == "period_notice":
        return remember_notice(source, DocumentKind.TOTALS, notice.title, notice.url, notice.published_on)
    if (register := register_for_title(notice.title)) is None:
        return False
    return remember_notice(source, DocumentKind.NOTICE, notice.title, notice.url, notice.published_on, register.series)


def read_filing_system(document: Document) -> Finding:
    """The filing system's list of notices: those that cancel numbers are ours, the others point to the channel's."""
    source = document.source
    reply = fetch(document.url, referer=f"{source.base_url}/", accept="application/json")
    snapshot = archive.sight(document, reply, reply.fetched_at)
    with refusing(snapshot):
        notices = read_notice_api(reply.body)
        check_index(len(notices), document.accepted_snapshot)
    kinds = [(notice, kind_of_title(notice.title)) for notice in notices]
    found = sum([remember_cancellation(source, notice) for notice, kind in kinds if kind == "cancellation"])
    for notice in (notice for notice, kind in kinds if kind == "unknown_register"):
        day = notice.created_at.astimezone(SHANGHAI).date()
        ask_about_notice(source, notice.title, notice.content if notice.content.startswith("http") else "", day)
    if not is_accepted(document, snapshot):
        accept_page(document, snapshot, len(notices))
    return _finding(found, len(notices), snapshot)


def read_notice_page(notice: Document, *, fresh: bool) -> Finding:
    """A notice, with the lists that it links to under today's addresses. `fresh` asks for it unconditionally."""
    reply = fetch_page(notice, fresh=fresh)
    if reply.not_modified:
        return Finding(Outcome.UNCHANGED, NOT_MODIFIED, snapshot=notice.accepted_snapshot)
    snapshot = archive.sight(notice, reply, reply.fetched_at)
    found = 0 if is_accepted(notice, snapshot) else _remember_lists(notice, snapshot, reply)
    note_fetch(notice, reply)
    message = f"{found} new lists" if found else ""
    return Finding(Outcome.RECORDED if found else Outcome.UNCHANGED, message, snapshot=snapshot)


def _kept(reply: Reply, name: str, length: int) -> str:
    """A validator to send back the next time; one that does not fit its column would be another one if it were cut."""
    value = reply.headers.get(name, "")
    return value if len(value) <= length else ""


def fetch_page(page: Document, *, fresh: bool) -> Reply:
    """A page of a notice, conditionally unless it has not been fetched in full for long."""
    last = page.full_fetch_at
    if fresh or last is None or timezone.now() - last > FULL_FETCH_AFTER:
        return fetch(page.url, accept="text/html")
    return fetch(page.url, accept="text/html", etag=page.etag, last_modified=page.last_modified)


def note_fetch(page: Document, reply: Reply) -> None:
    """Remember when the page was last fetched in full, and what to ask the server for the next time."""
    page.full_fetch_at = reply.fetched_at
    page.etag, page.last_modified = _kept(reply, "etag", 300), _kept(reply, "last-modified", 100)
    page.save(update_fields=["full_fetch_at", "etag", "last_modified"])


def _remember_lists(notice: Document, snapshot: Snapshot, reply: Reply) -> int:
    """Returns how many lists no poll had found before."""
    register = REGISTERS[notice.series]
    with refusing(snapshot):
        page = register.read_page(reply.body, reply.url, reply.headers.get("content-type", ""))
        if not register.title_pattern.fullmatch(squeeze(page.title)):
            raise LayoutChanged(f"expected a notice of the series {notice.series}, found {page.title!r}")
        lists = [item for item in page.attachments if register.label_pattern.search(item.label)]
        if not lists:
            labels = ", ".join(item.label for item in page.attachments) or "no attachment"
            raise LayoutChanged(f"expected a link to a list of the series {notice.series}, found {labels}")
    found = sum([remember_list(notice, page, item.label, item.url) for item in lists])
    for item in page.attachments:
        if item not in lists:
            ask_about_attachment(notice, item.label)
    accept_page(notice, snapshot, 0)
    return found


def is_accepted(document: Document, snapshot: Snapshot) -> bool:
    """Whether these bytes are the document's state already, even if others were seen in between."""
    accepted = document.accepted_snapshot
    return accepted is not None and accepted.sha256 == snapshot.sha256


def accept_page(document: Document, snapshot: Snapshot, rows: int) -> None:
    """These bytes are the document's state from now on."""
    snapshot.verdict, snapshot.rows, snapshot.accepted = Verdict.ACCEPTED, rows, rows
    snapshot.save(update_fields=["verdict", "rows", "accepted"])
    document.accepted_snapshot = snapshot
    document.save(update_fields=["accepted_snapshot"])
