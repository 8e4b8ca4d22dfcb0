"""The front page: a search box, what stands, what changed, what waits, how fresh it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from filings.models import Document, Proof, Series, Status
from filings.web import feed, health, queries, queries_home
from filings.web.badges import status_badge
from filings.web.due import Due, due

LINES = 12
# The well-known first number of the deep-synthesis lists, offered as an example where the record holds the series.
EXAMPLE_NUMBER = "网信算备110108823483901230031号"
# The badges that a reader of the lists meets; the page About explains all of them.
LEGEND = (Status.SUBMITTED, Status.PROVINCIALLY_LISTED, Status.AMENDED, Status.FILED, Status.CANCELLED)


@dataclass(frozen=True)
class Row:
    """One series: what stands, when its next list is due, and what the regulator itself counts."""

    standing: queries.Standing
    due: Due | None
    stated: queries_home.Stated | None


def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    standings = queries.standings()
    news = feed.latest_news(LINES)
    lines = news or feed.latest_lines(LINES)
    sources = health.freshness(now)
    context = {
        "today": today,
        "rows": _rows(standings, today),
        "unread_series": [series for series in Series if series not in {row.series for row in standings}],
        "days": feed.by_day(lines),
        "has_news": bool(news),
        "waiting": queries_home.waiting_products(today),
        "waiting_locally": queries_home.waiting_filings(today),
        "sources": sources,
        "last_check": max((one.last_good_at for one in sources if one.last_good_at), default=None),
        "legend": [status_badge(status) for status in LEGEND],
        "proofs": list(Proof),
        "example": EXAMPLE_NUMBER if any(row.series == Series.DEEP_SYNTHESIS for row in standings) else "",
    }
    return render(request, "home.html", context)


def _rows(standings: list[queries.Standing], today: dt.date) -> list[Row]:
    days, stated = Document.objects.all().batch_days(), queries_home.stated_totals()
    return [Row(one, due(days.get(one.series, []), one.batches, today), stated.get(one.series)) for one in standings]
