"""From the bytes of an HTML page to a tree: decoded strictly, since a wrong character is worse than no page."""

from __future__ import annotations

import codecs
import re

from bs4 import BeautifulSoup, Tag

from filings.sources.base import Blocked, LayoutChanged
from filings.sources.sniff import is_protection_page, media_type
from filings.text import collapse

META_CHARSET = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)

# Pages labelled gb2312 hold characters that only its successor GB18030 knows. An encoding that is not here would turn
# Chinese text into other letters without an error, so it is refused.
ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030"}


def decode_page(data: bytes, content_type: str = "") -> str:
    """The text of a page, by the charset of the header, else of its meta element, else UTF-8."""
    text = data.removeprefix(codecs.BOM_UTF8).decode(_encoding(data, content_type), errors="replace")
    if "\ufffd" in text or "\x00" in text:
        raise LayoutChanged(f"expected text in {_encoding(data, content_type)}, found bytes that are none")
    return text


def parse_page(data: bytes, content_type: str = "") -> BeautifulSoup:
    """The tree of a page of the source; an empty body, a protection page or another kind of file is an error."""
    if is_protection_page(data):
        raise Blocked("a protection page stands where the page should be")
    if (kind := media_type(data)) != "html":
        raise LayoutChanged(f"expected an HTML page, found {_described(kind)}")
    return BeautifulSoup(decode_page(data, content_type), "lxml")


def only(soup: Tag, selector: str) -> Tag:
    """The one element that matches."""
    found = soup.select(selector)
    if len(found) != 1:
        raise LayoutChanged(f"expected one {selector}, found {len(found)}")
    return found[0]


def text_of(element: Tag) -> str:
    """What the element reads, on one line."""
    return collapse(element.get_text())


def declared_charset(data: bytes, content_type: str) -> str:
    """What the page calls its encoding: by its first bytes, the header, its meta element, else UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    header, meta = HEADER_CHARSET.search(content_type), META_CHARSET.search(data[:4096])
    return header[1] if header else meta[1].decode("ascii", "replace") if meta else "utf-8"


def _encoding(data: bytes, content_type: str) -> str:
    declared = declared_charset(data, content_type)
    encoding = ENCODINGS.get(declared.lower())
    if not encoding:
        raise LayoutChanged(f"expected a page in UTF-8 or a GB encoding, found the charset {declared}")
    return encoding


def _described(kind: str) -> str:
    return {"empty": "nothing", "unknown": "bytes of no known type"}.get(kind, kind)
