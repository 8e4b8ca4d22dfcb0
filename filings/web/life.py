"""The life-line of a product as data: who spoke when, and what its status was meanwhile. Drawn by `charts.lifeline`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filings.models import Event, EventKind, Proof, Status
from filings.pipeline.standing import STRENGTH, claimed_standing

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
    told: list[Event] = []
    listed: dict[int, Status] = {}
    for entry in dated:
        status = _status_after(entry.event, told, listed) if entry.event else None
        if status and (not turns or turns[-1][1] != status):
            turns.append((entry.day.on, status))
    ends = [*(day for day, _status in turns[1:]), today][: len(turns)]
    stretches = [(*turn, end) for turn, end in zip(turns, ends, strict=True)]
    return [_span(day, end, status) for day, status, end in stretches if end > day or end == today]


def _status_after(event: Event, told: list[Event], listed: dict[int, Status]) -> Status | None:
    """The status that an event leaves behind; None where it changes nothing. Keeps the books of claims and lists."""
    status = Status(event.status)
    if event.filing_id is None:
        told.append(event)
        claimed, _proof = claimed_standing(told)
        return None if listed or claimed == Status.NOT_FOUND else claimed
    if event.kind in LISTINGS:
        listed[event.filing_id] = status
    elif status in (Status.CANCELLED, Status.UNLISTED):
        listed.pop(event.filing_id, None)
        if not listed:
            return status
    return next((one for one in STRENGTH if one in listed.values()), None)


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
