"""How long it takes: from hand-in to filing, from a press report to a list; and what is edited later."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filings.models import EventKind, Status
from filings.web.charts.bars import Bar, draw_bars
from filings.web.charts.columns import Column, Part, draw_columns
from filings.web.charts.picture import Picture
from filings.web.dates import day_text, tick_text

from . import data
from .figure import PHONE, Figure, Key, Line
from .growth import months_of

# The first day of each group of waits.
BOUNDS = (0, 15, 30, 45, 60, 90, 120, 180, 270, 365)


def waits(at: str, _series: str) -> Figure | None:
    """Days from the date inside the number to the filing: how many in each group."""
    found = data.waits(at)
    if not found:
        return None
    total = sum(n for _days, n in found)
    groups = _grouped(found)
    columns = [
        Column(label, (Part(n, "series-genai_filing", _("%(days)s days: %(n)s") % {"days": label, "n": f"{n:,}"}),))
        for label, n in groups
    ]

    def draw(width: float) -> Picture:
        return draw_columns(columns, width, 200 if width == PHONE else 240)

    words = {"median": median(found), "longest": found[-1][0], "n": f"{total:,}"}
    longest = data.longest_waits(at)
    return Figure(
        key="waits",
        title=_("Half waited %(median)s days or less from the hand-in to the filing; the longest %(longest)s") % words,
        note=_(
            "Days from the date inside the number to the filing. That it is the hand-in is our reading, no statement."
        ),
        heads=[_("Longest waits"), _("Days")],
        lines=[
            Line([name, days], reverse("filing", args=[series, number]) + (f"?copy={copy}" if copy > 1 else ""))
            for series, number, copy, name, days in longest
        ],
        draw=draw,
        foot=ngettext("%(n)s filing whose number tells a day", "%(n)s filings whose number tells a day", total) % words,
    )


def _grouped(found: list[tuple[int, int]]) -> list[tuple[str, int]]:
    """The groups up to the longest wait."""
    last = found[-1][0]
    starts = [bound for bound in BOUNDS if bound <= last]
    ends = [*starts[1:], None]
    return [
        (
            f"{start}–{end - 1}" if end else f"{start}+",
            sum(n for days, n in found if days >= start and (end is None or days < end)),
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def median(found: list[tuple[int, int]]) -> int:
    """The days that at least half of the filings did not exceed."""
    half, seen = sum(n for _days, n in found) / 2, 0
    for days, n in found:
        seen += n
        if seen >= half:
            return days
    return 0


def press(at: str, _series: str) -> Figure | None:
    """Days from the first report of a hand-in to the first list."""
    found = data.press_leads(at)
    if not found:
        return None
    waits = [(slug, name, first, listed, (listed - first).days) for slug, name, first, listed in found]
    bars = [
        Bar(name, days, _("%(name)s: %(n)s days") % {"name": name, "n": days}, "claim", reverse("product", args=[slug]))
        for slug, name, _first, _listed, days in waits
    ]

    def draw(width: float) -> Picture:
        return draw_bars(bars, width)

    return Figure(
        key="press",
        title=_("%(name)s was listed %(n)s days after the first report of its hand-in")
        % {"name": waits[0][1], "n": waits[0][4]},
        note=_("Products that the press called submitted and a list names since; those that still wait are not in it."),
        heads=[_("Product"), _("First report"), _("First list"), _("Days")],
        lines=[
            Line([name, day_text(first), day_text(listed), days], reverse("product", args=[slug]))
            for slug, name, first, listed, days in waits
        ],
        draw=draw,
        rows_href=reverse("products") + f"?status={Status.SUBMITTED}",
    )


def edits(at: str, _series: str) -> Figure | None:
    """Rewritten rows and cancelled numbers by the month that is known of them."""
    counted = data.edits(at)
    found = [(month, kind, n) for month, kind, n in counted if month]
    if not found:
        return None
    undated = sum(n for month, _kind, n in counted if month is None)
    kinds = {EventKind.AMENDED: "amended", EventKind.CANCELLED: "cancelled"}
    counts = {(month, kind): n for month, kind, n in found}
    span = list(months_of(found[0][0], found[-1][0]))

    def column(month: dt.date, place: int) -> Column:
        label = tick_text(month, "year") if month.month == 1 or not place else ""
        parts = [
            Part(n, f"kind-{look}", f"{tick_text(month, 'month_year')}, {kind.label}: {n:,}", _changes(kind, month))
            for kind, look in kinds.items()
            if (n := counts.get((month, kind), 0))
        ]
        return Column(label, tuple(parts), is_strong=True)

    def draw(width: float) -> Picture:
        return draw_columns(
            [column(month, place) for place, month in enumerate(span)], width, 200 if width == PHONE else 240
        )

    cancelled = {month: n for month, kind, n in found if kind == EventKind.CANCELLED}
    total = {kind: sum(n for _month, one, n in found if one == kind) for kind in kinds}
    words = {"amended": f"{total[EventKind.AMENDED]:,}", "cancelled": f"{total[EventKind.CANCELLED]:,}"}
    title = _("With a day: rows rewritten %(amended)s, numbers cancelled %(cancelled)s") % words
    if cancelled:
        month = max(cancelled, key=lambda one: cancelled[one])
        most = {"month": tick_text(month, "month_year"), "n": cancelled[month]}
        title += _("; the most cancellations in %(month)s: %(n)s") % most
    return Figure(
        key="edits",
        title=title,
        note=_("By the month that a remark or a notice tells."),
        heads=[_("Month"), *(str(kind.label) for kind in kinds)],
        lines=[
            Line([tick_text(month, "month_year"), *(counts.get((month, kind), 0) for kind in kinds)])
            for month in reversed(span)
            if any((month, kind) in counts for kind in kinds)
        ],
        draw=draw,
        legend=[Key(str(kind.label), f"kind-{look}") for kind, look in kinds.items()],
        foot=_("%(n)s more without a day") % {"n": f"{undated:,}"} if undated else "",
        rows_href=reverse("changes") + f"?kind={EventKind.CANCELLED}",
    )


def _changes(kind: EventKind, month: dt.date) -> str:
    return f"{reverse('changes')}?kind={kind}&year={month.year}"
