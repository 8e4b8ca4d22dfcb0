"""The list of products."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filings.models import Status
from filings.web import queries

PAGE = 50


def products(request: HttpRequest) -> HttpResponse:
    query = queries.typed(request.GET.get("q"))
    status = request.GET.get("status", "")
    status = status if status in Status else ""
    page = Paginator(queries.products_page(query, status), PAGE).get_page(request.GET.get("page"))
    chips = [(Status(value), count) for value, count in queries.product_statuses()]
    return render(request, "products.html", {"page": page, "query": query, "status": status, "chips": chips})
