"""The registers: every batch of every series, and the page of one with its ledger, its rows and its later edits."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from filings.models import Document, Series
from filings.rhythm import next_window
from filings.web import queries
from filings.web.timeline import entries

PAGE = 200


@dataclass(frozen=True)
class ListRow:
    """A list with its counts."""

    document: Document
    count: queries.ListCount


def registers(request: HttpRequest) -> HttpResponse:
    """Every series with its lists, newest batch first."""
    counts = queries.list_counts()
    documents = queries.lists_by_key(counts)
    rows = [ListRow(documents[count.document], count) for count in counts]
    rows.sort(key=lambda row: (row.document.batch, row.document.label), reverse=True)
    by_series = [
        (series, own, next_window(row.document.published_on for row in own if row.document.published_on))
        for series in Series
        if (own := [row for row in rows if row.count.series == series])
    ]
    return render(request, "registers.html", {"by_series": by_series, "today": timezone.localdate()})


def register(request: HttpRequest, series: str, batch: str) -> HttpResponse:
    month = "" if batch == queries.NO_BATCH else batch
    documents = queries.lists_of_batch(series, month)
    if not documents:
        raise Http404
    page = Paginator(queries.rows_of(documents), PAGE).get_page(request.GET.get("page"))
    context = {
        "series": Series(series),
        "batch": month,
        "address_batch": batch,
        "ledgers": [(document, list(queries.accepted_snapshots(document))) for document in documents],
        "edits": entries(queries.later_edits(documents)),
        "page": page,
    }
    return render(request, "register.html", context)
