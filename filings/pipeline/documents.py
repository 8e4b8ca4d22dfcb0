"""How documents come into being, under names that outlive their addresses. The one writer of what they are.

A notice is known by its title and day, a list by its series and label: the regulator's addresses change all the time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.utils import timezone

from filings.models import Document, DocumentKind, Source
from filings.sources.base import SHANGHAI, batch_of
from filings.sources.cancellations import SystemNotice, file_url
from filings.sources.notice import NoticePage
from filings.sources.registers import REGISTERS
from filings.text import name_key

# As long as their columns; what a reader sees is cut, what tells documents apart as good as never.
KEY_LENGTH = 400
LABEL_LENGTH = 300
# What feeds and senders add to the address of an article, and what does not make it another one.
TRACKING = re.compile(r"utm_\w+|f|from|ref|src|spm|fbclid|gclid|cmpid|share\w*")


def notice_key(title: str, published_on: dt.date) -> str:
    """A notice is known by its title and day; one has been seen under two addresses."""
    return f"notice:{published_on}:{name_key(title)}"[:KEY_LENGTH]


def list_key(series: str, label: str) -> str:
    """A list is known by its series and label; the address of the same file changes all the time."""
    return f"list:{series}:{name_key(label)}"[:KEY_LENGTH]


def cancellation_key(title: str, published_on: dt.date) -> str:
    """A cancellation notice is known as any other, though its number in the filing system would do today."""
    return f"cancellation:{published_on}:{name_key(title)}"[:KEY_LENGTH]


def index_document(source: Source, number: int) -> Document:
    """The document of one page of the index, counted from 1; 0 is the web page with the newest notices."""
    url = f"{source.url}&pageno={number}" if number else source.page_url
    label = f"{source.name}, page {number}" if number else f"{source.name}, web page"
    return _fixed(source, f"index/{number}", url, {"kind": DocumentKind.INDEX, "label": label})


def filing_system_document(source: Source) -> Document:
    """The filing system's one list of notices."""
    return _fixed(source, "index", source.url, {"kind": DocumentKind.INDEX, "label": source.name})


def page_document(source: Source) -> Document:
    """The one page of a source that has lists attached to it. All that hangs there at first is no news."""
    values = {"kind": DocumentKind.NOTICE, "label": source.name, "series": source.series, "is_baseline": True}
    return _fixed(source, "page", source.url, values)


def table_document(source: Source) -> Document:
    """The one page of a source that is a list itself."""
    values = {"kind": DocumentKind.LIST, "label": source.name, "series": source.series, "is_baseline": True}
    return _fixed(source, "table", source.url, values)


def _fixed(source: Source, key: str, url: str, values: dict[str, object]) -> Document:
    document, _ = Document.objects.update_or_create(
        source=source,
        key=key,
        defaults={"url": url},
        create_defaults={**values, "url": url, "found_at": timezone.now()},
    )
    return document


def remember_notice(
    source: Source, kind: DocumentKind, title: str, url: str, published_on: dt.date, series: str = ""
) -> bool:
    """Remember a notice that an index announces. True when no poll had found it before."""
    values = {"kind": kind, "label": title[:LABEL_LENGTH], "series": series, "published_on": published_on}
    key = notice_key(title, published_on)
    document, _ = Document.objects.get_or_create(source=source, key=key, defaults=values)
    return _found_at(document, url)


def remember_cancellation(source: Source, notice: SystemNotice) -> bool:
    """Remember a cancellation notice of the filing system. True when no poll had found it before."""
    day = notice.created_at.astimezone(SHANGHAI).date()
    values = {"kind": DocumentKind.CANCELLATION, "label": notice.title[:LABEL_LENGTH], "published_on": day}
    key = cancellation_key(notice.title, day)
    document, _ = Document.objects.get_or_create(source=source, key=key, defaults=values)
    return _found_at(document, file_url(source.base_url, notice.notice_id))


def _found_at(document: Document, url: str) -> bool:
    is_new = document.found_at is None
    if is_new:
        document.found_at, document.is_baseline = timezone.now(), document.source.baseline_at is None
    if is_new or document.url != url:
        # Another address makes the page due: the regulator has moved a notice within a day.
        document.url, document.next_poll_at, document.etag, document.last_modified = url, None, "", ""
        document.save(update_fields=["found_at", "is_baseline", "url", "next_poll_at", "etag", "last_modified"])
    return is_new


def remember_list(notice: Document, page: NoticePage, label: str, url: str) -> bool:
    """Remember a list that hangs on a notice. True when no poll had found it before."""
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
    document.published_on = document.published_on or _published_on(document, notice, page)
    document.save(update_fields=["found_at", "is_baseline", "parent", "url", "published_on"])
    return is_new


def _published_on(document: Document, notice: Document, page: NoticePage) -> dt.date | None:
    """The day on which a list was published, where that can be told.

    It came with its page, if that stays as it is. On a page that grows, the first list did; a later one came when the
    page was last published again, if we knew the page without it, and else on a day that nobody states.
    """
    day = page.published_at.astimezone(SHANGHAI).date()
    if not REGISTERS[document.series].grows or document.batch == f"{day:%Y-%m}":
        return day
    if notice.accepted_snapshot_id is not None and page.republished_at:
        return page.republished_at.astimezone(SHANGHAI).date()
    return None


def remember_part(document: Document, series: str) -> None:
    """Remember that the file of a list also holds a list of another series."""
    values = {"kind": DocumentKind.LIST, "label": document.label, "series": series, "batch": document.batch}
    key = list_key(series, document.label)
    part, _ = Document.objects.get_or_create(source=document.source, key=key, defaults=values)
    if part.found_at is None:
        part.found_at, part.is_baseline = timezone.now(), document.is_baseline
    part.parent, part.url = document.parent, document.url
    part.save(update_fields=["found_at", "is_baseline", "parent", "url"])


def date_list(document: Document, published_on: dt.date | None) -> None:
    """Note the day on which a list was published, which only its rows, held against a notice, have told."""
    if document.published_on is None and published_on is not None:
        document.published_on = published_on
        document.save(update_fields=["published_on"])


def article_key(url: str, story: str = "") -> str:
    """An article is known by its address, apart from tracking; one of the stories of a digest by its heading too."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])]
    address = f"{host}{parts.path.rstrip('/')}?{urlencode(sorted(query))}".removesuffix("?")
    return bounded(f"article:{address}#{name_key(story)}" if story else f"article:{address}")


def bounded(key: str) -> str:
    """The key itself, or its beginning with a digest of the whole where no column could hold it."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 17]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"
