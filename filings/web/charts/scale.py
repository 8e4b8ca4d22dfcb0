"""Scales and room for words, in the units of a picture."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class TimeScale:
    """Days of a span on a stretch from `low` to `high`."""

    first: dt.date
    last: dt.date
    low: float
    high: float

    def __call__(self, day: dt.date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(self.low + share * (self.high - self.low), 1)


def round_ceiling(value: float) -> int:
    """The next round number that a scale can end at, such as 800 for 705."""
    if value <= 4:
        return 4
    step = 10 ** math.floor(math.log10(value))
    return next(int(step * factor) for factor in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if step * factor >= value)


def ticks(ceiling: int) -> list[int]:
    """Five marks from nothing to the ceiling, or fewer where it can't be parted in four."""
    return [ceiling * part // 4 for part in range(5)] if ceiling % 4 == 0 else [0, ceiling // 2, ceiling]


def quarters(first: dt.date, last: dt.date, step: int) -> Iterator[dt.date]:
    """The first days of every so many months within the span, in step with January."""
    month = dt.date(first.year, 1, 1)
    while month <= last:
        if month >= first:
            yield month
        months = month.month - 1 + step
        month = dt.date(month.year + months // 12, months % 12 + 1, 1)


def months_per_tick(first: dt.date, last: dt.date, most: int) -> int:
    """How many months lie between two marks, so that no more than `most` stand on the scale."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return next((step for step in (1, 3, 6, 12) if months / step <= most), 12 * math.ceil(months / 12 / most))


def text_width(text: str, size: float = 12) -> float:
    """About how wide a text is: an ideograph is as wide as high, a Latin letter a good half of that."""
    return sum(size if unicodedata.east_asian_width(letter) in "WF" else size * 0.56 for letter in text)


def shortened(text: str, width: float, size: float = 12) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept, size) + size > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
