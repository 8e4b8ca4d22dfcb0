"""Every figure by its name in the address, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable

from filings.models import Series

from . import data, growth, shares, spans
from .figure import Figure

FIGURES: dict[str, Callable[[str, str], Figure | None]] = {
    "months": growth.months,
    "totals": growth.totals,
    "provinces": shares.provinces,
    "organizations": shares.organizations,
    "waits": spans.waits,
    "press": spans.press,
    "edits": spans.edits,
    "categories": shares.categories,
}


def series_present(at: str) -> list[tuple[Series, int]]:
    """The series that hold filings, with how many."""
    counts: dict[str, int] = {}
    for size in data.list_sizes(at):
        counts[size.series] = counts.get(size.series, 0) + size.filings
    return [(series, counts[series]) for series in Series if series in counts]


def chosen_series(at: str, wanted: str) -> str:
    """The one asked for, if it holds filings; else the largest; "" where there is none."""
    present = dict(series_present(at))
    if wanted in present:
        return wanted
    return max(present, key=lambda series: present[series], default="")


def figure(key: str, at: str, series: str) -> Figure | None:
    return FIGURES[key](at, series)


def figures(at: str, series: str) -> list[Figure]:
    """Those that have something to show."""
    return [found for key in FIGURES if (found := figure(key, at, series))]
