"""What the lists write in every row, in plain functions because they write it fifty times a page."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import Any

from django import template
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from filings.models import Filing
from filings.web.badges import status_of
from filings.web.feed import Line
from filings.web.marks import pieces
from filings.web.names import has_han, reads_chinese

from .tracker import badge, gloss, proof, zh

register = template.Library()
LINE_SECONDS = 24 * 3600


@register.simple_tag
def status_mark(status: str) -> SafeString:
    """The badge of a status."""
    return _marked_once("_badge.html", "badge", status, get_language() or "")


@register.simple_tag
def filing_mark(filing: Filing) -> SafeString:
    return status_mark(status_of(filing))


@register.simple_tag
def proof_mark(level: int) -> SafeString:
    """The meter of a proof level, with its name."""
    return _marked_once("_proof.html", "proof", level, get_language() or "")


@functools.cache
def _marked_once(template: str, kind: str, value: Any, _language: str) -> SafeString:
    """Each of the few marks is drawn once per language."""
    context = {"badge": lambda: badge(value), "proof": lambda: proof(value)}[kind]()
    return render_to_string(template, context)


@register.simple_tag
def line_of_feed(line: Line) -> SafeString:
    """A line of the feed. An event stays as it was written, so that its line is drawn once while it reads the same."""
    if line.entry is None:
        return render_to_string("_line.html", {"line": line})
    event = line.entry.event
    subject, withdrawal = event.subject, line.entry.withdrawal
    owner = subject.organization.name if subject.organization else ""
    said = (event.pk, get_language(), subject.name, owner, withdrawal and withdrawal.pk)
    key = hashlib.sha256(repr(said).encode()).hexdigest()
    html: SafeString | None = cache.get(key)
    if html is None:
        html = render_to_string("_line.html", {"line": line})
        cache.set(key, html, LINE_SECONDS)
    return html


@register.simple_tag
def named(thing: Any) -> SafeString:
    """The name as a link to its page, the original first, and under it English or how it is said."""
    link = format_html('<a class="name" href="{}">{}</a>', thing.get_absolute_url(), zh(thing.name))
    under = gloss(thing)
    return format_html('{}<small class="gloss">{}</small>', link, under) if under else link


@register.filter
def source_name(name: str) -> SafeString | str:
    """The name of a source without the English that stands in brackets behind a Chinese one, for who needs none."""
    chinese, bracket, _english = name.partition(" (")
    return zh(chinese if bracket and has_han(chinese) and reads_chinese() else name)


@register.filter
def of(counts: Mapping[int, int], key: int) -> int:
    """What was counted for this key."""
    return counts.get(key, 0)


@register.filter
def marked(text: str, query: str) -> SafeString:
    """The text with what was typed marked in it, and Chinese marked as such."""
    runs = [(("<mark>{}</mark>" if piece.is_match else "{}"), piece.text) for piece in pieces(text, query)]
    whole = format_html_join("", "{}", ((format_html(pattern, run),) for pattern, run in runs))
    return format_html('<span lang="zh-Hans">{}</span>', whole) if has_han(text) else whole
