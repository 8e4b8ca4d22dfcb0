"""The registers: every batch of every series, and the page of one with its ledger, its rows and its later edits."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from filings.models import Document, Series
from filings.web import queries
from filings.web.due import due
from filings.web.sums import sums_of_list
from filings.web.timeline import entries

PAGE = 50
# Of a list that was edited more often, the newest edits are shown; the list of changes has them all.
EDITS = 60


@dataclass(frozen=True)
class ListRow:
    """A list with its counts."""

    document: Document
    count: queries.ListCount
    touched: int


def registers(request: HttpRequest) -> HttpResponse:
    """Every series with its lists, newest batch first."""
    counts, touched = queries.list_counts(), queries.touched_per_list()
    documents = queries.lists_by_key(counts)
    rows = [ListRow(documents[one.document], one, touched.get(one.document, 0)) for one in counts]
    rows.sort(key=lambda row: (row.document.batch, row.document.label), reverse=True)
    days, today = Document.objects.all().batch_days(), timezone.localdate()
    by_series = [
        (series, own, due(days.get(series, []), [row.document.batch for row in own], today))
        for series in Series
        if (own := [row for row in rows if row.count.series == series])
    ]
    return render(request, "registers.html", {"by_series": by_series})


def register(request: HttpRequest, series: str, batch: str) -> HttpResponse:
    month = "" if batch == queries.NO_BATCH else batch
    documents = queries.lists_of_batch(series, month)
    if not documents:
        raise Http404
    edits, edit_count = queries.later_edits(documents, EDITS)
    page = Paginator(queries.rows_of(documents), PAGE).get_page(request.GET.get("page"))
    context = {
        "series": Series(series),
        "batch": month,
        "address_batch": batch,
        "ledgers": [
            (document, list(queries.accepted_snapshots(document)), sums_of_list(document)) for document in documents
        ],
        "edits": entries(edits),
        "edit_count": edit_count,
        "page": page,
    }
    return render(request, "register.html", context)
