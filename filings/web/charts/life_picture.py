"""A drawn life-line as shapes, lying or upright."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .lifeline import LifeDrawing, Mark
from .picture import Dot, Glyph, Group, Line, Picture, Rect, Shape, Trace, Word

# The inside of the icon of a look.
Icon = Callable[[str], str]


def lying(drawing: LifeDrawing, icon: Icon) -> Picture:
    return Picture(drawing.width, drawing.height, [*_ground(drawing), *_lanes(drawing), *_marks(drawing, icon)])


def _ground(drawing: LifeDrawing) -> Iterator[Shape]:
    foot = drawing.height - 4
    for tick in drawing.ticks:
        yield Line("tick", x1=tick.x, y1=24, x2=tick.x, y2=foot)
        yield Word("soft strong" if tick.is_strong else "soft", x=tick.x, y=tick.y, text=tick.text, anchor="middle")
    yield Word("soft", x=0, y=46, text=drawing.life.words[0])
    yield from _strip(drawing)
    yield Line("today", x1=drawing.end, y1=24, x2=drawing.end, y2=foot)
    yield Word("strong", x=drawing.end + 7, y=38, text=drawing.life.words[1])
    yield Word("soft", x=drawing.end + 7, y=53, text=drawing.life.today_text)


def _strip(drawing: LifeDrawing) -> Iterator[Shape]:
    for bar in drawing.bars:
        look = f"strip status-{bar.span.look} weight-{bar.span.weight}"
        yield Rect(look, "", bar.span.label, bar.x, bar.y, bar.width, bar.height)
        if bar.label:
            yield Word(f"strip-label weight-{bar.span.weight}", x=bar.x + 8, y=46, text=bar.label)


def _lanes(drawing: LifeDrawing) -> Iterator[Shape]:
    for drawn in drawing.lanes:
        yield Line("lane", x1=drawing.start, y1=drawn.at, x2=drawing.end, y2=drawn.at)
        yield Word("strong", x=0, y=drawn.at - 1, text=drawn.lane.name)
        yield Word("soft", x=0, y=drawn.at + 15, text=drawn.lane.note)
        if drawn.empty:
            yield Word("soft", x=drawing.start + 12, y=drawn.at - 8, text=drawn.empty)
        for label in drawn.labels:
            look = "strong" if label.is_strong else ""
            yield Word(look, x=label.x, y=label.y, text=label.text, anchor=label.anchor)
    wait = drawing.wait
    if wait:
        yield Trace("waiting", points=((wait.left, wait.top), (wait.left, wait.foot), (wait.right, wait.foot)))
        if wait.text:
            yield Word("soft", x=wait.left + 10, y=wait.foot - 7, text=wait.text)


def _marks(drawing: LifeDrawing, icon: Icon) -> Iterator[Shape]:
    for drawn in drawing.lanes:
        for mark in drawn.marks:
            yield Group("", mark.href, mark.tip, shapes=tuple(_mark(mark, icon)))


def _mark(mark: Mark, icon: Icon) -> Iterator[Shape]:
    if mark.is_minor:
        yield Dot("mark quiet", "", mark.tip, x=mark.x, y=mark.y, radius=5)
        return
    look = f"status-{mark.look} weight-{mark.weight}"
    # A tip beside the written number would be read as other words than the name of the link.
    yield Dot(f"mark {look}", "", mark.tip if mark.count == 1 else "", x=mark.x, y=mark.y, radius=11)
    if mark.count > 1:
        yield Word(f"count weight-{mark.weight}", x=mark.x, y=mark.y + 4, text=str(mark.count))
    else:
        yield Glyph(f"glyph {look}", x=mark.x, y=mark.y, inside=icon(mark.look))


def upright(drawing: LifeDrawing, icon: Icon) -> Picture:
    return Picture(drawing.width, drawing.height, [*_upright_ground(drawing), *_marks(drawing, icon), *_notes(drawing)])


def _upright_ground(drawing: LifeDrawing) -> Iterator[Shape]:
    for tick in drawing.ticks:
        yield Line("tick", x1=46, y1=tick.y, x2=180, y2=tick.y)
        yield Word("soft strong" if tick.is_strong else "soft", x=0, y=tick.y - 3, text=tick.text)
    yield from _strip(drawing)
    for place, drawn in enumerate(drawing.lanes):
        yield Line("lane", x1=drawn.at, y1=drawing.start, x2=drawn.at, y2=drawing.end)
        # Two heights, because the names are wider than the lanes are apart.
        yield Word("strong small", x=drawn.at, y=32 if place % 2 else 14, text=drawn.lane.short, anchor="middle")
        for label in drawn.labels:
            if label.lead_from:
                x, y = label.lead_from
                yield Trace("lead", points=((x + 12, y), (180, y), (189, label.y), (194, label.y)))
    yield Line("today", x1=46, y1=drawing.end, x2=180, y2=drawing.end)
    yield Word("strong", x=0, y=drawing.end + 4, text=drawing.life.words[1])


def _notes(drawing: LifeDrawing) -> Iterator[Shape]:
    for drawn in drawing.lanes:
        for label in drawn.labels:
            yield Word("strong" if label.is_strong else "", x=label.x, y=label.y, text=label.text)
            yield Word("soft", x=label.x, y=label.y + 13, text=label.note)
