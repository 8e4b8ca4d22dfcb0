"""Pieces of foreign HTML as plain text: paragraphs without tags, scripts, control characters or tricks of direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree, html

from filings.text import collapse

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
UNSEEN = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "head"})
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
        "ol p pre section table td th tr ul",
    )
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph on one line; a heading is one that stands in bold, or in a heading's element, from end to end."""

    text: str
    is_heading: bool


def clean(text: str) -> str:
    """The text on one line, without what can't be seen or can't be stored."""
    return collapse(CONTROL.sub("", text.replace("\x0b", " ").replace("\x0c", " ")))


def web_address(text: str) -> str:
    """The address if it is one of the web, else ""."""
    address = clean(text)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname and len(address) <= 2000 else ""


def plain(markup: str) -> str:
    """What a piece of HTML reads, a line for each paragraph."""
    return "\n".join(paragraph.text for paragraph in paragraphs(markup))


def paragraphs(markup: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a piece of HTML, or of plain text."""
    body = CONTROL.sub("", markup)
    if not body.strip():
        return ()
    try:
        root = html.fragment_fromstring(body, create_parent="div")
    except (etree.ParserError, ValueError):
        return ()
    return tuple(_joined(root))


def _joined(root: html.HtmlElement) -> Iterator[Paragraph]:
    """Runs of text between two block elements are one paragraph."""
    parts: list[tuple[str, bool]] = []
    for text, is_bold in [*_runs(root), (None, False)]:
        if text is not None:
            parts.append((text, is_bold))
            continue
        whole = clean("".join(part for part, _ in parts))
        if whole:
            yield Paragraph(whole, all(bold for part, bold in parts if part.strip()))
        parts.clear()


def _runs(root: html.HtmlElement) -> Iterator[tuple[str | None, bool]]:
    """Each run of text with whether it is bold, and None where a block begins or ends; no recursion, however deep."""
    hidden = bold = 0
    for action, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        is_start, tag = action == "start", str(element.tag)
        if isinstance(element.tag, str):
            hidden += (1 if is_start else -1) * (tag in UNSEEN)
            bold += (1 if is_start else -1) * (tag in HEADINGS)
        if tag in BLOCKS:
            yield None, False
        # What follows an element stands in its tail, also behind a comment; what follows the root is not ours.
        text = element.text if is_start else element.tail if element is not root else ""
        if text and not hidden:
            yield text, bold > 0
