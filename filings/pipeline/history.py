"""Loads the bundled history: facts from lists that were read before this installation existed. Alerts nobody.

Only what is not known yet is recorded: loading it again does nothing, and what a poll has found since stays.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from filings.models import Cause, ChangeSet, Document, DocumentKind, Event, EventKind, Filing, Source
from filings.sources.base import Entry
from filings.text import number_key

from .apply import apply, mark_cancelled
from .compare import Difference
from .documents import list_key, notice_key
from .events import new_event, write_events, write_past
from .match import bounded
from .record import released_set

FOLDER = Path(__file__).resolve().parent.parent / "data" / "history"
SOURCE = "cac-notices"

Facts = dict[str, str]


def import_history(now: dt.datetime) -> int:
    """Record every bundled list that has rows unknown so far. Returns how many filings were added."""
    rows: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for series in sorted({facts["series"] for facts in _facts("lists")}):
        for facts in _facts(series):
            rows[series, facts["batch"]].append(_entry(facts))
    events: dict[str, list[Facts]] = defaultdict(list)
    for facts in _facts("events"):
        events[bounded(number_key(facts["number"]))].append(facts)
    source = Source.objects.get(key=SOURCE)
    return sum(
        _import_list(source, facts, rows[facts["series"], facts["batch"]], events, now) for facts in _facts("lists")
    )


def _facts(name: str) -> Iterator[Facts]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _entry(facts: Facts) -> Entry:
    return Entry(
        row=int(facts["row"]),
        number=facts["number"],
        name=facts["name"],
        role=facts["role"],
        organization=facts["organization"],
        products=facts["products"],
    )


@transaction.atomic
def _import_list(
    source: Source, facts: Facts, entries: list[Entry], events: dict[str, list[Facts]], now: dt.datetime
) -> int:
    document = _document(source, facts)
    known = set(document.filings.values_list("number", flat=True))
    difference = Difference(listed=[entry for entry in entries if bounded(number_key(entry.number)) not in known])
    if not difference.listed:
        return 0
    applied = apply(document, None, difference, now)
    added = [filing for filing, _ in applied.added]
    later = [(filing, group) for filing in added for group in _grouped(events.get(filing.number, []))]
    change_set = released_set(document, None, Cause.IMPORT, difference.event_count + len(later), now)
    write_events(change_set, difference, applied, now)
    past = [_later_event(change_set, filing, group, now) for filing, group in later]
    write_past(past)
    cancelled = [filing for filing, group in later if group[0]["kind"] == EventKind.CANCELLED]
    days = {event.filing_id: event.published_on for event in past if event.kind == EventKind.CANCELLED}
    mark_cancelled({filing: days[filing.pk] for filing in cancelled})
    return len(added)


def _document(source: Source, facts: Facts) -> Document:
    """The list and its notice under the keys that a poll gives them, so that the poll finds them again."""
    published_on = dt.date.fromisoformat(facts["published_on"])
    notice, _ = Document.objects.get_or_create(
        source=source,
        key=notice_key(facts["notice_title"], published_on),
        defaults={
            "kind": DocumentKind.NOTICE,
            "label": facts["notice_title"],
            "series": facts["series"],
            "url": facts["notice_url"],
            "published_on": published_on,
        },
    )
    document, _ = Document.objects.get_or_create(
        source=source,
        key=list_key(facts["series"], facts["label"]),
        defaults={
            "kind": DocumentKind.LIST,
            "label": facts["label"],
            "series": facts["series"],
            "batch": facts["batch"],
            "parent": notice,
            "published_on": published_on,
        },
    )
    return document


def _grouped(facts: list[Facts]) -> list[list[Facts]]:
    """The facts about one filing by what happened when: each group makes one event."""
    groups: dict[tuple[str, str], list[Facts]] = defaultdict(list)
    for fact in facts:
        groups[fact["kind"], fact["happened_on"]].append(fact)
    return list(groups.values())


def _later_event(change_set: ChangeSet, filing: Filing, group: list[Facts], now: dt.datetime) -> Event:
    """What is known to have happened to a filing after it was listed: a rewritten row or a cancellation."""
    changes = [{"field": f["field"], "before": f["before"], "after": f["after"]} for f in group if f["field"]]
    return new_event(
        change_set,
        filing,
        EventKind(group[0]["kind"]),
        now,
        changes=changes,
        happened_on=_day(group[0]["happened_on"]),
        precision=group[0]["precision"],
        published_on=_day(group[0]["published_on"]),
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
