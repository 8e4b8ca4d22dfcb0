"""Reader of an article's page: its title, its text, when it was published, and whether a paywall cuts it short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from trafilatura import bare_extraction

from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.markup import clean, web_address
from filings.sources.moments import Moment, moment_of
from filings.sources.page import declared_charset
from filings.sources.sniff import is_protection_page, media_type

MAX_BYTES = 3_000_000
MAX_CHARACTERS = 200_000
TITLE_LENGTH = 500
# Below this, and with the words of a paywall beside it, only a teaser was shown.
TEASER_CHARACTERS = 1_500
GB = ("gb2312", "gbk", "gb_2312-80", "x-gbk")

PUBLISHED = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[translate(@name, 'DEIPUBATLSHR', 'deipubatlshr')='pubdate' or @name='publishdate' or @name='publish-date'"
    " or @name='date' or @name='DC.date.issued' or @name='parsely-pub-date']/@content",
    "//article//time[@datetime][1]/@datetime",
    "//*[@id='pubtime' or @id='pubtime_baidu' or @class='pubtime' or @class='post-time' or @class='article-time']",
    "//time[@datetime][1]/@datetime",
)
PAYWALLED = re.compile(
    r"subscribe (now |today )?to (continue|read|unlock|keep reading)|subscribers only|subscriber-only|"
    r"to continue reading|already a subscriber|register to read|unlock (this|the full) (article|story)|"
    r"订阅后(可)?(继续)?阅读|付费(内容|后阅读|阅读全文)|登录后(可)?(继续)?阅读全文|成为会员(后)?(可)?(继续)?阅读|"
    r"有料会員|会員限定",
    re.IGNORECASE,
)
KANA, HAN, LATIN = re.compile("[\u3040-\u30ff]"), re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article as its page shows it. `url` is the address that the page calls its own, "" where it calls none.

    `text` has a line for each paragraph. `published` is None where the page does not say. `is_teaser` marks the
    beginning of a text that goes on behind a paywall.
    """

    title: str
    text: str
    url: str
    language: str
    published: Moment | None
    is_teaser: bool


def read(data: bytes, url: str, content_type: str = "") -> ArticlePage:
    """The article on a page; LayoutChanged where there is none, Blocked where a protection page stands."""
    page = _decoded(data, content_type)
    tree = _tree(page)
    title = _title(tree)
    text = _text(page, title)
    is_teaser = len(text) < TEASER_CHARACTERS and (_says_not_free(tree) or bool(PAYWALLED.search(page)))
    if not text and is_teaser:
        raise Blocked("a paywall stands where the article should be")
    if not text:
        raise LayoutChanged("expected an article, found a page without a text")
    return ArticlePage(
        title=title,
        text=text,
        url=_canonical(tree, url),
        language=language_of(text),
        published=_published(tree),
        is_teaser=is_teaser,
    )


def language_of(text: str) -> str:
    """ "ja", "zh" or "en", by the script that most of it is written in; "" for none of them."""
    kana, han = len(KANA.findall(text)), len(HAN.findall(text))
    if kana + han > len(LATIN.findall(text)):
        return "ja" if kana > han / 3 else "zh"
    return "en" if LATIN.search(text) else ""


def _decoded(data: bytes, content_type: str) -> str:
    if len(data) > MAX_BYTES:
        raise TooLarge(f"expected an article of at most {MAX_BYTES:,} bytes, found {len(data):,}")
    if is_protection_page(data):
        raise Blocked("a protection page stands where the article should be")
    if (kind := media_type(data)) not in ("html", "xml"):
        raise LayoutChanged(f"expected an article's page, found {'nothing' if kind == 'empty' else kind}")
    charset = declared_charset(data, content_type).lower()
    try:
        text = data.decode("gb18030" if charset in GB else charset, errors="replace")
    except LookupError as error:
        raise LayoutChanged(f"the page declares the charset {charset}, which is unknown") from error
    if text.count("\ufffd") * 100 > len(text):
        raise LayoutChanged(f"expected text in {charset}, found bytes that are none")
    return text.replace("\x00", "").replace("\ufffd", "")


def _tree(page: str) -> html.HtmlElement:
    try:
        # As bytes: lxml refuses a text with an XML declaration.
        return html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as error:
        raise LayoutChanged("expected an article's page, found nothing that can be read as one") from error


def _text(page: str, title: str) -> str:
    """The paragraphs of the article, without the title above them."""
    found: Any = bare_extraction(page, include_comments=False, include_tables=True, with_metadata=False)
    lines = [line for line in map(clean, (found.text or "").splitlines()) if line] if found else []
    text = "\n".join(lines[1:] if lines[:1] == [title] else lines)
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"expected an article of at most {MAX_CHARACTERS:,} characters, found {len(text):,}")
    return text


def _title(tree: html.HtmlElement) -> str:
    """What the page calls itself for others, else its first heading, else the title of the window."""
    named = tree.xpath("//meta[@property='og:title']/@content")
    headings = [heading.text_content() for heading in tree.xpath("//h1[normalize-space()][1]")]
    windows = [title.text_content() for title in tree.xpath("//head/title")]
    return next((title for title in map(clean, [*named, *headings, *windows]) if title), "")[:TITLE_LENGTH]


def _canonical(tree: html.HtmlElement, url: str) -> str:
    for link in [*tree.xpath("//link[@rel='canonical']/@href"), *tree.xpath("//meta[@property='og:url']/@content")]:
        try:
            if address := web_address(urljoin(url, clean(link))):
                return address
        except ValueError:
            continue
    return ""


def _published(tree: html.HtmlElement) -> Moment | None:
    for written in _written_dates(tree):
        if moment := moment_of(written):
            return moment
    return None


def _written_dates(tree: html.HtmlElement) -> Iterator[str]:
    for record in _records(tree):
        if isinstance(date := record.get("datePublished"), str):
            yield date
    for path in PUBLISHED:
        for found in tree.xpath(path):
            yield clean(found if isinstance(found, str) else found.text_content())


def _says_not_free(tree: html.HtmlElement) -> bool:
    return any(str(record.get("isAccessibleForFree")).lower() == "false" for record in _records(tree))


def _records(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """What the page says of itself as JSON-LD, at its outer levels."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            found = json.loads(script)
        except (ValueError, RecursionError):
            continue
        outer = list(_mappings(found))
        yield from outer
        for record in outer:
            yield from _mappings(record.get("@graph"))


def _mappings(found: Any) -> Iterator[dict[str, Any]]:
    yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict))
