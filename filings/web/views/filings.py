"""The list of filings, and the page of one: where it stands, its number decoded, and every version of its row."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from filings.models import EventKind, Filing, Series
from filings.web import queries
from filings.web.badges import proof_of, status_of
from filings.web.cite import citation, filing_address
from filings.web.numbers import decode, flag_text
from filings.web.queries_filings import FILINGS
from filings.web.timeline import timeline
from filings.web.versions import compare_versions, sightings

from .lists import answer


def filings(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    return answer(request, FILINGS, "filings")


def filing(request: HttpRequest, series: str, number: str) -> HttpResponse:
    copy = request.GET.get("copy", "1")
    if not copy.isdecimal() or len(copy) > 3:
        raise Http404
    asked = Filing.objects.select_related("organization", "document__parent", "document__accepted_snapshot", "current")
    found = get_object_or_404(asked, series=series, number=number, copy=int(copy))
    versions = list(found.versions.select_related("first_snapshot", "last_snapshot").order_by("ordinal"))
    entries = timeline(queries.timeline_of_filing(found), [found])
    events = [entry.event for entry in entries if entry.event and not entry.withdrawal]
    rows = compare_versions(versions, found.series)
    changed = [row for row in rows if row.is_changed]
    address = settings.SITE_URL + filing_address(found)
    context = {
        "filing": found,
        "status": status_of(found),
        "proof": proof_of(found),
        "links": list(found.product_links.select_related("product").order_by("-is_current", "id")),
        "parts": decode(found.number),
        "is_algorithm": found.series in (Series.ALGORITHM, Series.DEEP_SYNTHESIS),
        "flags": [flag_text(flag) for flag in found.flags],
        "siblings": list(queries.siblings(found)),
        "versions": versions,
        "rows": rows if request.GET.get("fields") != "changed" else changed,
        "changed": len(changed),
        "all_fields": len(rows),
        "sightings": sightings(versions, list(queries.accepted_snapshots(found.document))),
        "edits": sum(event.kind != EventKind.LISTED for event in events),
        "was_gone": any(event.kind == EventKind.GONE for event in events),
        "entries": entries,
        "citation": citation(f"{found.name}, {found.number}", address),
    }
    return render(request, "filing.html", context)
