"""Bars below one another, each with its name before and its value behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .picture import Picture, Rect, Shape, Word
from .scale import shortened, text_width

LINE, BAR = 26.0, 17.0


@dataclass(frozen=True)
class Bar:
    """A thing with its value."""

    label: str
    value: int
    title: str
    look: str = ""
    href: str = ""


def draw_bars(bars: Sequence[Bar], width: float) -> Picture:
    """As high as there are bars."""
    longest = max((text_width(bar.label, 12) for bar in bars), default=0)
    left = min(longest + 1, width * 0.45) + 10
    room = width - left - text_width(f"{max((bar.value for bar in bars), default=0):,}", 12) - 8
    most = max((bar.value for bar in bars), default=0) or 1
    shapes: list[Shape] = []
    for place, bar in enumerate(bars):
        y = LINE * place
        length = max(1.5, bar.value / most * room)
        label = shortened(bar.label, left - 10, 12)
        shapes.append(Word("", x=left - 8, y=y + 17, text=label, anchor="end"))
        look = f"bar {bar.look}".strip()
        shapes.append(Rect(look, bar.href, bar.title, x=left, y=y + 4, width=length, height=BAR))
        shapes.append(Word("strong", x=left + length + 6, y=y + 17, text=f"{bar.value:,}"))
    return Picture(width, LINE * len(bars) + 4, shapes)
