"""Columns side by side, each of stacked parts, over a scale that begins at nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .picture import Line, Picture, Rect, Shape, Word
from .scale import round_ceiling, text_width, ticks

TOP, FOOT, GAP = 22.0, 26.0, 0.24


@dataclass(frozen=True)
class Part:
    """A part of a column: how much, in which look, with its words and where it leads."""

    value: int
    look: str
    title: str
    href: str = ""


@dataclass(frozen=True)
class Column:
    """A column; without a label its place on the scale stays empty."""

    label: str
    parts: tuple[Part, ...]
    is_strong: bool = False

    @property
    def value(self) -> int:
        return sum(part.value for part in self.parts)


def draw_columns(columns: Sequence[Column], width: float, height: float) -> Picture:
    """The highest column and the newest carry their value."""
    ceiling = round_ceiling(max((column.value for column in columns), default=0))
    left = text_width(f"{ceiling:,}", 11.5) + 10
    step = (width - left) / max(1, len(columns))
    ground = height - FOOT

    def up(value: float) -> float:
        return value / ceiling * (ground - TOP)

    shapes: list[Shape] = []
    for tick in ticks(ceiling):
        shapes.append(Line("grid" if tick else "axis", x1=left, y1=ground - up(tick), x2=width, y2=ground - up(tick)))
        shapes.append(Word("soft", x=left - 6, y=ground - up(tick) + 4, text=f"{tick:,}", anchor="end"))
    for place, column in enumerate(columns):
        x, foot = left + step * place + step * GAP / 2, ground
        for part in column.parts:
            if part.value:
                foot -= up(part.value)
                high = max(1.0, up(part.value))
                shapes.append(Rect(f"bar {part.look}", part.href, part.title, x, foot, step * (1 - GAP), high))
    shapes += _values(columns, left, step, ground, up(1))
    shapes += _labels(columns, left, step, height - 8, width)
    return Picture(width, height, shapes)


def _values(columns: Sequence[Column], left: float, step: float, ground: float, unit: float) -> list[Shape]:
    if not columns:
        return []
    highest = max(range(len(columns)), key=lambda place: columns[place].value)
    newest = max((place for place, column in enumerate(columns) if column.value), default=highest)
    told = {highest} | ({newest} if abs(newest - highest) * step > 34 else set())
    return [
        Word(
            "strong",
            x=left + step * (place + 0.5),
            y=ground - columns[place].value * unit - 6,
            text=f"{columns[place].value:,}",
            anchor="middle",
        )
        for place in sorted(told)
        if columns[place].value
    ]


def _labels(columns: Sequence[Column], left: float, step: float, y: float, width: float) -> list[Shape]:
    """The labels that have room, those that matter first."""
    taken: list[tuple[float, float]] = []
    words: list[tuple[int, Shape]] = []
    for place in sorted(range(len(columns)), key=lambda at: (not columns[at].is_strong, at)):
        column = columns[place]
        if not column.label:
            continue
        middle, half = left + step * (place + 0.5), text_width(column.label, 11.5) / 2
        middle = min(middle, width - half)
        if all(middle + half < a - 6 or middle - half > b + 6 for a, b in taken):
            taken.append((middle - half, middle + half))
            look = "strong" if column.is_strong else "soft"
            words.append((place, Word(look, x=middle, y=y, text=column.label, anchor="middle")))
    return [word for _place, word in sorted(words, key=lambda pair: pair[0])]
