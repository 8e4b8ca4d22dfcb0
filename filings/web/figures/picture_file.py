"""A figure as a picture that stands alone: with its title above, its legend and source below, and its own colours."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from filings.web.charts.picture import Picture, Rect, Shape, Word, write
from filings.web.charts.scale import text_width
from filings.web.dates import day_text
from filings.web.palette import plain
from filings.web.raster import FAMILIES

from .figure import Figure

MARGIN, HEAD, FOOT = 24.0, 74.0, 64.0
WIDTH = 880.0


@functools.cache
def style() -> str:
    """The style sheet of the charts, as programs other than browsers can read it."""
    sheet = Path(settings.BASE_DIR / "static" / "css" / "charts.css").read_text(encoding="utf-8")
    return plain(sheet.partition("/* On the page */")[0]) + f" text {{ font-family: {FAMILIES}; }}"


def standing_alone(figure: Figure) -> str:
    """SVG that depends on nothing else."""
    drawn = figure.draw(WIDTH - 2 * MARGIN)
    lines = list(_broken(figure.title, WIDTH - 2 * MARGIN, 19))
    top = HEAD + 26 * (len(lines) - 1)
    shapes: list[Shape] = [Word("title", x=MARGIN, y=36 + 26 * at, text=line) for at, line in enumerate(lines)]
    shapes.append(Word("soft", x=MARGIN, y=top - 16, text=figure.note))
    shapes += [_moved(shape, MARGIN, top) for shape in drawn.shapes]
    foot = top + drawn.height + 24
    shapes += _legend(figure, foot)
    source = _("China AI Filing Tracker, %(day)s. Source: lists of the Cyberspace Administration of China.")
    shapes.append(Word("soft", x=MARGIN, y=foot + 24, text=source % {"day": day_text(timezone.localdate())}))
    return write(Picture(WIDTH, foot + FOOT - 24, shapes), figure.title, style=style())


def _broken(text: str, width: float, size: float) -> Iterator[str]:
    """The text in lines that fit; Chinese may break anywhere, Latin between words."""
    line = ""
    for word in text.replace(" ", " \0").split("\0"):
        for piece in [word] if text_width(word, size) < width / 2 else list(word):
            if line and text_width(line + piece, size) > width:
                yield line.rstrip()
                line = ""
            line += piece
    yield line.rstrip()


def _legend(figure: Figure, y: float) -> Iterator[Shape]:
    x = MARGIN
    for key in figure.legend:
        yield Rect(f"bar {key.look}", x=x, y=y - 9, width=11, height=11)
        yield Word("", x=x + 17, y=y + 1, text=key.label)
        x += text_width(key.label, 12) + 40


def _moved(shape: Shape, right: float, down: float) -> Shape:
    """The shape elsewhere, and leading nowhere."""
    moves = {"x": right, "x1": right, "x2": right, "y": down, "y1": down, "y2": down}
    new = {name: getattr(shape, name) + by for name, by in moves.items() if hasattr(shape, name)}
    if hasattr(shape, "points"):
        new["points"] = tuple((x + right, y + down) for x, y in shape.points)
    return replace(shape, href="", **new)
