"""Organizations: the list, and the page of one with its names, filings, products and timeline."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from filings.models import FilingState, Organization
from filings.web import queries
from filings.web.listing import csv_of, page_of
from filings.web.queries_organizations import ORGANIZATIONS, filing_counts, product_counts
from filings.web.timeline import timeline

from .lists import show, wants_csv

# More would make the page heavy; the lists of changes, filings and products have them all.
TIMELINE = 40
SHOWN = 100


def organizations(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    if wants_csv(request):
        return csv_of(request, ORGANIZATIONS, "organizations")
    page = page_of(request, ORGANIZATIONS)
    counts = {"filing_counts": filing_counts(page.rows), "product_counts": product_counts(page.rows)}
    return show(request, "organizations.html", page, **counts)


def organization(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organization.objects.select_related("group", "merged_into"), slug=slug)
    if found.merged_into:
        return redirect(found.merged_into)
    filings = queries.filings_of(found)
    shown, filing_count = _first(filings)
    if filing_count == len(shown):
        cancelled = sum(filing.state == FilingState.CANCELLED for filing in shown)
    else:
        cancelled = filings.filter(state=FilingState.CANCELLED).count()
    products, product_count = _first(found.products.order_by("-listed_on", "name"))
    context = {
        "organization": found,
        "former_names": [name.name for name in found.names.all() if name.name != found.name],
        "entity_keys": list(found.entity_keys.all()),
        "filings": shown,
        "filing_count": filing_count,
        "cancelled": cancelled,
        "products": products,
        "product_count": product_count,
        "entries": timeline(queries.timeline_of_organization(found, TIMELINE), []),
        "limit": TIMELINE,
        "shown": SHOWN,
        "older_url": f"{reverse('changes')}?organization={found.slug}",
    }
    return render(request, "organization.html", context)


def _first(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first rows, and how many there are."""
    first = list(rows[:SHOWN])
    return first, len(first) if len(first) < SHOWN else rows.count()
