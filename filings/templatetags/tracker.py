"""How names, days, statuses and numbers are written on every page. Everything is escaped; nothing is declared safe."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from filings import noted as sentences
from filings.models import Event, Filing, Proof
from filings.models.addresses import address_of
from filings.web import badges, cite, dates, names, queries, timeline
from filings.web.drawn import drawn

register = template.Library()


@register.filter
def zh(text: object) -> SafeString | str:
    """Text of the registers, marked as Chinese where it is."""
    return _zh(str(text or ""))


@functools.lru_cache(maxsize=8192)
def _zh(plain: str) -> SafeString | str:
    return format_html('<span lang="zh-Hans">{}</span>', plain) if names.has_han(plain) else plain


@register.filter
def noted(text: str, longest: int | None = None) -> SafeString | str:
    """A sentence that the machine has noted, in the reader's language; marked where it is in none but its own."""
    said = sentences.known(text)
    shown = text if said is None else said
    shown = Truncator(shown).chars(longest) if longest else shown
    is_english = said is None and not names.has_han(text)
    return format_html('<span lang="en">{}</span>', shown) if is_english else shown


@register.filter
def gloss(thing: Any) -> str:
    """What stands under a name in grey: its English name, or else how it is said."""
    if thing.name_en:
        return str(thing.name_en)
    return "" if names.reads_chinese() else names.reading(thing.name)


@register.filter
def reading(text: str) -> str:
    return "" if names.reads_chinese() else names.reading(text)


@register.filter
def day(value: dt.date | dt.datetime | None, precision: str = "day") -> SafeString | str:
    if value is None:
        return ""
    on = timezone.localdate(value) if isinstance(value, dt.datetime) else value
    return _day(on, precision, get_language() or "")


@functools.lru_cache(maxsize=4096)
def _day(on: dt.date, precision: str, _language: str) -> SafeString:
    """The same few days stand on every page, and are said anew in each language only."""
    return format_html(
        '<time datetime="{}">{}</time>', dates.machine_text(on, precision), dates.day_text(on, precision)
    )


@register.filter
def moment(value: dt.datetime | None) -> SafeString | str:
    """Day and minute in Beijing."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', dates.machine_text(value), dates.moment_text(value))


@register.filter
def batch(value: str) -> str:
    return _batch(value, get_language() or "")


@functools.lru_cache(maxsize=1024)
def _batch(value: str, _language: str) -> str:
    return dates.batch_text(value)


@register.filter
def list_name(document: Any) -> str:
    return timeline.list_name(document)


@register.filter
def register_address(document: Any) -> str:
    """The page of a batch; a list whose label names no month stands under "-"."""
    return address_of("register", document.series, document.batch or queries.NO_BATCH)


@register.filter
def address(filing: Filing) -> str:
    return cite.filing_address(filing)


@register.filter
def web_address(text: str | None) -> str:
    """An address that may become a link: of the web, and of nothing that a browser would run."""
    return text if text and text.startswith(("http://", "https://")) else ""


@register.inclusion_tag("_badge.html")
def badge(status: str, size: str = "") -> dict[str, Any]:
    return {"badge": badges.status_badge(status), "size": size}


@register.inclusion_tag("_badge.html")
def event_badge(event: Event, size: str = "") -> dict[str, Any]:
    return {"badge": badges.event_badge(event), "size": size}


@register.inclusion_tag("_badge.html")
def filing_badge(filing: Filing, size: str = "") -> dict[str, Any]:
    return {"badge": badges.status_badge(badges.status_of(filing)), "size": size}


@register.inclusion_tag("_proof.html")
def proof(level: int) -> dict[str, Any]:
    return {"proof": Proof(level), "levels": list(Proof)}


@register.simple_tag(takes_context=True)
def entry_of_timeline(context: Context, entry: timeline.TimelineEntry) -> SafeString:
    """An entry of a timeline. An event stays as it was written, so that it is drawn once while it reads the same."""
    beside = {
        "same_filing": bool(context.get("same_filing")),
        "show_organization": bool(context.get("show_organization")),
    }
    if entry.event is None:
        return render_to_string("_hand_in.html", {"entry": entry, **beside})
    return drawn("_event.html", {"entry": entry, **beside}, beside, entry.state)
