"""Reader of a notice page: its title, when it was published and re-published, its text and its attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from filings.sources.base import SHANGHAI, LayoutChanged
from filings.sources.page import only, parse_page, text_of
from filings.text import collapse

PUBLISHED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*(\d{1,2}):(\d{2})")
REPUBLISHED = re.compile(r"publishdate:\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})")
DOWNLOAD_PAGE = "downloadfile.jsp"
DOCUMENT_ENDINGS = {".doc", ".docx", ".xls", ".xlsx", ".pdf", ".wps", ".et", ".ofd", ".zip", ".rar"}


@dataclass(frozen=True, slots=True)
class Attachment:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A notice. `republished_at` is when the site last wrote the page out, which it does for every later edit."""

    title: str
    published_at: datetime
    source: str
    republished_at: datetime | None
    text: str
    attachments: tuple[Attachment, ...]


def read_notice(data: bytes, url: str, content_type: str = "") -> NoticePage:
    soup = parse_page(data, content_type)
    body = only(soup, "#BodyLabel")
    for unseen in body.select("script, style"):
        unseen.decompose()
    title = text_of(only(soup, "h1.title"))
    if not title:
        raise LayoutChanged("expected a title in h1.title, found nothing")
    return NoticePage(
        title=title,
        published_at=_published_at(text_of(only(soup, "span#pubtime"))),
        source=_source(soup),
        republished_at=_republished_at(soup),
        text=_text(body),
        attachments=attachments_in(body, url),
    )


def _published_at(text: str) -> datetime:
    found = PUBLISHED.fullmatch(text)
    moment = _moment(found) if found else None
    if not moment:
        raise LayoutChanged(f"expected a time like 2026年01月09日 18:30 in span#pubtime, found {text!r}")
    return moment


def _republished_at(soup: BeautifulSoup) -> datetime | None:
    """The note at the very end of the page; where it names only a day, there is no moment to tell."""
    stamps = list(REPUBLISHED.finditer(soup.get_text(" ")))
    return _moment(stamps[-1]) if stamps else None


def _moment(match: re.Match[str]) -> datetime | None:
    try:
        return datetime(*map(int, match.groups()), tzinfo=SHANGHAI)  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def _source(soup: BeautifulSoup) -> str:
    source = soup.select_one("span#source")
    return re.sub(r"^来源\s*[：:]\s*", "", text_of(source)) if source else ""


def _text(body: Tag) -> str:
    paragraphs = [text_of(paragraph) for paragraph in body.select("p")] or [text_of(body)]
    return "\n".join(filter(None, paragraphs))


def attachments_in(body: Tag, page_url: str) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for link in body.select("a[href]"):
        url = urljoin(page_url, str(link["href"]).strip())
        if _is_document(url):
            found.setdefault(url, Attachment(text_of(link) or _file_title(url), url))
    return tuple(found.values())


def _is_document(url: str) -> bool:
    parts = urlsplit(url)
    path = PurePosixPath(parts.path.lower())
    return parts.scheme in ("http", "https") and (path.name == DOWNLOAD_PAGE or path.suffix in DOCUMENT_ENDINGS)


def _file_title(url: str) -> str:
    parts = urlsplit(url)
    return collapse(parse_qs(parts.query).get("fText", [PurePosixPath(parts.path).name])[0])
