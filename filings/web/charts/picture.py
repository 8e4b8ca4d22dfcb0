"""A picture as a list of shapes with names of the style sheet, and how they are written down as SVG.

Written by hand and not by a template: a page of pictures holds thousands of shapes. Every text is escaped here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString, mark_safe


def length(value: float) -> str:
    """A length as short as it can be written, and the same in every language."""
    return f"{round(value, 1):g}"


@dataclass(frozen=True)
class Shape:
    """A shape that may lead somewhere; `title` says what it stands for."""

    look: str = ""
    href: str = ""
    title: str = ""

    def svg(self) -> str:
        raise NotImplementedError

    @property
    def tip(self) -> str:
        return f"<title>{escape(self.title)}</title>" if self.title else ""


@dataclass(frozen=True)
class Rect(Shape):
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0

    def svg(self) -> str:
        box = f'x="{length(self.x)}" y="{length(self.y)}" width="{length(self.width)}" height="{length(self.height)}"'
        return f'<rect class="{escape(self.look)}" {box}>{self.tip}</rect>'


@dataclass(frozen=True)
class Line(Shape):
    x1: float = 0
    y1: float = 0
    x2: float = 0
    y2: float = 0

    def svg(self) -> str:
        ends = f'x1="{length(self.x1)}" y1="{length(self.y1)}" x2="{length(self.x2)}" y2="{length(self.y2)}"'
        return f'<line class="{escape(self.look)}" {ends}/>'


@dataclass(frozen=True)
class Dot(Shape):
    x: float = 0
    y: float = 0
    radius: float = 3.5

    def svg(self) -> str:
        place = f'cx="{length(self.x)}" cy="{length(self.y)}" r="{length(self.radius)}"'
        return f'<circle class="{escape(self.look)}" {place}>{self.tip}</circle>'


@dataclass(frozen=True)
class Trace(Shape):
    """A line through points."""

    points: tuple[tuple[float, float], ...] = ()

    def svg(self) -> str:
        points = " ".join(f"{length(x)},{length(y)}" for x, y in self.points)
        return f'<polyline class="{escape(self.look)}" points="{points}"/>'


@dataclass(frozen=True)
class Word(Shape):
    """A text; "start", "middle" or "end" of it lies at `x`."""

    x: float = 0
    y: float = 0
    text: str = ""
    anchor: str = "start"

    def svg(self) -> str:
        anchor = "" if self.anchor == "start" else f' text-anchor="{self.anchor}"'
        place = f'x="{length(self.x)}" y="{length(self.y)}"{anchor}'
        return f'<text class="{escape(self.look)}" {place}>{escape(self.text)}</text>'


@dataclass(frozen=True)
class Glyph(Shape):
    """An icon of 16 by 16 in its middle, drawn a little smaller. `inside` is markup of our own files."""

    x: float = 0
    y: float = 0
    inside: str = ""

    def svg(self) -> str:
        place = f"translate({length(self.x - 6.5)} {length(self.y - 6.5)}) scale(.8125)"
        return f'<g class="{escape(self.look)}" transform="{place}">{self.inside}</g>'


@dataclass(frozen=True)
class Group(Shape):
    """Shapes that lead to one place together."""

    shapes: tuple[Shape, ...] = ()

    def svg(self) -> str:
        return "".join(shape.svg() for shape in self.shapes)


@dataclass(frozen=True)
class Picture:
    """Shapes on a ground of this size, the later ones above."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)


def write(picture: Picture, label: str, look: str = "chart", style: str = "") -> SafeString:
    """The picture as SVG. With `style` it stands alone and carries its colours; without, it is part of a page."""
    width, height = length(picture.width), length(picture.height)
    alone = f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" ' if style else ""
    head = (
        f'<svg {alone}class="{escape(look)}" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(label)}">'
    )
    own = f"<style>{style}</style>" if style else ""
    return mark_safe(head + own + "\n".join(map(_linked, picture.shapes)) + "\n</svg>")


def _linked(shape: Shape) -> str:
    if not shape.href:
        return shape.svg()
    label = f' aria-label="{escape(shape.title)}"' if shape.title else ""
    return f'<a href="{escape(shape.href)}"{label}>{shape.svg()}</a>'
