"""What a figure is: a finding in words, the table behind it, and two pictures of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from filings.web.charts.picture import Picture, write

WIDE, HALF, PHONE = 1040.0, 500.0, 340.0


@dataclass(frozen=True)
class Line:
    """A row of the table: its cells, and where its rows of the record are."""

    cells: Sequence[str | int]
    href: str = ""


@dataclass(frozen=True)
class Key:
    """An entry of the legend."""

    label: str
    look: str


@dataclass(frozen=True)
class Explored:
    """The same numbers for the reader's own browser to draw: categories, and named rows of values."""

    categories: list[str]
    series: list[dict[str, object]]
    kind: str = "bar"


@dataclass(frozen=True)
class Figure:
    """`draw` makes the picture for a width; `heads` name the columns of the table, of which the first is text."""

    key: str
    title: str
    note: str
    heads: Sequence[str]
    lines: Sequence[Line]
    draw: Callable[[float], Picture]
    legend: Sequence[Key] = field(default_factory=list)
    foot: str = ""
    rows_href: str = ""
    is_wide: bool = False
    explored: Explored | None = None

    @property
    def width(self) -> float:
        return WIDE if self.is_wide else HALF

    def wide(self) -> SafeString:
        return write(self.draw(self.width), self.title, "chart wide-only")

    def tall(self) -> SafeString:
        return write(self.draw(PHONE), self.title, "chart phone-only")


def percent(part: int, whole: int) -> int:
    """Rounded to whole percents; 0 of nothing."""
    return round(100 * part / whole) if whole else 0
