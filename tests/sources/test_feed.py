"""Feeds that are none, that are dangerous, or that are laid out in odd ways."""

from __future__ import annotations

import time

import pytest

from filings.sources import feed
from filings.sources.base import Blocked, LayoutChanged, TooLarge
from tests import newsroom

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
CHANNEL = '<rss version="2.0"><channel><title>&l9;</title></channel></rss>'
BOMB = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{CHANNEL}'
LEAK = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>{CHANNEL}'


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "found nothing"),
        (b"  \n ", "found nothing"),
        (b"<!DOCTYPE html><html><body>Our feed has moved.</body></html>", "found a web page"),
        (b'{"items": []}', "found json"),
        (b"Not found.", "expected a feed"),
        (BOMB.encode(), "entities"),
        (LEAK.encode(), "entities"),
        (newsroom.rss([newsroom.item("A", "https://a.example.org/")])[:-20], "breaks off"),
        (b'<?xml version="1.0"?><other></feed>', "XML of another kind"),
    ],
)
def test_what_is_no_feed_is_refused_with_what_was_found(data: bytes, found: str) -> None:
    with pytest.raises(LayoutChanged, match=found):
        feed.read(data)


def test_a_protection_page_is_no_feed() -> None:
    with pytest.raises(Blocked):
        feed.read("<html><title>创宇盾</title><body>请输入验证码</body></html>".encode())


def test_a_feed_beyond_the_limit_is_not_parsed() -> None:
    started = time.monotonic()
    with pytest.raises(TooLarge, match="10,000,000"):
        feed.read(b"<rss>" + b" " * 10_000_000 + b"</rss>")
    assert time.monotonic() - started < 1


def test_text_that_looks_like_the_path_of_a_file_is_text() -> None:
    with pytest.raises(LayoutChanged):
        feed.read(b"/etc/hostname")


def test_a_feed_without_items_is_one() -> None:
    assert feed.read(newsroom.rss([])).items == ()


def test_a_stray_ampersand_is_no_reason_to_drop_a_feed() -> None:
    data = newsroom.rss([newsroom.item("Hard and soft", "https://a.example.org/")]).replace(b"Hard and", b"Hard & ")
    assert [item.title for item in feed.read(data).items] == ["Hard & soft"]


def test_the_charset_of_the_header_counts() -> None:
    data = newsroom.rss([newsroom.item("苹果", "https://a.example.org/")], encoding="gb18030")
    data = data.replace(b' encoding="gb18030"', b"")
    assert feed.read(data, "", "text/xml; charset=gbk").items[0].title == "苹果"


def test_addresses_are_made_whole() -> None:
    data = newsroom.rss([newsroom.item("A", "/a/1")])
    assert feed.read(data, "https://a.example.org/feed/").items[0].url == "https://a.example.org/a/1"


def test_a_long_article_with_headings_is_no_digest() -> None:
    body = "".join(f"<h2>Part {n}</h2><p>{'It goes on. ' * 40}</p>" for n in range(4))
    (item,) = feed.read(newsroom.rss([newsroom.item("A long read", "https://a.example.org/", text=body)])).items
    assert item.stories == ()
    assert item.text.startswith("Part 0\nIt goes on.")


def test_ten_thousand_items_are_read_in_seconds() -> None:
    data = newsroom.rss([newsroom.item(f"Item {n}", f"https://a.example.org/{n}", summary="s") for n in range(10_000)])
    started = time.monotonic()
    assert len(feed.read(data).items) == 10_000
    assert time.monotonic() - started < 30
