"""The page of a product: its status with who says so, its life-line, its filings and its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from filings.models import Product, Proof, Status
from filings.web import life, queries, raster, related
from filings.web.badges import NO_CHANGE
from filings.web.charts.life_picture import lying, upright
from filings.web.charts.lifeline import Life, draw_tall, draw_wide
from filings.web.charts.picture import write
from filings.web.cite import citation
from filings.web.dates import tick_text
from filings.web.palette import glyph
from filings.web.standing import ProductStanding
from filings.web.timeline import TimelineEntry, timeline

# No product is named by so many rows yet; beyond it the page would not load on a phone.
TIMELINE = 300


def product(request: HttpRequest, slug: str) -> HttpResponse:
    asked = Product.objects.select_related("organization", "group", "merged_into").prefetch_related(
        "partners", "listed_names"
    )
    found = get_object_or_404(asked, slug=slug)
    if found.merged_into:
        return redirect(found.merged_into)
    links = list(queries.product_links(found))
    filings = [link.filing for link in links]
    entries = timeline(queries.timeline_of_product(found, filings)[:TIMELINE], filings, found)
    standing = ProductStanding(found, links, entries)
    line = life.life_of(found.name, entries, timezone.localdate(), related.read_lists())
    chips = choices(entries, request.GET.get("show", ""))
    address = settings.SITE_URL + found.get_absolute_url()
    context = {
        "product": found,
        "status": Status(found.status),
        "standing": standing,
        "life": pictures(line) if line else None,
        "waited": life.waited(entries),
        "entries": next(chip.entries for chip in chips if chip.is_chosen),
        "chips": chips,
        "limit": TIMELINE,
        "same_owner": list(related.of_same_owner(found)),
        "naming_rows": related.rows_that_name(found),
        "has_pictures": raster.can_draw("A"),
        "product_address": address,
        "citation": citation(found.name, address),
        "embed": f'<a href="{address}"><img src="{address}badge.svg" alt="{Status(found.status).label}"></a>',
    }
    return render(request, "product.html", context)


def pictures(line: Life) -> tuple[SafeString, SafeString]:
    """The life-line lying and upright; the style sheet shows the one that fits."""
    wide, tall = lying(draw_wide(line, tick_text), glyph), upright(draw_tall(line, tick_text), glyph)
    return write(wide, line.title, "lifeline wide-only"), write(tall, line.title, "lifeline phone-only")


@dataclass(frozen=True)
class Choice:
    """A chip above the timeline, and what it leaves."""

    value: str
    label: str
    entries: list[TimelineEntry]
    is_chosen: bool


def choices(entries: Sequence[TimelineEntry], wanted: str) -> list[Choice]:
    """Everything, what changed the status, what official lists say; an unknown wish is none."""
    found: dict[str, tuple[str, list[TimelineEntry]]] = {
        "": (_("All"), list(entries)),
        "status": (_("Changed the status"), [entry for entry in entries if entry.event and entry.badge != NO_CHANGE]),
        "lists": (_("Lists only"), [entry for entry in entries if entry.event and entry.event.proof > Proof.COMPANY]),
    }
    chosen = wanted if wanted in found else ""
    return [Choice(value, label, left, value == chosen) for value, (label, left) in found.items()]
