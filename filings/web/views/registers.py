"""The registers: every batch of every series, and the page of one with its ledger, its rows and its later edits."""

from __future__ import annotations

import itertools

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from filings.models import Series
from filings.web import queries
from filings.web.timeline import entries

PAGE = 200


def registers(request: HttpRequest) -> HttpResponse:
    edits = queries.edits_per_document()
    lists = sorted(queries.batches(), key=lambda document: list(Series).index(Series(document.series)))
    by_series = [
        (Series(series), [(document, edits.get(document.pk, 0)) for document in group])
        for series, group in itertools.groupby(lists, key=lambda document: document.series)
    ]
    return render(request, "registers.html", {"by_series": by_series})


def register(request: HttpRequest, series: str, batch: str) -> HttpResponse:
    """A month has one list of a series or, should it ever have two, both of them."""
    month = "" if batch == queries.NO_BATCH else batch
    documents = list(queries.batches().filter(series=series, batch=month).select_related("parent", "accepted_snapshot"))
    if not documents:
        raise Http404
    page = Paginator(queries.rows_of(documents), PAGE).get_page(request.GET.get("page"))
    context = {
        "series": Series(series),
        "batch": month,
        "ledgers": [(document, list(queries.accepted_snapshots(document))) for document in documents],
        "edits": entries(queries.later_edits(documents)),
        "page": page,
    }
    return render(request, "register.html", context)
