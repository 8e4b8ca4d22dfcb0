"""The feed of changes, newest sighting first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filings.models import ChangeSet, EventKind, Series
from filings.web import feed
from filings.web.timeline import list_name


def changes(request: HttpRequest) -> HttpResponse:
    series, kind = request.GET.get("series", ""), request.GET.get("kind", "")
    wanted = feed.Filter(
        series=series if series in Series else "",
        kind=kind if kind in EventKind else "",
        change_set=_number(request.GET.get("set", "")),
    )
    lines, older = feed.newest_lines(wanted, before=_number(request.GET.get("before", "")))
    chosen = ChangeSet.objects.select_related("document").filter(pk=wanted.change_set or 0).first()
    context = {
        "wanted": wanted,
        "days": feed.by_day(lines),
        "older": older,
        "series": list(Series),
        "kinds": list(EventKind),
        "set_name": list_name(chosen.document) if chosen and lines else "",
    }
    return render(request, "changes.html", context)


def _number(text: str) -> int | None:
    """A number from an address; anything else is as if nothing had been asked."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
