"""Products: the list, and the page of one with its status, its filings and its timeline."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from filings.models import Product, Status
from filings.web import queries
from filings.web.standing import describe
from filings.web.timeline import entries

PAGE = 50
# No product is named by so many rows yet; beyond it the page would not load on a phone.
TIMELINE = 300


def products(request: HttpRequest) -> HttpResponse:
    query = queries.typed(request.GET.get("q"))
    status = request.GET.get("status", "")
    status = status if status in Status else ""
    page = Paginator(queries.products_page(query, status), PAGE).get_page(request.GET.get("page"))
    chips = [(Status(value), count) for value, count in queries.product_statuses()]
    return render(request, "products.html", {"page": page, "query": query, "status": status, "chips": chips})


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
