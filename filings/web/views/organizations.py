"""Organizations: the list, and the page of one with its names, filings, products and timeline."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from filings.models import FilingState, Organization
from filings.web import queries
from filings.web.timeline import entries

PAGE = 50
TIMELINE = 100


def organizations(request: HttpRequest) -> HttpResponse:
    query = queries.typed(request.GET.get("q"))
    page = Paginator(queries.organizations_page(query), PAGE).get_page(request.GET.get("page"))
    return render(request, "organizations.html", {"page": page, "query": query})


def organization(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organization.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        return redirect(found.merged_into)
    filings = list(queries.filings_of(found))
    context = {
        "organization": found,
        "former_names": [name.name for name in found.names.all() if name.name != found.name],
        "entity_keys": list(found.entity_keys.all()),
        "filings": filings,
        "cancelled": sum(filing.state == FilingState.CANCELLED for filing in filings),
        "products": list(found.products.order_by("-listed_on", "name")),
        "entries": entries(queries.timeline_of_organization(found)[:TIMELINE]),
        "limit": TIMELINE,
    }
    return render(request, "organization.html", context)
