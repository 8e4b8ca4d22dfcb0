"""Search over products, organizations, filings and articles; what an empty answer means is said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filings.spellings import typed
from filings.web import queries
from filings.web.found import find, suggest_for


def search(request: HttpRequest) -> HttpResponse:
    query = typed(request.GET.get("q"))
    if not query:
        return render(request, "search.html", {"query": ""})
    found = find(query)
    context = {"query": query, "found": found, "standings": queries.standings() if found.is_empty else []}
    return render(request, "search.html", context)


def suggest(request: HttpRequest) -> HttpResponse:
    """What the search box offers while somebody types: the closest few of each kind."""
    query = typed(request.GET.get("q"))
    response = render(request, "search/_suggest.html", {"query": query, "groups": suggest_for(query) if query else []})
    response["Cache-Control"] = "max-age=60"
    return response
