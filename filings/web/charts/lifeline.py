"""The life-line: lanes for press, province, national list and enforcement, a status strip on top, today at its end.

Drawn twice, lying for wide windows and upright for phones; the style sheet shows one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .scale import TimeScale, months_per_tick, quarters, shortened, text_width

# A span shorter than this is drawn as if it were so long, so that a young product has room for its marks.
SHORTEST_DAYS = 120
MARK = 23.0
WEIGHTS = ("filled", "tinted", "dashed", "quiet")


@dataclass(frozen=True)
class Mark:
    """One entry, or several of a kind that lie too close together; `x` and `y` are set once it has a place."""

    on: dt.date
    day: str
    look: str
    weight: str
    label: str
    title: str
    href: str
    count: int = 1
    is_mixed: bool = False
    x: float = 0
    y: float = 0

    @property
    def words(self) -> str:
        """Its label, with how many of the same it stands for, or how many others."""
        if self.count == 1:
            return self.label
        return f"{self.label} +{self.count - 1}" if self.is_mixed else f"{self.label} ×{self.count}"

    @property
    def tip(self) -> str:
        """What it stands for, with the number that is written on it."""
        return self.title if self.count == 1 else f"{self.title}, {self.count}"

    @property
    def is_minor(self) -> bool:
        return self.weight == "quiet" and self.count == 1


@dataclass(frozen=True)
class Lane:
    """One kind of speaker. `empty` says what was read when nothing was found."""

    name: str
    short: str
    note: str
    empty: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Span:
    """A stretch of the status strip."""

    start: dt.date
    end: dt.date
    look: str
    weight: str
    label: str
    short: str = ""


@dataclass(frozen=True)
class Wait:
    """A stretch from the province's lane to the national one, with how long it took in words."""

    start: dt.date
    end: dt.date
    text: str


@dataclass(frozen=True)
class Life:
    """A life-line in words and days. `words` are those for the strip and for today."""

    title: str
    today: dt.date
    today_text: str
    words: tuple[str, str]
    lanes: tuple[Lane, ...]
    spans: tuple[Span, ...]
    wait: Wait | None = None

    @property
    def marks(self) -> list[Mark]:
        return [mark for lane in self.lanes for mark in lane.marks]

    @property
    def first(self) -> dt.date:
        """Where the line begins: a little before the first mark."""
        oldest = min(mark.on for mark in self.marks)
        length = max(SHORTEST_DAYS, (self.today - oldest).days)
        return self.today - dt.timedelta(days=int(length * 1.04) + 1)


@dataclass(frozen=True)
class Text:
    """A text with its place: "start", "middle" or "end" is where its `x` lies."""

    x: float
    y: float
    text: str
    anchor: str = "middle"
    href: str = ""
    is_strong: bool = False
    note: str = ""
    lead_from: tuple[float, float] | None = None


@dataclass(frozen=True)
class Bar:
    """A piece of the status strip."""

    x: float
    y: float
    width: float
    height: float
    span: Span
    label: str


@dataclass(frozen=True)
class LaneDrawing:
    """A lane with its marks in their places."""

    lane: Lane
    at: float
    marks: list[Mark]
    labels: list[Text] = field(default_factory=list)
    empty: str = ""


@dataclass(frozen=True)
class LifeDrawing:
    """All that the template has to write down."""

    life: Life
    width: float
    height: float
    start: float
    end: float
    ticks: list[Text]
    bars: list[Bar]
    lanes: list[LaneDrawing]
    wait: WaitDrawing | None = None


@dataclass(frozen=True)
class WaitDrawing:
    """The way down from the province's lane, along the national one, and its words where they fit."""

    left: float
    top: float
    right: float
    foot: float
    text: str


# Names a tick: its day, and whether by "year", "month" or both ("month_year", "month_short_year").
TickName = Callable[[dt.date, str], str]


def _ticks(life: Life, most: int, long: str) -> list[tuple[dt.date, str]]:
    """Where the ticks lie, and what names each: the first and every January tell the year too."""
    step = months_per_tick(life.first, life.today, most)
    days = list(quarters(life.first, life.today, step))
    if step % 12 == 0:
        return [(day, "year") for day in days]
    return [(day, long if day.month == 1 or day == days[0] else "month") for day in days]


# ---- lying

LEFT, RIGHT, WIDTH = 150.0, 980.0, 1080.0
STRIP_TOP, STRIP_HEIGHT, FIRST_LANE = 30.0, 24.0, 84.0
LEVEL = 26.0


def draw_wide(life: Life, name: TickName) -> LifeDrawing:
    """Today stands at the right."""
    scale = TimeScale(life.first, life.today, LEFT + 14, RIGHT)
    top, lanes = FIRST_LANE, []
    for lane in life.lanes:
        drawing, height = _lying_lane(lane, scale, top)
        lanes.append(drawing)
        top += height
    ticks = [
        Text(scale(day), 16, name(day, kind), is_strong=kind != "month")
        for day, kind in _ticks(life, 12, "month_year")
        if scale(day) < RIGHT - 20
    ]
    wait = _wait(life.wait, scale, lanes[1].at, lanes[2].at) if life.wait else None
    return LifeDrawing(life, WIDTH, top + 6, LEFT, RIGHT, ticks, _lying_bars(life, scale), lanes, wait)


def _wait(wait: Wait, scale: TimeScale, top: float, foot: float) -> WaitDrawing:
    left, right = scale(wait.start), scale(wait.end)
    text = wait.text if text_width(wait.text, 11.5) < right - left - 40 else ""
    return WaitDrawing(left, top + MARK / 2 + 21, right - MARK / 2 - 2, foot, text)


def _lying_bars(life: Life, scale: TimeScale) -> list[Bar]:
    bars = []
    for span in life.spans:
        left, right = scale(span.start), scale(span.end)
        width = round(max(4.0, right - left - 2), 1)
        label = next((text for text in (span.label, span.short) if text_width(text, 12.5) <= width - 14), "")
        bars.append(Bar(left, STRIP_TOP, width, STRIP_HEIGHT, span, label))
    return bars


def _lying_lane(lane: Lane, scale: TimeScale, top: float) -> tuple[LaneDrawing, float]:
    placed, levels = _in_levels([replace(mark, x=scale(mark.on)) for mark in lane.marks])
    base = top + 12 + (levels - 1) * LEVEL
    marks = [replace(mark, y=base - mark.y * LEVEL) for mark in placed]
    labels = _lying_labels(marks, base + 27)
    empty = shortened(lane.empty, RIGHT - LEFT - 30) if not marks else ""
    return LaneDrawing(lane, base, marks, labels, empty), (levels - 1) * LEVEL + 58


def _in_levels(marks: Sequence[Mark], levels: int = 3) -> tuple[list[Mark], int]:
    """Marks side by side, on top of one another where they would touch, and counted as one where that fails too."""
    placed: list[Mark] = []
    for mark in sorted(marks, key=lambda one: one.x):
        twin = next((i for i, one in enumerate(placed) if _is_twin(one, mark)), None)
        if twin is not None:
            placed[twin] = _joined(placed[twin], mark)
            continue
        taken = {one.y for one in placed if abs(one.x - mark.x) < _room(one, mark)}
        free = next((level for level in range(levels) if level not in taken), None)
        if free is not None:
            placed.append(replace(mark, y=free))
            continue
        nearest = max(range(len(placed)), key=lambda i: (placed[i].x, placed[i].y))
        placed[nearest] = _joined(placed[nearest], mark)
    return placed, 1 + int(max((mark.y for mark in placed), default=0))


def _room(one: Mark, other: Mark) -> float:
    return MARK * (0.5 if one.is_minor else 1) / 2 + MARK * (0.5 if other.is_minor else 1) / 2 + 1


def _is_twin(one: Mark, other: Mark) -> bool:
    return one.look == other.look and abs(one.x - other.x) < 3


def _joined(one: Mark, other: Mark) -> Mark:
    """One mark for several; the weightier gives its look and words, the first its place and its link."""
    weightier = min(one, other, key=lambda mark: WEIGHTS.index(mark.weight))
    count, is_mixed = one.count + other.count, one.is_mixed or other.is_mixed or one.label != other.label
    return replace(
        weightier,
        on=one.on,
        day=one.day,
        title=one.title,
        href=one.href,
        count=count,
        is_mixed=is_mixed,
        x=one.x,
        y=one.y,
    )


def _lying_labels(marks: Sequence[Mark], y: float) -> list[Text]:
    """Labels under the marks that matter most, as far as they don't overlap."""
    taken: list[tuple[float, float]] = []
    labels = []
    ranked = sorted(marks, key=lambda mark: (mark.is_minor, WEIGHTS.index(mark.weight), mark.on))
    for mark in ranked:
        if mark.is_minor:
            break
        text = mark.words
        width = text_width(text, 11.5)
        for anchor, left in (("middle", mark.x - width / 2), ("start", mark.x - 10), ("end", mark.x + 10 - width)):
            right = left + width
            fits = left >= LEFT + 2 and right <= RIGHT + 12 and all(right < a - 8 or left > b + 8 for a, b in taken)
            if fits:
                taken.append((left, right))
                x = {"middle": mark.x, "start": mark.x - 10, "end": mark.x + 10}[anchor]
                labels.append(Text(round(x, 1), y, text, anchor, mark.href, mark.weight == "filled"))
                break
    return labels


# ---- upright

PHONE_WIDTH, COLUMNS = 340.0, (74.0, 105.0, 136.0, 167.0)
PHONE_TOP, STRIP_LEFT, STRIP_WIDTH = 44.0, 50.0, 8.0
LABEL_LEFT, LABEL_LINE = 196.0, 31.0


def draw_tall(life: Life, name: TickName) -> LifeDrawing:
    """Today stands at the foot, as in the lying one at the right."""
    days = (life.today - life.first).days
    length = min(760.0, max(300.0, days * 0.85, 34.0 * len(life.marks)))
    scale = TimeScale(life.first, life.today, PHONE_TOP, PHONE_TOP + length)
    lanes = [
        LaneDrawing(lane, column, _in_column(lane.marks, column, scale))
        for lane, column in zip(life.lanes, COLUMNS, strict=True)
    ]
    labels = _upright_labels([mark for lane in lanes for mark in lane.marks], PHONE_TOP + length)
    lanes[-1] = replace(lanes[-1], labels=labels)
    ticks = [
        Text(0, scale(day), name(day, kind), "start", is_strong=kind != "month")
        for day, kind in _ticks(life, 10, "month_short_year")
        if PHONE_TOP + 6 < scale(day) < PHONE_TOP + length - 14
    ]
    bars = [
        Bar(STRIP_LEFT, scale(span.start), STRIP_WIDTH, max(3.0, scale(span.end) - scale(span.start) - 1), span, "")
        for span in life.spans
    ]
    return LifeDrawing(life, PHONE_WIDTH, PHONE_TOP + length + 24, PHONE_TOP, PHONE_TOP + length, ticks, bars, lanes)


def _in_column(marks: Sequence[Mark], column: float, scale: TimeScale) -> list[Mark]:
    placed: list[Mark] = []
    for mark in sorted((replace(mark, x=column, y=scale(mark.on)) for mark in marks), key=lambda one: one.y):
        if placed and mark.y - placed[-1].y < _room(placed[-1], mark):
            placed[-1] = _joined(placed[-1], mark)
        else:
            placed.append(mark)
    return placed


def _upright_labels(marks: Sequence[Mark], foot: float) -> list[Text]:
    """Labels at the right, each as near to its mark as the others allow; the least important make room."""
    kept = sorted(marks, key=lambda mark: (mark.is_minor, WEIGHTS.index(mark.weight), mark.on))
    kept = sorted(kept[: int((foot - PHONE_TOP) // LABEL_LINE)], key=lambda mark: mark.y)
    places = [mark.y for mark in kept]
    for _pass in range(len(places)):
        for above, below in pairwise(range(len(places))):
            places[below] = max(places[below], places[above] + LABEL_LINE)
        if places and places[-1] > foot:
            places[-1] = foot
            for below in range(len(places) - 1, 0, -1):
                places[below - 1] = min(places[below - 1], places[below] - LABEL_LINE)
    return [
        Text(
            LABEL_LEFT,
            round(place, 1),
            shortened(mark.words, PHONE_WIDTH - LABEL_LEFT),
            "start",
            mark.href,
            mark.weight == "filled",
            mark.day,
            (mark.x, mark.y),
        )
        for mark, place in zip(kept, places, strict=True)
    ]
