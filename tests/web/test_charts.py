"""Pictures: the same data always give the same SVG, kept beside it; and nothing overlaps or falls off."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from filings.web.charts import bars, columns, lines, tiles
from filings.web.charts.life_picture import lying, upright
from filings.web.charts.lifeline import Lane, Life, LifeDrawing, Mark, Span, Wait, draw_tall, draw_wide
from filings.web.charts.picture import write
from filings.web.charts.scale import months_per_tick, quarters, round_ceiling, shortened, text_width
from filings.web.palette import glyph

FOLDER = Path(__file__).parent / "charts"
INPUTS = sorted(FOLDER.glob("*.json"))


def name_tick(day: dt.date, kind: str) -> str:
    return {"year": f"{day:%Y}", "month": f"{day:%b}", "month_short_year": f"{day:%b %y}"}.get(kind, f"{day:%b %Y}")


def draw_columns(data: dict[str, Any]) -> str:
    found = [
        columns.Column(column["label"], tuple(columns.Part(**part) for part in column["parts"]))
        for column in data["columns"]
    ]
    return write(columns.draw_columns(found, data["width"], data["height"]), data["title"])


def draw_bars(data: dict[str, Any]) -> str:
    return write(bars.draw_bars([bars.Bar(**bar) for bar in data["bars"]], data["width"]), data["title"])


def draw_tiles(data: dict[str, Any]) -> str:
    found = {tile["name"]: tiles.Tile(**tile) for tile in data["tiles"]}
    return write(tiles.draw_tiles(found, data["width"]), data["title"])


def draw_lines(data: dict[str, Any]) -> str:
    found = [
        lines.Curve(
            curve["label"],
            curve["look"],
            tuple(lines.Point(dt.date.fromisoformat(on), value, f"{on}: {value}") for on, value in curve["points"]),
            curve["is_joined"],
        )
        for curve in data["curves"]
    ]
    return write(lines.draw_lines(found, data["width"], data["height"], name_tick), data["title"])


def life_of(data: dict[str, Any]) -> Life:
    def days(thing: dict[str, Any], *names: str) -> dict[str, Any]:
        return thing | {name: dt.date.fromisoformat(thing[name]) for name in names}

    lanes = [
        Lane(**(lane | {"marks": tuple(Mark(**days(mark, "on")) for mark in lane["marks"])})) for lane in data["lanes"]
    ]
    spans = tuple(Span(**days(span, "start", "end")) for span in data["spans"])
    wait = Wait(**days(data["wait"], "start", "end")) if data.get("wait") else None
    today = dt.date.fromisoformat(data["today"])
    return Life(data["title"], today, f"{today}", ("Status", "Today"), tuple(lanes), spans, wait)


def draw_lifeline(data: dict[str, Any]) -> str:
    life = life_of(data["life"])
    wide = write(lying(draw_wide(life, name_tick), glyph), life.title, "lifeline wide-only")
    return wide + write(upright(draw_tall(life, name_tick), glyph), life.title, "lifeline phone-only")


DRAWN: dict[str, Callable[[dict[str, Any]], str]] = {
    "columns": draw_columns,
    "bars": draw_bars,
    "tiles": draw_tiles,
    "lines": draw_lines,
    "lifeline": draw_lifeline,
}


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_same_data_give_the_same_picture(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    assert DRAWN[data["chart"]](data) == path.with_suffix(".expected.svg").read_text(encoding="utf-8")


def test_every_chart_has_a_pair() -> None:
    kinds = {json.loads(path.read_text(encoding="utf-8"))["chart"] for path in INPUTS}
    assert kinds == set(DRAWN)
    assert len(list(FOLDER.glob("*.expected.svg"))) == len(INPUTS)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_pictures_hold_no_style_of_their_own_and_no_markup_of_others(path: Path) -> None:
    soup = BeautifulSoup(path.with_suffix(".expected.svg").read_text(encoding="utf-8"), "lxml")
    assert not soup.select("style, script, [style]")
    assert all(link.get("aria-label") or link.get("aria-hidden") or link.title for link in soup.select("a"))


def test_hostile_words_stay_words() -> None:
    bar = bars.Bar("<script>alert(1)</script>", 3, '"><script>', href="/x/?a=1&b=2")
    svg = write(bars.draw_bars([bar], 500), "<b>title</b>")
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "a=1&amp;b=2" in svg


@given(st.integers(0, 10**7))
def test_a_scale_ends_above_what_it_shows(value: int) -> None:
    ceiling = round_ceiling(value)
    assert value <= ceiling <= max(4, value * 2)


@given(st.text(max_size=80), st.floats(20, 400))
def test_a_shortened_text_fits(text: str, width: float) -> None:
    assert text_width(shortened(text, width)) <= max(width, 12) + 12


@given(st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 4000), st.integers(2, 14))
def test_a_scale_of_time_is_never_crowded(first: dt.date, days: int, most: int) -> None:
    last = first + dt.timedelta(days=days)
    assert len(list(quarters(first, last, months_per_tick(first, last, most)))) <= most + 1


DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2026, 9, 20))
MARKS = st.lists(
    st.builds(
        Mark,
        on=DAYS,
        day=st.just("a day"),
        look=st.sampled_from(["filed", "submitted", "amended", "none"]),
        weight=st.sampled_from(["filled", "tinted", "dashed", "quiet"]),
        label=st.sampled_from(["Filed", "Date inside the number", "状态"]),
        title=st.just("title"),
        href=st.just("#e"),
    ),
    max_size=40,
)


def a_life(marks: list[list[Mark]]) -> Life:
    lanes = tuple(Lane("Lane", "L.", "note", "Nothing was found. " * 12, tuple(lane)) for lane in marks)
    return Life("t", dt.date(2026, 9, 21), "21 Sep 2026", ("Status", "Today"), lanes, ())


def boxes(drawing: LifeDrawing) -> list[tuple[float, float]]:
    """Where the labels under each lane begin and end, lane by lane, each lane further to the right."""
    found = []
    for place, lane in enumerate(drawing.lanes):
        for label in lane.labels:
            width = text_width(label.text, 11.5)
            left = {"middle": label.x - width / 2, "start": label.x, "end": label.x - width}[label.anchor]
            found.append((left + 10_000 * place, left + width + 10_000 * place))
    return sorted(found)


@given(st.lists(MARKS, min_size=4, max_size=4).filter(any))
def test_marks_stay_in_the_picture_and_labels_apart(marks: list[list[Mark]]) -> None:
    life = a_life(marks)
    wide, tall = draw_wide(life, name_tick), draw_tall(life, name_tick)
    for drawing in (wide, tall):
        shown = [mark for lane in drawing.lanes for mark in lane.marks]
        assert sum(mark.count for mark in shown) == len(life.marks)
        assert all(0 < mark.x < drawing.width and 0 < mark.y < drawing.height for mark in shown)
    labels = boxes(wide)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(labels))
    heights = [label.y for lane in tall.lanes for label in lane.labels]
    assert all(below - above >= 30 for above, below in itertools.pairwise(heights))
