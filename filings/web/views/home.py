"""The front page: a search box, what stands, what changed, how fresh it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from filings.models import Filing, Proof, Series, Status
from filings.web import feed, health, queries
from filings.web.badges import status_badge

LINES = 12
# The well-known first number of the deep-synthesis lists, offered as an example where the record holds it.
EXAMPLE_NUMBER = "网信算备110108823483901230031号"
# The badges that a reader of the lists meets; the page About explains all of them.
LEGEND = (Status.SUBMITTED, Status.PROVINCIALLY_LISTED, Status.AMENDED, Status.FILED, Status.CANCELLED)


def home(request: HttpRequest) -> HttpResponse:
    standings = queries.standings()
    news = feed.latest_news(LINES)
    lines = news or feed.latest_lines(LINES)
    context = {
        "standings": standings,
        "unread_series": [series for series in Series if series not in {row.series for row in standings}],
        "days": feed.by_day(lines),
        "has_news": bool(news),
        "sources": health.source_reports(timezone.now()),
        "legend": [status_badge(status) for status in LEGEND],
        "proofs": list(Proof),
        "example": Filing.objects.filter(number=EXAMPLE_NUMBER).first(),
    }
    return render(request, "home.html", context)
