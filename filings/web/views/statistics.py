"""The page Statistics, and each of its figures as a file: rows, numbers to explore, a picture."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filings.web import raster
from filings.web.figures import catalogue
from filings.web.figures.figure import Figure
from filings.web.figures.picture_file import standing_alone
from filings.web.memory import stamp


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    at = stamp()
    series = catalogue.chosen_series(at, request.GET.get("series", ""))
    context = {
        # Counted and drawn only where the page has not kept them.
        "figures": lambda: catalogue.figures(at, series),
        "at": at,
        "series": series,
        "chips": catalogue.series_present(at),
        "has_pictures": raster.can_draw("A"),
    }
    return render(request, "statistics.html", context)


def _asked(request: HttpRequest, key: str) -> Figure:
    at = stamp()
    if key not in catalogue.FIGURES:
        raise Http404
    found = catalogue.figure(key, at, catalogue.chosen_series(at, request.GET.get("series", "")))
    if found is None:
        raise Http404
    return found


@require_safe
def figure_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The table of a figure, with a mark that tells spreadsheets that it is UTF-8."""
    figure = _asked(request, key)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    writer = csv.writer(answer)
    writer.writerow(figure.heads)
    writer.writerows([_harmless(cell) for cell in line.cells] for line in figure.lines)
    return answer


def _harmless(cell: str | int) -> str | int:
    """A text that a spreadsheet would run as a formula is quoted."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@require_safe
def figure_json(request: HttpRequest, key: str) -> JsonResponse:
    """What the browser needs to draw the figure itself."""
    figure = _asked(request, key)
    if figure.explored is None:
        raise Http404
    explored = figure.explored
    return JsonResponse({"kind": explored.kind, "categories": explored.categories, "series": explored.series})


@require_safe
def figure_png(request: HttpRequest, key: str) -> HttpResponse:
    figure = _asked(request, key)
    answer = HttpResponse(raster.png(standing_alone(figure)), content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="{key}.png"'
    return answer
