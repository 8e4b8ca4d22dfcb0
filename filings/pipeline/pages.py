"""The pages on the way to the lists: index pages lead to notices, notices lead to lists. Read, understood, remembered.

Documents come into being here, under names that outlive their addresses.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from filings.models import Document, DocumentKind, Outcome, Snapshot, Source, Verdict
from filings.sources.base import LayoutChanged, batch_of
from filings.sources.channel import ChannelPage, read_channel_html, read_channel_json
from filings.sources.notice import NoticePage, read_notice
from filings.sources.registers import REGISTERS, register_for_title

from . import archive
from .documents import LABEL_LENGTH, list_key, notice_key
from .fetch import Reply, fetch
from .finding import Finding, refusing
from .guard import check_index

PAGE_SIZE = 20
# Servers may say "not modified" of a page that was; once a day they are not asked.
FULL_FETCH_AFTER = dt.timedelta(hours=24)
NOT_MODIFIED = "not modified, says the server"


def index_document(source: Source, number: int) -> Document:
    """The document of one page of the index, counted from 1; 0 is the web page with the newest notices."""
    url = f"{source.url}&pageno={number}" if number else source.page_url
    label = f"{source.name}, page {number}" if number else f"{source.name}, web page"
    values = {"kind": DocumentKind.INDEX, "label": label, "found_at": timezone.now()}
    document, _ = Document.objects.update_or_create(
        source=source, key=f"index/{number}", defaults={"url": url}, create_defaults={**values, "url": url}
    )
    return document


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
    found = sum([_remember_notice(index.source, item.title, item.url, item.published_on) for item in page.notices])
    if not is_accepted(index, snapshot):
        _accept_page(index, snapshot, rows)
    if not found:
        return Finding(Outcome.UNCHANGED, "", rows, rows, snapshot=snapshot)
    return Finding(Outcome.RECORDED, f"{found} new notices with lists", rows, rows, snapshot=snapshot, found_new=True)


def _remember_notice(source: Source, title: str, url: str, published_on: dt.date) -> bool:
    """Remember a notice that belongs to a series. True when no poll had found it before."""
    register = register_for_title(title)
    if register is None:
        return False
    values = {
        "kind": DocumentKind.NOTICE,
        "label": title[:LABEL_LENGTH],
        "series": register.series,
        "published_on": published_on,
    }
    key = notice_key(title, published_on)
    document, _ = Document.objects.get_or_create(source=source, key=key, defaults=values)
    is_new = document.found_at is None
    if is_new:
        document.found_at, document.is_baseline = timezone.now(), source.baseline_at is None
    if is_new or document.url != url:
        # Another address makes the page due: the regulator has moved a notice within a day.
        document.url, document.next_poll_at, document.etag, document.last_modified = url, None, "", ""
        document.save(update_fields=["found_at", "is_baseline", "url", "next_poll_at", "etag", "last_modified"])
    return is_new


def read_notice_page(notice: Document, *, fresh: bool) -> Finding:
    """A notice, with the lists that it links to under today's addresses. `fresh` asks for it unconditionally."""
    reply = _fetch_page(notice, fresh=fresh)
    if reply.not_modified:
        return Finding(Outcome.UNCHANGED, NOT_MODIFIED, snapshot=notice.accepted_snapshot)
    snapshot = archive.sight(notice, reply, reply.fetched_at)
    found = 0 if is_accepted(notice, snapshot) else _remember_lists(notice, snapshot, reply)
    notice.full_fetch_at = reply.fetched_at
    notice.etag, notice.last_modified = _kept(reply, "etag", 300), _kept(reply, "last-modified", 100)
    notice.save(update_fields=["full_fetch_at", "etag", "last_modified"])
    message = f"{found} new lists" if found else ""
    return Finding(Outcome.RECORDED if found else Outcome.UNCHANGED, message, snapshot=snapshot)


def _kept(reply: Reply, name: str, length: int) -> str:
    """A validator to send back the next time; one that does not fit its column would be another one if it were cut."""
    value = reply.headers.get(name, "")
    return value if len(value) <= length else ""


def _fetch_page(notice: Document, *, fresh: bool) -> Reply:
    last = notice.full_fetch_at
    if fresh or last is None or timezone.now() - last > FULL_FETCH_AFTER:
        return fetch(notice.url, accept="text/html")
    return fetch(notice.url, accept="text/html", etag=notice.etag, last_modified=notice.last_modified)


def _remember_lists(notice: Document, snapshot: Snapshot, reply: Reply) -> int:
    """Returns how many lists no poll had found before."""
    register = REGISTERS[notice.series]
    with refusing(snapshot):
        page = read_notice(reply.body, reply.url, reply.headers.get("content-type", ""))
        if register_for_title(page.title) != register:
            raise LayoutChanged(f"expected a notice of the series {notice.series}, found {page.title!r}")
        lists = [item for item in page.attachments if register.label_pattern.search(item.label)]
        if not lists:
            labels = ", ".join(item.label for item in page.attachments) or "no attachment"
            raise LayoutChanged(f"expected a link to a list of the series {notice.series}, found {labels}")
    found = sum([_remember_list(notice, page, item.label, item.url) for item in lists])
    _accept_page(notice, snapshot, 0)
    return found


def _remember_list(notice: Document, page: NoticePage, label: str, url: str) -> bool:
    values = {
        "kind": DocumentKind.LIST,
        "label": label[:LABEL_LENGTH],
        "series": notice.series,
        "batch": batch_of(label),
    }
    key = list_key(notice.series, label)
    document, _ = Document.objects.get_or_create(source=notice.source, key=key, defaults=values)
    is_new = document.found_at is None
    if is_new:
        document.found_at = timezone.now()
        # A list that joins a page which was read before is news, whatever the page was.
        document.is_baseline = notice.is_baseline and notice.accepted_snapshot_id is None
    document.parent, document.url = notice, url
    document.published_on = document.published_on or page.published_at.date()
    document.save(update_fields=["found_at", "is_baseline", "parent", "url", "published_on"])
    return is_new


def is_accepted(document: Document, snapshot: Snapshot) -> bool:
    """Whether these bytes are the document's state already, even if others were seen in between."""
    accepted = document.accepted_snapshot
    return accepted is not None and accepted.sha256 == snapshot.sha256


def _accept_page(document: Document, snapshot: Snapshot, rows: int) -> None:
    snapshot.verdict, snapshot.rows, snapshot.accepted = Verdict.ACCEPTED, rows, rows
    snapshot.save(update_fields=["verdict", "rows", "accepted"])
    document.accepted_snapshot = snapshot
    document.save(update_fields=["accepted_snapshot"])
