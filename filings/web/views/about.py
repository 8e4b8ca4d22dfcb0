"""Every word of the record explained."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filings.models import Cause, Proof, Series, Status


def about(request: HttpRequest) -> HttpResponse:
    context = {"statuses": list(Status), "proofs": list(Proof), "series": list(Series), "causes": list(Cause)}
    return render(request, "about.html", context)
