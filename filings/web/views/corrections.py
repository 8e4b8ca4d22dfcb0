"""The page of all corrections: what editors and the readers of the files put right, and why."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filings.web.corrections import all_corrections, by_editors, put_right_by_readers

PAGE = 50
# The lists have six such rows so far.
MOST = 200


def corrections(request: HttpRequest) -> HttpResponse:
    page = Paginator(all_corrections(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "corrections": list(by_editors(page)), "by_reader": put_right_by_readers(MOST)}
    return render(request, "corrections.html", context)
