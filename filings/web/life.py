"""The life-line of a product as data: who spoke when, and what its status was meanwhile. Drawn by `charts.lifeline`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filings.models import Event, EventKind, Proof, Status
from filings.pipeline.standing import ORDERS, STRENGTH, Subject, claimed_standing

from .badges import status_badge
from .charts.lifeline import Lane, Life, Mark, Span, Wait
from .dates import day_text
from .timeline import Entry, HandIn, TimelineEntry

PRESS, PROVINCE, NATIONAL, ENFORCEMENT = range(4)
ENFORCED = (Status.CANCELLED, Status.SUSPENDED)
LISTINGS = (EventKind.LISTED, EventKind.RESTORED, EventKind.BACK)


@dataclass(frozen=True)
class ReadLists:
    """What was read for a lane that stays empty: such as the newest batches of its series, in words."""

    provincial: str = ""
    national: str = ""


def life_of(name: str, entries: Sequence[TimelineEntry], today: dt.date, read: ReadLists) -> Life | None:
    """Oldest first. None without any entry that has a day."""
    dated = sorted(
        (entry for entry in entries if entry.is_dated and not entry.withdrawal and entry.day.on <= today),
        key=lambda entry: (entry.day.on, entry.sort_key),
    )
    if not dated:
        return None
    marks: list[list[Mark]] = [[], [], [], []]
    for entry in dated:
        marks[_lane(entry)].append(_mark(entry))
    heads = [
        (_("Press and company"), _("Press"), _("claims"), _("No report about it has been read.")),
        (_("Province"), _("Prov."), _("lists and hand-ins"), _no_row(read.provincial)),
        (_("National list"), _("National"), _("CAC"), _no_row(read.national)),
        (_("Enforcement"), _("Enf."), _("notices and marks"), _("None found in the lists and notices read.")),
    ]
    lanes = [Lane(*head, marks=tuple(lane)) for head, lane in zip(heads, marks, strict=True)]
    title = _("Life-line of %(name)s, %(first)s to %(today)s")
    days = {"name": name, "first": day_text(dated[0].day.on), "today": day_text(today)}
    return Life(
        title=title % days,
        today=today,
        today_text=day_text(today),
        words=(_("Status"), _("Today")),
        lanes=tuple(lanes),
        spans=tuple(spans(dated, today)),
        wait=_wait(dated),
    )


def _wait(dated: Sequence[TimelineEntry]) -> Wait | None:
    """From the first hand-in that a number tells of to the filing under that number."""
    hand_in = next((entry for entry in dated if isinstance(entry, HandIn)), None)
    if hand_in is None:
        return None
    listed = hand_in.filing.filed_on or hand_in.filing.published_on
    if listed is None or listed <= hand_in.on:
        return None
    days = (listed - hand_in.on).days
    text = ngettext(
        "%(n)d day from the date inside the number to the filing",
        "%(n)d days from the date inside the number to the filing",
        days,
    )
    return Wait(hand_in.on, listed, text % {"n": days})


def _no_row(read: str) -> str:
    if not read:
        return _("No list of this kind has been read yet.")
    return _("No row names it. Read: %(lists)s.") % {"lists": read}


def _lane(entry: TimelineEntry) -> int:
    if isinstance(entry, HandIn):
        return PROVINCE
    if entry.event.proof <= Proof.COMPANY:
        return PRESS
    if entry.event.status in ENFORCED:
        return ENFORCEMENT
    return PROVINCE if entry.event.proof == Proof.PROVINCIAL else NATIONAL


def _mark(entry: TimelineEntry) -> Mark:
    badge = entry.badge
    label = _("Date inside the number") if isinstance(entry, HandIn) else str(badge.label)
    day = day_text(entry.day.on, entry.day.precision)
    return Mark(entry.day.on, day, badge.look, badge.weight, label, f"{day}: {label}", f"#{entry.anchor}")


def spans(dated: Sequence[TimelineEntry], today: dt.date) -> list[Span]:
    """The status from day to day: what is claimed until a list speaks, then what the lists say."""
    turns: list[tuple[dt.date, Status]] = []
    books = _Books()
    for entry in dated:
        status = books.status_after(entry.event) if entry.event else None
        if status and (not turns or turns[-1][1] != status):
            turns.append((entry.day.on, status))
    ends = [*(day for day, _status in turns[1:]), today][: len(turns)]
    stretches = [(*turn, end) for turn, end in zip(turns, ends, strict=True)]
    return [_span(day, end, status) for day, status, end in stretches if end > day or end == today]


@dataclass
class _Books:
    """What was told, which rows stand in the lists, and what an authority has stopped, up to some day."""

    told: list[Event] = field(default_factory=list)
    listed: dict[int, Status] = field(default_factory=dict)
    stopped: set[Subject] = field(default_factory=set)

    def status_after(self, event: Event) -> Status | None:
        """The status that an event leaves behind; None where nobody can say."""
        status = Status(event.status)
        if event.kind == EventKind.STATED and status in ORDERS:
            subject = event.product_id, event.filing_id
            self.stopped = self.stopped | {subject} if status == Status.SUSPENDED else self.stopped - {subject}
        if event.filing_id is None:
            self.told.append(event)
        elif event.kind in LISTINGS:
            self.listed[event.filing_id] = status
        elif status in (Status.CANCELLED, Status.UNLISTED):
            self.listed.pop(event.filing_id, None)
            if not self.listed:
                return status
        return self._in_lists() if self.listed else self._claimed()

    def _claimed(self) -> Status | None:
        claimed, _proof = claimed_standing(self.told)
        return None if claimed == Status.NOT_FOUND else claimed

    def _in_lists(self) -> Status | None:
        going_on = [status for filing, status in self.listed.items() if (None, filing) not in self.stopped]
        if not going_on or any(product for product, _filing in self.stopped):
            return Status.SUSPENDED
        return next((one for one in STRENGTH if one in going_on), None)


def _span(start: dt.date, end: dt.date, status: Status) -> Span:
    badge = status_badge(status)
    said = _("%(status)s, somebody says") if badge.weight == "dashed" else "%(status)s"
    return Span(start, end, badge.look, badge.weight, said % {"status": badge.label}, str(badge.label))


def waited(entries: Sequence[TimelineEntry]) -> str:
    """How long it took from the first report of a hand-in to the first entry in a list, in words; "" if unknown."""
    said = [e.day.on for e in entries if isinstance(e, Entry) and e.is_claim and e.event.status == Status.SUBMITTED]
    listed = [e.day.on for e in entries if isinstance(e, Entry) and e.event.kind == EventKind.LISTED and e.is_dated]
    if not said or not listed or min(said) > min(listed):
        return ""
    days = (min(listed) - min(said)).days
    text = ngettext(
        "%(n)d day from the first report of a hand-in to the filing",
        "%(n)d days from the first report of a hand-in to the filing",
        days,
    )
    return text % {"n": days}
