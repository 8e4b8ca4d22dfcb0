"""A picture as a list of shapes with names of the style sheet. One template writes all of them down."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Shape:
    """A shape that may lead somewhere; `title` says what it stands for."""

    look: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class Rect(Shape):
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    kind: str = "rect"


@dataclass(frozen=True)
class Line(Shape):
    x1: float = 0
    y1: float = 0
    x2: float = 0
    y2: float = 0
    kind: str = "line"


@dataclass(frozen=True)
class Dot(Shape):
    x: float = 0
    y: float = 0
    radius: float = 3.5
    kind: str = "dot"


@dataclass(frozen=True)
class Trace(Shape):
    """A line through points."""

    points: tuple[tuple[float, float], ...] = ()
    kind: str = "trace"


@dataclass(frozen=True)
class Word(Shape):
    """A text; "start", "middle" or "end" of it lies at `x`."""

    x: float = 0
    y: float = 0
    text: str = ""
    anchor: str = "start"
    kind: str = "word"


@dataclass(frozen=True)
class Picture:
    """Shapes on a ground of this size, the later ones above."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)


def write(picture: Picture, label: str, look: str = "", style: str = "") -> SafeString:
    """The picture as SVG. With `style` it stands alone and carries its colours; without, it is part of a page."""
    context = {"picture": picture, "label": label, "look": look, "style": style}
    return render_to_string("charts/picture.svg", context)
