"""News feeds: what they announce is judged by its words, and what concerns us becomes an article to be read.

Each item is kept as it came, in a snapshot of its article: where the page can't be had, that is the evidence.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone

from filings.claims.relevance import is_relevant
from filings.models import Document, DocumentKind, Outcome, Snapshot, Source, Verdict
from filings.sources import feed
from filings.sources.base import SHANGHAI
from filings.sources.feed import Feed, Item
from filings.sources.moments import Moment

from . import archive
from .documents import LABEL_LENGTH, article_key
from .fetch import Reply, fetch
from .finding import Finding, refusing
from .record import accept
from .understanding import lexicon

ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
# Servers may say "not modified" of a feed that was; twice a day they are not asked.
FULL_FETCH_AFTER = dt.timedelta(hours=12)
ITEM = "json"
EARLIEST = dt.date(2000, 1, 1)


def feed_document(source: Source) -> Document:
    """The document of a feed."""
    values = {"kind": DocumentKind.INDEX, "label": source.name, "found_at": timezone.now(), "url": source.url}
    document, _ = Document.objects.get_or_create(source=source, key="feed", defaults=values)
    if document.url != source.url:
        document.url, document.etag, document.last_modified = source.url, "", ""
        document.save(update_fields=["url", "etag", "last_modified"])
    return document


def read_feed(document: Document, *, fresh: bool) -> Finding:
    """Read a feed and remember what concerns us in it. `fresh` asks for it unconditionally."""
    reply = _fetch(document, fresh=fresh)
    if reply.not_modified:
        return Finding(Outcome.UNCHANGED, "not modified, says the server", snapshot=document.accepted_snapshot)
    snapshot = archive.sight(document, reply, reply.fetched_at)
    with refusing(snapshot):
        read = feed.read(reply.body, reply.url, reply.headers.get("content-type", ""))
    new, concerned = _remember_items(document, read, reply.fetched_at)
    _note_reading(document, snapshot, read, reply)
    outcome = Outcome.RECORDED if new else Outcome.UNCHANGED
    message = f"{concerned} of {len(read.items)} items concern us, {new} of them are new"
    return Finding.of_snapshot(outcome, snapshot, message)


def _fetch(document: Document, *, fresh: bool) -> Reply:
    last = document.full_fetch_at
    if fresh or last is None or timezone.now() - last > FULL_FETCH_AFTER:
        return fetch(document.url, accept=ACCEPT)
    return fetch(document.url, accept=ACCEPT, etag=document.etag, last_modified=document.last_modified)


def _note_reading(document: Document, snapshot: Snapshot, read: Feed, reply: Reply) -> None:
    snapshot.verdict = Verdict.ACCEPTED
    snapshot.accepted, snapshot.rejected = len(read.items), read.without_address
    snapshot.rows = snapshot.accepted + snapshot.rejected
    snapshot.save(update_fields=["verdict", "rows", "accepted", "rejected"])
    accept(document, snapshot)
    document.full_fetch_at = reply.fetched_at
    document.etag = reply.headers.get("etag", "")[:300]
    document.last_modified = reply.headers.get("last-modified", "")[:100]
    document.save(update_fields=["full_fetch_at", "etag", "last_modified"])


def _remember_items(document: Document, read: Feed, now: dt.datetime) -> tuple[int, int]:
    """Returns how many are new or changed, and how many concern us."""
    known_names = lexicon()
    pieces = ((item, story, f"{item.title}\n{item.summary}{item.text}") for item, story in _pieces(read))
    found = [(item, story) for item, story, text in pieces if is_relevant(text, known_names)]
    keys = [article_key(item.url or f"{document.url}#{item.key}", story) for item, story in found]
    known = {article.key: article for article in Document.objects.filter(kind=DocumentKind.ARTICLE, key__in=keys)}
    new = 0
    for key, (item, _) in zip(keys, found, strict=True):
        if key not in known:
            known[key] = _new_article(document, key, item, now)
        new += keep_item(known[key], item, document.url, now)
    return new, len(found)


def _pieces(read: Feed) -> Iterator[tuple[Item, str]]:
    """Each item once, digests story by story with the headings of the stories."""
    for item in read.items:
        if not item.stories:
            yield item, ""
        for story in item.stories:
            title = story.title or item.title
            yield replace(item, title=title, text=story.text, stories=()), title


def _new_article(feed_page: Document, key: str, item: Item, now: dt.datetime) -> Document:
    values = {
        "source": feed_page.source,
        "kind": DocumentKind.ARTICLE,
        "label": item.title[:LABEL_LENGTH] or item.url[:LABEL_LENGTH],
        "url": item.url,
        "parent": feed_page,
        "published_on": item.published.on if item.published and is_believable(item.published, now) else None,
        "found_at": now,
        # What the feed held when it was first read is no news.
        "is_baseline": feed_page.source.baseline_at is None,
    }
    return Document.objects.get_or_create(source=feed_page.source, key=key, defaults=values)[0]


def keep_item(article: Document, item: Item, feed_url: str, now: dt.datetime) -> bool:
    """Keep an item as it came, as bytes of its article. True, and the article is due, unless it was kept before."""
    body = json.dumps(asdict(item) | {"feed": feed_url}, ensure_ascii=False, default=str, indent=1).encode()
    reply = Reply(item.url or feed_url, 200, {}, body, False, now, 0.0)
    sha256 = archive.store_bytes(body)
    if article.snapshots.filter(sha256=sha256).exists():
        return False
    archive.sight(article, reply, now)
    Document.objects.filter(pk=article.pk).update(next_poll_at=None, failures=0)
    return True


@dataclass(frozen=True)
class KeptItem:
    """An item as kept, with the snapshot that holds it and the feed that it came with."""

    snapshot: Snapshot
    item: Item
    feed_url: str


def kept_item(article: Document) -> KeptItem | None:
    """The newest item of an article; None for one that an editor has added."""
    snapshot = article.snapshots.filter(media_type=ITEM).order_by("-id").first()
    if snapshot is None:
        return None
    kept: dict[str, Any] = json.loads(archive.read_bytes(snapshot.sha256))
    feed_url, published = kept.pop("feed"), kept.pop("published")
    item = Item(**kept | {"published": _moment(published) if published else None, "stories": ()})
    return KeptItem(snapshot, item, feed_url)


def _moment(kept: dict[str, Any]) -> Moment:
    at = dt.datetime.fromisoformat(kept["at"]).astimezone(SHANGHAI) if kept["at"] else None
    return Moment(dt.date.fromisoformat(kept["on"]), kept["precision"], at)


def is_believable(moment: Moment, now: dt.datetime) -> bool:
    """Whether an article can have been published then: 2099 is a mistake, and so is a time before there was news."""
    return EARLIEST <= moment.on <= now.astimezone(SHANGHAI).date() + dt.timedelta(days=1)
