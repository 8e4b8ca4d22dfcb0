"""Lines through points in time, over a scale that begins at nothing, named at their ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .picture import Dot, Line, Picture, Shape, Trace, Word
from .scale import TimeScale, months_per_tick, quarters, round_ceiling, text_width, ticks

TOP, FOOT = 12.0, 26.0


@dataclass(frozen=True)
class Point:
    """A value of a day."""

    on: dt.date
    value: int
    title: str
    href: str = ""


@dataclass(frozen=True)
class Curve:
    """Points of one look; a curve of single points has no line ("points" in its look)."""

    label: str
    look: str
    points: tuple[Point, ...]
    is_joined: bool = True


def draw_lines(
    curves: Sequence[Curve], width: float, height: float, name: Callable[[dt.date, str], str], most_ticks: int = 8
) -> Picture:
    """`name` writes the first day of a month beside the scale."""
    days = [point.on for curve in curves for point in curve.points]
    ceiling = round_ceiling(max((point.value for curve in curves for point in curve.points), default=0))
    left = text_width(f"{ceiling:,}", 11.5) + 10
    ends = _end_labels(curves, width)
    right = max((text_width(label, 12) for label in ends.values()), default=0) + 12
    scale = TimeScale(min(days), max(days), left + 6, width - right)
    ground = height - FOOT

    def up(value: int) -> float:
        return ground - value / ceiling * (ground - TOP)

    shapes: list[Shape] = []
    for tick in ticks(ceiling):
        shapes.append(Line("grid" if tick else "axis", x1=left, y1=up(tick), x2=width - right + 6, y2=up(tick)))
        shapes.append(Word("soft", x=left - 6, y=up(tick) + 4, text=f"{tick:,}", anchor="end"))
    shapes += _months(scale, height - 8, name, most_ticks)
    for curve in curves:
        shapes += _curve(curve, scale, up)
    return Picture(width, height, shapes + _ends(curves, ends, scale, up))


def _months(scale: TimeScale, y: float, name: Callable[[dt.date, str], str], most: int) -> list[Shape]:
    step = months_per_tick(scale.first, scale.last, most)
    kind = "year" if step % 12 == 0 else "month_year"
    return [
        Word("strong" if day.month == 1 else "soft", x=scale(day), y=y, text=name(day, kind), anchor="middle")
        for day in quarters(scale.first, scale.last, step)
    ]


def _curve(curve: Curve, scale: TimeScale, up: Callable[[int], float]) -> list[Shape]:
    places = tuple((scale(point.on), up(point.value)) for point in curve.points)
    shapes: list[Shape] = [Trace(f"trace {curve.look}", points=places)] if curve.is_joined else []
    if len(places) <= 60 or not curve.is_joined:
        shapes += [
            Dot(f"dot {curve.look}", point.href, point.title, x=x, y=y)
            for point, (x, y) in zip(curve.points, places, strict=True)
        ]
    return shapes


def _end_labels(curves: Sequence[Curve], width: float) -> dict[str, str]:
    """What stands at the end of each named curve: value and name, or the value alone where names leave no room."""
    named = [curve for curve in curves if curve.label and curve.points]
    full = {curve.label: f"{curve.points[-1].value:,} {curve.label}" for curve in named}
    if max((text_width(text, 12) for text in full.values()), default=0) <= width / 4:
        return full
    return {curve.label: f"{curve.points[-1].value:,}" for curve in named}


def _ends(curves: Sequence[Curve], labels: dict[str, str], scale: TimeScale, up: Callable[[int], float]) -> list[Shape]:
    """Names at the ends of lines, pushed apart where they would touch."""
    named = sorted((curve for curve in curves if curve.label in labels), key=lambda c: -c.points[-1].value)
    words: list[Shape] = []
    lowest = 0.0
    for curve in named:
        y = max(up(curve.points[-1].value) + 4, lowest + 15)
        lowest = y
        words.append(Word("strong", x=scale.high + 10, y=y, text=labels[curve.label]))
    return words
