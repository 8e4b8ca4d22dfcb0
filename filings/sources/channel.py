"""Readers of the notice channel, as the site's JSON list and as its first HTML page (网信政务 > 网信发布, A093702)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from filings.sources.base import LayoutChanged
from filings.sources.json_answer import json_object, type_name
from filings.sources.page import only, parse_page, text_of
from filings.text import collapse

TOTAL = re.compile(r"\btotal\s*:\s*[\"']?(\d+)")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of the channel, dated as the source dates it, in China."""

    title: str
    url: str
    published_on: date


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """One page of the channel, newest first; `total` counts the notices on all pages, where the source says so."""

    notices: tuple[Notice, ...]
    total: int | None


def read_channel_json(data: bytes, base_url: str) -> ChannelPage:
    """A page of /cms/JsonList. It may hold no notices; whether that can be is for the caller to say."""
    answer = json_object(data)
    items = answer.get("list")
    if not isinstance(items, list):
        raise LayoutChanged(f'expected a "list" of notices, found {type_name(items)}')
    return ChannelPage(tuple(_notice_of_item(item, base_url) for item in items), _total(answer.get("totalRec")))


def read_channel_html(data: bytes, base_url: str, content_type: str = "") -> ChannelPage:
    """The static first page of the channel."""
    soup = parse_page(data, content_type)
    items = only(soup, "div#loadingInfoPage").select("li")
    if not items:
        raise LayoutChanged("expected notices in div#loadingInfoPage, found none")
    total = TOTAL.search(" ".join(script.get_text() for script in soup.select("script")))
    return ChannelPage(tuple(_notice_of_li(li, base_url) for li in items), int(total[1]) if total else None)


def _total(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not re.fullmatch(r"\d+", str(value)):
        raise LayoutChanged(f'expected a number in "totalRec", found {value!r}')
    return int(value)


def _notice_of_item(item: Any, base_url: str) -> Notice:
    fields = ("topic", "infourl", "pubtime")
    if not isinstance(item, dict) or not all(isinstance(item.get(field), str) for field in fields):
        raise LayoutChanged(f"expected a notice with {', '.join(fields)}, found {item!r:.200}")
    return _notice(item["topic"], item["infourl"], item["pubtime"], base_url)


def _notice_of_li(li: Tag, base_url: str) -> Notice:
    """The text of a link may be cut, its title is whole."""
    link = only(li, "h5 > a[title]")
    return _notice(str(link["title"]), str(link.get("href", "")), text_of(only(li, "div.times")), base_url)


def _notice(title: str, href: str, day: str, base_url: str) -> Notice:
    title, url = collapse(title), urljoin(base_url, href.strip())
    if not title or not href.strip() or urlsplit(url).scheme not in ("http", "https"):
        raise LayoutChanged(f"expected a title and an address, found {title!r} at {href!r}")
    try:
        return Notice(title, url, date.fromisoformat(day.strip()[:10]))
    except ValueError:
        raise LayoutChanged(f"expected a day like 2026-01-09, found {day!r}") from None
