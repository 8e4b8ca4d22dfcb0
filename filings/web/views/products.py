"""The list of products."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from filings.web.queries_products import PRODUCTS

from .lists import answer


def products(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    return answer(request, PRODUCTS, "products")
