"""Who and where, within one series: provinces, organizations, kinds. Series are never added up."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filings.models import Series
from filings.web import names
from filings.web.charts.bars import Bar, draw_bars
from filings.web.charts.picture import Picture
from filings.web.charts.tiles import PLACES, Tile, draw_tiles
from filings.web.numbers import CLASSES

from . import data
from .figure import Figure, Line, percent


def rows_of(series: str, **filters: str) -> str:
    """The address of the filings behind a number."""
    return f"{reverse('filings')}?{urlencode({'series': series, **filters})}"


def provinces(at: str, series: str) -> Figure | None:
    """A map of tiles, by the province that a number or a row names."""
    counts = dict(data.provinces(at, series))
    total = sum(counts.values())
    unknown = sum(n for province, n in counts.items() if province not in PLACES)
    known = [(province, n) for province, n in counts.items() if province in PLACES]
    if not known:
        return None
    first, second = known[0], known[1] if len(known) > 1 else ("", 0)
    words = {
        "first": said(first[0]),
        "second": said(second[0]),
        "share": percent(first[1] + second[1], total),
        "series": Series(series).label,
    }
    title = _("%(first)s and %(second)s hold %(share)s %% of the series: %(series)s")
    if not second[0]:
        title = _("All of the series are from %(first)s: %(series)s")
    tiles = {
        province: Tile(province, n, f"{said(province)}: {n:,}", rows_of(series, province=province))
        for province, n in known
    }

    def draw(width: float) -> Picture:
        return draw_tiles(tiles, width)

    return Figure(
        key="provinces",
        title=title % words,
        note=_("By the province in the number, or in the row where the list names one. Darker is more."),
        heads=[_("Province"), _("Filings"), _("Share in %")],
        lines=[
            Line([bilingual(province), n, percent(n, total)], rows_of(series, province=province))
            for province, n in known
        ],
        draw=draw,
        foot=_("%(n)s without a known province") % {"n": f"{unknown:,}"} if unknown else "",
        rows_href=rows_of(series),
    )


def said(chinese: str) -> str:
    """A province in the reader's language."""
    return chinese if names.reads_chinese() else names.reading(chinese) or chinese


def bilingual(chinese: str) -> str:
    return chinese if names.reads_chinese() else f"{names.reading(chinese)} {chinese}"


def organizations(at: str, series: str) -> Figure | None:
    """Legal entities; a group may file through several."""
    found = data.organizations(at, series)
    if not found:
        return None
    first = found[0]
    bars = [
        Bar(english or name, n, f"{name}: {n:,}", f"series-{series}", rows_of(series, organization=slug))
        for slug, name, english, n in found
    ]

    def draw(width: float) -> Picture:
        return draw_bars(bars, width)

    words = {"name": first[2] or first[1], "n": f"{first[3]:,}", "series": Series(series).label}
    return Figure(
        key="organizations",
        title=_("%(name)s holds the most: %(n)s (%(series)s)") % words,
        note=_("Legal entities with most filings of the series. A group may file through several."),
        heads=[_("Entity"), _("Filings")],
        lines=[Line([name, n], reverse("organization", args=[slug])) for slug, name, _english, n in found],
        draw=draw,
        rows_href=reverse("organizations"),
    )


# What the lists print as role, or beside the six classes, in the reader's words.
ROLES = {
    "服务提供者": gettext_lazy("service provider"),
    "服务技术支持者": gettext_lazy("technical supporter"),
    "信息检索类": gettext_lazy("information retrieval"),
}


def kind_said(printed: str) -> str:
    """A role or category for readers of English; the printed word for the others, or where we have no other."""
    if names.reads_chinese():
        return printed
    known = [str(text).partition(" (")[0] for text in CLASSES.values() if printed and f"({printed})" in str(text)]
    return str(ROLES.get(printed, "")) or next(iter(known), printed)


def _both(printed: str) -> str:
    said = kind_said(printed)
    return printed if said == printed else f"{said} {printed}"


def categories(at: str, series: str) -> Figure | None:
    """What the lists print as category (算法类别) or role (角色)."""
    found = data.categories(at, series)
    if not found:
        return None
    total = sum(n for _name, n in found)
    bars = [Bar(kind_said(name), n, f"{name}: {n:,}", f"series-{series}", rows_of(series)) for name, n in found[:12]]

    def draw(width: float) -> Picture:
        return draw_bars(bars, width)

    words = {"name": kind_said(found[0][0]), "share": percent(found[0][1], total), "series": Series(series).label}
    return Figure(
        key="categories",
        title=capfirst(_("%(name)s: %(share)s %% of the series (%(series)s)") % words),
        note=_("As the lists print it: the kind of an algorithm (算法类别), or the role of its owner (角色)."),
        heads=[_("Category or role"), _("Filings"), _("Share in %")],
        lines=[Line([_both(name), n, percent(n, total)], rows_of(series)) for name, n in found],
        draw=draw,
        rows_href=rows_of(series),
    )
