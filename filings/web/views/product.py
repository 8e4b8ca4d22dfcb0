"""The page of one product: its status, its filings and its timeline."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from filings.models import Product, Status
from filings.web import queries
from filings.web.standing import describe
from filings.web.timeline import entries

# No product is named by so many rows yet; beyond it the page would not load on a phone.
TIMELINE = 300


def product(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Product.objects.select_related("organization", "merged_into"), slug=slug)
    if found.merged_into:
        return redirect(found.merged_into)
    links = list(queries.product_links(found))
    timeline = queries.timeline_of_product(found)
    context = {
        "product": found,
        "status": Status(found.status),
        "filings": [link.filing for link in links if link.is_current],
        "past_filings": [link.filing for link in links if not link.is_current],
        "standing": describe(found, links),
        "entries": entries(timeline[:TIMELINE], found),
        "limit": TIMELINE,
    }
    return render(request, "product.html", context)
