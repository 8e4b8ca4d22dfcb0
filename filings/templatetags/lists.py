"""What the lists write in every row, in plain functions because they write it fifty times a page."""

from __future__ import annotations

import functools
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from filings.models import Filing, Organization
from filings.web.badges import status_of
from filings.web.drawn import drawn
from filings.web.feed import Line
from filings.web.health import DocumentReport
from filings.web.marks import pieces
from filings.web.names import has_han, reads_chinese

from .tracker import badge, gloss, proof, zh

register = template.Library()


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


@register.simple_tag
def filing_row(filing: Filing, show_organization: bool) -> SafeString:
    """A filing as a row of a list."""
    document, owner = filing.document, filing.organization if show_organization else None
    shown = filing.number, filing.copy, filing.name, filing.series, status_of(filing), bool(filing.flags)
    beside = document.series, document.batch, filing.published_on, owner and (owner.slug, owner.name, owner.name_en)
    return drawn("_filing_row.html", {"filing": filing, "show_organization": show_organization}, shown, beside)


@register.simple_tag
def organization_row(organization: Organization, filings: dict[int, int], products: dict[int, int]) -> SafeString:
    """An organization with its counts, as a row of a list."""
    counts = {"filings": filings.get(organization.pk, 0), "products": products.get(organization.pk, 0)}
    group = organization.group and (organization.group.slug, organization.group.name)
    shown = organization.slug, organization.name, organization.name_en, organization.province, group
    return drawn("_organization_row.html", {"organization": organization, **counts}, shown, *counts.values())


@register.simple_tag
def document_row(report: DocumentReport) -> SafeString:
    """A document with what became of it, as a row of the sources page."""
    document, snapshot = report.document, report.document.accepted_snapshot
    shown = document.label, document.kind, document.series, document.batch, document.published_on, document.has_filings
    answers = document.last_outcome, document.last_message, document.last_poll_at, document.last_good_at
    rows = snapshot and snapshot.accepted
    return drawn("_document_row.html", {"report": report}, shown, answers, document.next_poll_at, rows)


@register.simple_tag
def list_row(row: Any) -> SafeString:
    """A list with its counts, as a row of the registers' page."""
    document, snapshot, count = row.document, row.document.accepted_snapshot, row.count
    shown = document.series, document.batch, document.label, document.published_on
    return drawn("_list_row.html", {"row": row}, shown, count, row.touched, snapshot and snapshot.last_seen_at)


@functools.cache
def _marked_once(template: str, kind: str, value: Any, _language: str) -> SafeString:
    """Each of the few marks is drawn once per language."""
    context = {"badge": lambda: badge(value), "proof": lambda: proof(value)}[kind]()
    return render_to_string(template, context)


@register.simple_tag(takes_context=True)
def filters(context: template.Context, find_label: str = "") -> SafeString:
    """The filters of a list; with a label for it, a field to look for text in."""
    page, path = context["list"], context["request"].path
    shown = {"list": page, "find_label": find_label, "path": path}
    if not page.is_common:
        return render_to_string("_filters.html", shown)
    return drawn("_filters.html", shown, path, find_label, page.filters_state)


@register.simple_tag
def line_of_feed(line: Line) -> SafeString:
    """A line of the feed. An event stays as it was written, so that its line is drawn once while it reads the same."""
    return drawn("_line.html", {"line": line}, _state_of_line(line))


def _state_of_line(line: Line) -> tuple[object, ...]:
    """All that a line shows and that can be otherwise another time."""
    if line.entry:
        event = line.entry.event
        subject, withdrawal = event.subject, line.entry.withdrawal
        owner = subject.organization.name if subject.organization else ""
        return event.pk, subject.name, owner, withdrawal and withdrawal.pk
    change_set = line.change_set
    document = change_set.document
    said = line.kind, line.status, line.proof, line.count, change_set.cause
    return change_set.pk, *said, document.series, document.batch, document.label, document.published_on


@register.simple_tag
def named(thing: Any) -> SafeString:
    """The name as a link to its page, the original first, and under it English or how it is said."""
    return _named(thing.get_absolute_url(), thing.name, gloss(thing))


@functools.lru_cache(maxsize=8192)
def _named(address: str, name: str, under: str) -> SafeString:
    link = format_html('<a class="name" href="{}">{}</a>', address, zh(name))
    return format_html('{}<small class="gloss">{}</small>', link, under) if under else link


@register.filter
def source_name(name: str) -> SafeString | str:
    """The name of a source without the English that stands in brackets behind a Chinese one, for who needs none."""
    chinese, bracket, _english = name.partition(" (")
    return zh(chinese if bracket and has_han(chinese) and reads_chinese() else name)


@register.filter
def marked(text: str, query: str) -> SafeString:
    """The text with what was typed marked in it, and Chinese marked as such."""
    runs = [(("<mark>{}</mark>" if piece.is_match else "{}"), piece.text) for piece in pieces(text, query)]
    whole = format_html_join("", "{}", ((format_html(pattern, run),) for pattern, run in runs))
    return format_html('<span lang="zh-Hans">{}</span>', whole) if has_han(text) else whole
