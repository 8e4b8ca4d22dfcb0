"""Search over products, organizations and filings; what an empty answer means is said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filings.web import queries

SHOWN = 20


def search(request: HttpRequest) -> HttpResponse:
    query = queries.typed(request.GET.get("q"))
    if not query:
        return render(request, "search.html", {"query": ""})
    groups = {
        "products": queries.find_products(query),
        "organizations": queries.find_organizations(query),
        "filings": queries.find_filings(query),
    }
    found = {name: list(rows[:SHOWN]) for name, rows in groups.items()}
    # Only a full group can hold more than is shown.
    counts = {name: len(rows) if len(rows) < SHOWN else groups[name].count() for name, rows in found.items()}
    context = {"query": query, **found, "counts": counts, "is_empty": not any(counts.values())}
    if context["is_empty"]:
        context["standings"] = queries.standings()
    return render(request, "search.html", context)


def suggest(request: HttpRequest) -> HttpResponse:
    """What the search box offers while somebody types: the closest few of each kind."""
    query = queries.typed(request.GET.get("q"))
    products = queries.find_products(query)[:6] if query else []
    return render(request, "search/_suggest.html", {"products": products})
