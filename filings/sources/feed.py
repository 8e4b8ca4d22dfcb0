"""Reader of news feeds, RSS and Atom: what each item says, where it leads and when it was published.

Items that gather many stories (36氪's evening digest) come apart into their stories, each below its own heading.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import feedparser

from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.markup import Paragraph, clean, paragraphs, plain, web_address
from filings.sources.moments import Moment, moment_of
from filings.sources.sniff import is_protection_page, media_type

MAX_BYTES = 10_000_000
# Full texts are longer than summaries, in bytes of UTF-8: a Chinese character says as much as half a word.
FULL_TEXT_BYTES = 900
# Entities can unfold to any length and can name files; no feed needs more than those that XML knows by itself.
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
END = re.compile(rb"</(rss|feed|(\w+:)?RDF)\s*>", re.IGNORECASE)
DIGEST = re.compile(
    r"晚报|早报|日报|晨报|周报|早知道|早参考|早餐|点1氪|速览|一览|要闻汇总|快讯汇总"
    r"|\b(digest|roundup|round-up|briefing|morning brief|week in review|headlines)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Story:
    """One of the stories of a digest."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `key` names it within its feed. It has its full text or, where the feed has none, a summary.

    `published` is None where the item does not say, or not in a way that is understood. A digest has `stories`, which
    together hold its text.
    """

    key: str
    title: str
    url: str
    summary: str
    text: str
    published: Moment | None
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read; `without_address` counts the items that lead nowhere and hold no text."""

    title: str
    language: str
    items: tuple[Item, ...]
    without_address: int = 0


def read(data: bytes, url: str = "", content_type: str = "") -> Feed:
    """The items of a feed in the order of the feed."""
    _check(data)
    headers = {"content-location": url}
    if "charset" in content_type.lower():
        headers["content-type"] = content_type
    # From a stream, since feedparser takes a text that looks like a path or an address for one.
    parsed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not parsed.get("version") and not parsed.entries:
        raise LayoutChanged("expected a feed in RSS or Atom, found XML of another kind")
    items = tuple(filter(None, map(_item, parsed.entries)))
    return Feed(
        title=clean(parsed.feed.get("title", "")),
        language=clean(parsed.feed.get("language", ""))[:20],
        items=items,
        without_address=len(parsed.entries) - len(items),
    )


def _check(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise TooLarge(f"expected a feed of at most {MAX_BYTES:,} bytes, found {len(data):,}")
    if is_protection_page(data):
        raise Blocked("a protection page stands where the feed should be")
    kind = media_type(data)
    if kind == "empty":
        raise LayoutChanged("expected a feed, found nothing")
    if kind not in ("xml", "unknown"):
        raise LayoutChanged(f"expected a feed, found {'a web page' if kind == 'html' else kind}")
    if ENTITY.search(data):
        raise LayoutChanged("the feed declares entities of its own, which are not resolved")
    if not END.search(data[-4096:]):
        raise LayoutChanged("the feed breaks off before its end" if b"<" in data[:200] else "expected a feed")


def _item(entry: Any) -> Item | None:
    """An item; None for one that leads nowhere and says nothing either."""
    summary, text = _texts(entry)
    url = web_address(entry.get("link", ""))
    title = plain(entry.get("title", "")).replace("\n", " ")
    stories = _stories(title, entry)
    if stories and not text:
        summary, text = "", summary
    if not url and not text:
        return None
    return Item(
        key=clean(entry.get("id", "")) or url or title,
        title=title,
        url=url,
        summary=summary,
        text=text,
        published=moment_of(entry.get("published", "") or entry.get("updated", "")),
        stories=stories,
    )


def _texts(entry: Any) -> tuple[str, str]:
    """Summary and full text: long summaries are full texts, short contents are summaries."""
    short, long = plain(entry.get("summary", "")), plain(_content(entry))
    text = long if len(long) >= len(short) else short
    if len(text.encode()) < FULL_TEXT_BYTES and not (short and len(long) > 2 * len(short)):
        return text, ""
    return "", text


def _content(entry: Any) -> str:
    return max((str(part.get("value", "")) for part in entry.get("content", ())), key=len, default="")


def _stories(title: str, entry: Any) -> tuple[Story, ...]:
    """The stories of a digest: each heading with what stands below it. Nothing where it is no digest."""
    if not DIGEST.search(title):
        return ()
    found = [story for story in _split(paragraphs(_content(entry) or entry.get("summary", ""))) if story.text]
    return tuple(found) if len(found) > 1 else ()


def _split(parts: tuple[Paragraph, ...]) -> Iterator[Story]:
    title, below = "", list[str]()
    for part in parts:
        if part.is_heading and below:
            yield Story(title, "\n".join(below))
            title, below = part.text, []
        elif part.is_heading:
            title = part.text
        else:
            below.append(part.text)
    yield Story(title, "\n".join(below))
