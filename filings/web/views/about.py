"""Every word of the record explained, how we know, and how to cite."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from filings.models import Cause, Proof, Series, Status
from filings.web.cite import citation

# One example of each weight that a badge can have.
WEIGHTS = (Status.SUBMITTED, Status.PROVINCIALLY_LISTED, Status.FILED)


def about(request: HttpRequest) -> HttpResponse:
    context = {
        "statuses": list(Status),
        "proofs": list(Proof),
        "series": list(Series),
        "causes": list(Cause),
        "weights": WEIGHTS,
        "citation": citation(_("What the words mean"), settings.SITE_URL + request.path),
    }
    return render(request, "about.html", context)
