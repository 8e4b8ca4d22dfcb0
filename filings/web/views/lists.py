"""What the views of all lists have in common: a page, its live part, or all of it as CSV, by one address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from filings.web.listing import Listing, ListPage, csv_of, page_of
from filings.web.queries import standings


def wants_csv(request: HttpRequest) -> bool:
    return request.GET.get("format") == "csv"


def answer(request: HttpRequest, listing: Listing, name: str, **context: Any) -> HttpResponse | StreamingHttpResponse:
    """The list called so: as CSV where the address asks for it, else as the page of its template."""
    if wants_csv(request):
        return csv_of(request, listing, name)
    return show(request, f"{name}.html", page_of(request, listing), **context)


def show(request: HttpRequest, template: str, page: ListPage, **context: Any) -> HttpResponse:
    """The page; what an empty one was looked for in is told."""
    context |= {"list": page, "standings": standings() if not page.rows else []}
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
