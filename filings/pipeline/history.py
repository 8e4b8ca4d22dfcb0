"""Loads the bundled history: facts from lists that were read before this installation existed. Alerts nobody.

Only what is not known yet is recorded: loading it again does nothing, and what a poll has found since stays. Documents
bear the keys that a poll gives them, so that the poll finds them again.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from filings.catalogue import bundled_catalogue
from filings.models import Cause, Document, DocumentKind, EventKind, Source, StatedTotals
from filings.sources.base import Entry
from filings.sources.cancellations import file_url
from filings.sources.registers import REGISTERS
from filings.sources.remarks import Amendment
from filings.text import number_key

from .apply import apply
from .cancellations import store_cancellations
from .compare import Difference, changes_told
from .confirmations import settle_added
from .documents import cancellation_key, list_key, notice_key
from .events import dates_of_amendments, new_event, write_events, write_past
from .load_catalogue import load_catalogue
from .match import bounded
from .record import released_set

FOLDER = Path(__file__).resolve().parent.parent / "data" / "history"
CHANNEL, FILING_SYSTEM = "cac-notices", "beian-notices"

Facts = dict[str, str]
# Amendments by the place of their row: batch and row of each series.
Amendments = dict[tuple[str, str, int], list[Amendment]]


def import_history(now: dt.datetime) -> int:
    """Load the catalogue, then record every bundled list that has rows unknown so far, oldest first, and what the
    regulator has said about them. Returns how many filings were added."""
    load_catalogue(bundled_catalogue(), now)
    channel = Source.objects.get(key=CHANNEL)
    amendments = _amendments()
    rows: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    lists = sorted(_facts("lists"), key=lambda facts: facts["batch"])
    for series in {facts["series"] for facts in lists}:
        for facts in _facts(series):
            rows[series, facts["batch"]].append(_entry(facts))
    for facts in _facts("totals"):
        _import_totals(channel, facts)
    added = sum(_import_list(channel, facts, rows[facts["series"], facts["batch"]], amendments, now) for facts in lists)
    if added:
        _count_rows()
    _import_cancellations(Source.objects.get(key=FILING_SYSTEM), now)
    return added


def _count_rows() -> None:
    """Tell PostgreSQL how much there is now: taking the tables for empty, it reads them whole for each single row."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _facts(name: str) -> Iterator[Facts]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _entry(facts: Facts) -> Entry:
    """A row; what its series does not print is empty."""
    return Entry(
        row=int(facts["row"]),
        number=facts["number"],
        name=facts["name"],
        organization=facts["organization"],
        role=facts.get("role", ""),
        category=facts.get("category", ""),
        products=facts.get("products", ""),
        province=facts.get("province", ""),
        filed_on=facts.get("filed_on", ""),
        scenario=facts.get("scenario", ""),
        is_late_entry=bool(facts.get("late_entry")),
        note=facts.get("note", ""),
    )


def _amendments() -> Amendments:
    told: Amendments = defaultdict(list)
    for facts in _facts("amendments"):
        place = facts["series"], facts["batch"], int(facts["row"])
        told[place].append(Amendment(facts["field"], "", facts["before"], facts["after"], facts["month"]))
    return told


@transaction.atomic
def _import_list(source: Source, facts: Facts, entries: list[Entry], amendments: Amendments, now: dt.datetime) -> int:
    document = _list_document(source, facts)
    known = set(document.filings.values_list("number", flat=True))
    unknown = [entry for entry in entries if bounded(number_key(entry.number)) not in known]
    if not unknown:
        return 0
    told = {entry.row: amendments.get((facts["series"], facts["batch"], entry.row), []) for entry in unknown}
    difference = Difference(listed=unknown)
    applied = apply(document, None, difference, now, former_names=_former_names(told))
    later = [(filing, match.entry, told[match.entry.row]) for filing, match in applied.added if told[match.entry.row]]
    change_set = released_set(document, None, Cause.IMPORT, difference.event_count + len(later), now)
    write_events(change_set, difference, applied, now)
    write_past(
        new_event(
            change_set, filing, EventKind.AMENDED, now,
            changes=changes_told(group), row=entry.row, **dates_of_amendments(group, None),
        )
        for filing, entry, group in later
    )  # fmt: skip
    settle_added(change_set, [filing for filing, _ in applied.added], now)
    return len(applied.added)


def _former_names(told: dict[int, list[Amendment]]) -> dict[int, list[str]]:
    """The organization's names before, by row."""
    return {
        row: [one.before for one in group if one.field == "organization" and one.before] for row, group in told.items()
    }


def _list_document(source: Source, facts: Facts) -> Document:
    notice = _notice(
        source,
        DocumentKind.NOTICE,
        facts["notice_title"],
        facts["notice_url"],
        facts["notice_published_on"],
        _notice_series(facts["series"]),
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
            "published_on": _day(facts["published_on"]),
        },
    )
    return document


def _notice_series(series: str) -> str:
    """Notices are of the series whose files they link to, which may hold lists of others."""
    return REGISTERS[series].part_of or series


def _notice(source: Source, kind: DocumentKind, title: str, url: str, published_on: str, series: str = "") -> Document:
    day = dt.date.fromisoformat(published_on)
    values = {"kind": kind, "label": title, "series": series, "url": url, "published_on": day}
    return Document.objects.get_or_create(source=source, key=notice_key(title, day), defaults=values)[0]


def _import_totals(source: Source, facts: Facts) -> None:
    notice = _notice(source, DocumentKind.TOTALS, facts["title"], facts["url"], facts["published_on"])
    counts = ("filed_new", "filed_total", "registered_new", "registered_total", "on_device")
    values = {name: int(facts[name]) if facts[name] else None for name in counts}
    StatedTotals.objects.get_or_create(document=notice, defaults={"as_of": _day(facts["as_of"]), **values})


@transaction.atomic
def _import_cancellations(source: Source, now: dt.datetime) -> None:
    """What the notices cancel, each number tied to its filing."""
    notices: dict[str, list[Facts]] = defaultdict(list)
    for facts in _facts("cancellations"):
        notices[facts["notice_id"]].append(facts)
    for notice_id, group in notices.items():
        title, day = group[0]["title"], dt.date.fromisoformat(group[0]["published_on"])
        values = {
            "kind": DocumentKind.CANCELLATION,
            "label": title,
            "url": file_url(source.base_url, notice_id),
            "published_on": day,
        }
        key = cancellation_key(title, day)
        document, is_new = Document.objects.get_or_create(source=source, key=key, defaults=values)
        if is_new:
            store_cancellations(document, [_entry(facts) for facts in group], Cause.IMPORT, now)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
