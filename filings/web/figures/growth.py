"""How the record grows: filings per month and series, and the generative totals against what the regulator says."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filings.models import Series
from filings.web.charts.columns import Column, Part, draw_columns
from filings.web.charts.lines import Curve, Point, draw_lines
from filings.web.charts.picture import Picture
from filings.web.dates import day_text, tick_text
from filings.web.queries import NO_BATCH

from . import data
from .figure import PHONE, Explored, Figure, Key, Line

TOTALS = {Series.GENAI_FILING: "filed_total", Series.GENAI_REGISTRATION: "registered_total"}


ByMonth = dict[dt.date, dict[Series, list[data.ListSize]]]


def months(at: str, _series: str) -> Figure | None:
    """Filings by the month in which their list was published."""
    sizes = data.list_sizes(at)
    if not sizes:
        return None
    by_month: ByMonth = defaultdict(lambda: defaultdict(list))
    for size in sizes:
        by_month[size.published_on.replace(day=1)][Series(size.series)].append(size)
    present = [series for series in Series if any(series in month for month in by_month.values())]
    span = list(months_of(min(by_month), max(by_month)))
    columns = [_column(month, not place, by_month.get(month, {})) for place, month in enumerate(span)]

    def draw(width: float) -> Picture:
        return draw_columns(columns, width, 220 if width == PHONE else 280)

    fullest = max(range(len(span)), key=lambda place: columns[place].value)
    words = {"month": tick_text(span[fullest], "month_year"), "n": f"{columns[fullest].value:,}"}
    lines = [
        Line([tick_text(month, "month_year"), *(_amount(by_month[month].get(series)) for series in present)])
        for month in reversed(span)
        if month in by_month
    ]
    return Figure(
        key="months",
        title=_("%(month)s brought the most rows: %(n)s") % words,
        note=_("Rows of the lists by the month of their publication, or of their label where no day is stated."),
        heads=[_("Month"), *(str(series.label) for series in present)],
        lines=lines,
        draw=draw,
        legend=[Key(str(series.label), f"series-{series}") for series in present],
        foot=ngettext("%(n)d list", "%(n)d lists", len(sizes)) % {"n": len(sizes)},
        rows_href=reverse("registers"),
        is_wide=True,
        explored=_explored_months(span, present, by_month),
    )


def _column(month: dt.date, is_first: bool, sizes: dict[Series, list[data.ListSize]]) -> Column:
    parts = []
    for series in (one for one in Series if one in sizes):
        n = _amount(sizes[series])
        title = f"{tick_text(month, 'month_year')}, {series.label}: {n:,}"
        parts.append(Part(n, f"series-{series}", title, _list(sizes[series])))
    label = tick_text(month, "year") if is_first or month.month == 1 else ""
    return Column(label, tuple(parts), is_strong=True)


def _amount(sizes: list[data.ListSize] | None) -> int:
    return sum(size.filings for size in sizes or [])


def _explored_months(span: list[dt.date], present: list[Series], by_month: ByMonth) -> Explored:
    rows: list[dict[str, object]] = [
        {
            "name": str(series.label),
            "look": f"series-{series}",
            "data": [_amount(by_month.get(month, {}).get(series)) for month in span],
        }
        for series in present
    ]
    return Explored([tick_text(month, "month_year") for month in span], rows)


def _list(sizes: list[data.ListSize]) -> str:
    """The page of the largest list among these."""
    largest = max(sizes, key=lambda size: size.filings)
    return reverse("register", args=[largest.series, largest.batch or NO_BATCH])


def months_of(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    month = first
    while month <= last:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)


def totals(at: str, _series: str) -> Figure | None:
    """What we count beside what the regulator says it has let through."""
    stated, counted = data.stated_totals(at), _running(data.generative_days(at))
    if not stated and not counted:
        return None
    curves = [curve for series in TOTALS for curve in _curves(series, stated, counted.get(series, []))]
    lines = [_line(row, counted) for row in reversed(stated)] or [
        Line([day_text(on), str(series.label), n]) for series in TOTALS for on, n in counted.get(series, [])[-1:]
    ]

    def draw(width: float) -> Picture:
        return draw_lines(curves, width, 240 if width == PHONE else 300, tick_text, 4 if width == PHONE else 9)

    heads = [_("As of"), _("Filed, stated"), _("counted here"), _("Registered, stated"), _("counted here")]
    return Figure(
        key="totals",
        title=_totals_title(stated, counted),
        note=_("Generative AI services: lines are what we count by day of filing, rings what the regulator states."),
        heads=heads if stated else [_("As of"), _("Series"), _("counted here")],
        lines=lines,
        draw=draw,
        legend=[Key(str(series.label), f"series-{series}") for series in TOTALS],
        foot=_coverage(stated, counted),
        rows_href=reverse("filings") + f"?series={Series.GENAI_FILING}",
        is_wide=True,
        explored=_explored(stated, counted),
    )


Running = dict[Series, list[tuple[dt.date, int]]]


def _running(days: list[tuple[str, dt.date, int]]) -> Running:
    """Per series, each day with the sum so far."""
    running: Running = defaultdict(list)
    sums: dict[Series, int] = defaultdict(int)
    for name, day, n in days:
        series = Series(name)
        sums[series] += n
        running[series].append((day, sums[series]))
    return running


def _curves(series: Series, stated: list[dict[str, object]], counted: list[tuple[dt.date, int]]) -> list[Curve]:
    href = reverse("filings") + f"?series={series}"
    own = tuple(Point(day, n, f"{day_text(day)}: {n:,}", href) for day, n in counted)
    told = tuple(
        Point(row["as_of"], row[TOTALS[series]], f"{day_text(row['as_of'])}: {row[TOTALS[series]]:,}")  # type: ignore[arg-type]
        for row in stated
        if row[TOTALS[series]] is not None
    )
    found = []
    if own:
        found.append(Curve(str(series.label), f"series-{series}", own))
    if told:
        found.append(Curve("" if own else str(series.label), f"series-{series} stated", told, is_joined=not own))
    return found


def _coverage(stated: list[dict[str, object]], counted: Running) -> str:
    """How much of the newest stated total we have read: where lines lie below rings, lists are missing here."""
    newest = next((row for row in reversed(stated) if row["filed_total"]), None)
    if newest is None:
        return ""
    day = newest["as_of"]
    assert isinstance(day, dt.date)
    own = _count_at(counted.get(Series.GENAI_FILING, []), day)
    words = {"own": f"{own:,}", "told": f"{newest['filed_total']:,}", "day": day_text(day)}
    return _("On %(day)s we count %(own)s of %(told)s filed. Late entries come months after their day.") % words


def _count_at(counted: list[tuple[dt.date, int]], day: dt.date) -> int:
    return max((n for on, n in counted if on <= day), default=0)


def _line(row: dict[str, object], counted: Running) -> Line:
    day = row["as_of"]
    assert isinstance(day, dt.date)
    cells: list[str | int] = [day_text(day)]
    for series, name in TOTALS.items():
        value = row[name]
        cells += [value if isinstance(value, int) else _("not stated"), _count_at(counted.get(series, []), day)]
    return Line(cells, str(row["document__url"] or ""))


def _totals_title(stated: list[dict[str, object]], counted: Running) -> str:
    both = [row for row in stated if row["filed_total"] and row["registered_total"]]
    if len(both) > 1:
        now, then = both[-1], both[0]
        words = {
            "now": round(100 * now["registered_total"] / now["filed_total"]),  # type: ignore[operator]
            "then": round(100 * then["registered_total"] / then["filed_total"]),  # type: ignore[operator]
            "day": day_text(then["as_of"]),  # type: ignore[arg-type]
        }
        return _("%(now)s registrations for every 100 filings; on %(day)s it was %(then)s") % words
    newest = {series: rows[-1][1] for series, rows in counted.items() if rows}
    filed, registered = newest.get(Series.GENAI_FILING, 0), newest.get(Series.GENAI_REGISTRATION, 0)
    return _("%(filed)s generative AI services filed, %(registered)s applications registered") % {
        "filed": f"{filed:,}",
        "registered": f"{registered:,}",
    }


def _explored(stated: list[dict[str, object]], counted: Running) -> Explored:
    rows: list[dict[str, object]] = []
    for series, name in TOTALS.items():
        own = [[str(day), n] for day, n in counted.get(series, [])]
        told = [[str(row["as_of"]), row[name]] for row in stated if row[name] is not None]
        look = f"series-{series}"
        rows.append({"name": f"{series.label}, {_('counted here')}", "data": own, "look": look})
        rows.append({"name": f"{series.label}, {_('stated')}", "data": told, "look": look, "isPoints": True})
    return Explored([], [row for row in rows if row["data"]], kind="time")
