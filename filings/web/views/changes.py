"""The feed of changes, newest sighting first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from filings.web import feed
from filings.web.listing import csv_of, page_of
from filings.web.queries_changes import CHANGES

from .lists import show, wants_csv


def changes(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    if wants_csv(request):
        return csv_of(request, CHANGES, "changes")
    page = page_of(request, CHANGES)
    order = feed.HAPPENED if request.GET.get("sort") == feed.HAPPENED.name else feed.SEEN
    return show(request, "changes.html", page, days=feed.by_day(page.rows, order))
