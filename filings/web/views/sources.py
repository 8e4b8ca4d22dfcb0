"""Where it comes from, and whether it still comes: every source and document with its last answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from filings.web import health, sums


def sources(request: HttpRequest) -> HttpResponse:
    """Every age is reckoned when the page is asked for, so that a dead clock or worker can't hide."""
    now = timezone.now()
    reports = health.source_reports(now)
    documents = health.document_reports()
    context = {
        "now": now,
        "clock": health.clock_report(now),
        "reports": reports,
        "open": sums.open_points(),
        "series_sums": sums.sums_of_series(),
        "held": sum(report.held for report in reports),
        "troubled": [document for document in documents if document.is_troubled],
        "lists": [document for document in documents if document.is_list],
        "others": [document for document in documents if not document.is_list],
    }
    return render(request, "sources.html", context)
