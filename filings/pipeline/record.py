"""Writes what a list says into the record: versions, filings, events and their change set, in one transaction.

The one writer of filings, versions, events and change sets, of the standing of products, and of what a document has
accepted.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery

from filings.models import (
    Cause,
    ChangeSet,
    ChangeSetKind,
    ChangeSetState,
    Document,
    Event,
    EventKind,
    Filing,
    FilingProduct,
    FilingState,
    Product,
    Proof,
    Snapshot,
    Status,
    Verdict,
    Version,
)
from filings.sources.base import Entry, ReadList
from filings.text import number_flags, number_key, search_text

from .compare import Change, Difference, is_cancelled
from .match import Match, bounded, match_entries

BEIJING = ZoneInfo("Asia/Shanghai")
LISTED_TWICE = "listed_twice"


class Overtaken(Exception):
    """Another process accepted a newer state of the document first; nothing was written."""


@dataclass(frozen=True)
class PastAmendment:
    """A change that the bundled history knows of: what stood there before, and when it changed, to the month or day."""

    number: str
    changes: list[Change]
    happened_on: dt.date | None
    precision: str


def accept(document: Document, snapshot: Snapshot, read: ReadList) -> None:
    """Make the snapshot the document's state, unless another process was faster."""
    expected = Document.objects.filter(pk=document.pk, accepted_snapshot=document.accepted_snapshot_id)
    if expected.update(accepted_snapshot=snapshot) != 1:
        raise Overtaken(f"{document} was recorded by another process meanwhile")
    document.accepted_snapshot = snapshot
    keep_ledger(snapshot, read, Verdict.ACCEPTED)


@transaction.atomic
def accept_again(document: Document, accepted: Snapshot, snapshot: Snapshot) -> None:
    """The accepted bytes are back after others that were not accepted: their new sighting is the state now."""
    for name in ("rows", "accepted", "rejected", "rejections", "saved_at", "reader_version", "verdict"):
        setattr(snapshot, name, getattr(accepted, name))
    snapshot.save()
    if Document.objects.filter(pk=document.pk, accepted_snapshot=accepted).update(accepted_snapshot=snapshot) != 1:
        raise Overtaken(f"{document} was recorded by another process meanwhile")
    document.accepted_snapshot = snapshot
    _note_sighting(document, snapshot)
    supersede_held(document)


def keep_ledger(snapshot: Snapshot, read: ReadList, verdict: Verdict) -> None:
    """Note on the snapshot what was read in it and what became of it."""
    snapshot.rows, snapshot.accepted, snapshot.rejected = read.rows, read.accepted, read.rejected
    snapshot.rejections = [
        {"row": rejection.row, "reason": rejection.reason, "cells": list(rejection.cells)} for rejection in read.rejections
    ]
    snapshot.saved_at = read.saved_at
    snapshot.verdict = verdict
    snapshot.save(update_fields=["rows", "accepted", "rejected", "rejections", "saved_at", "verdict", "reader_version"])


@transaction.atomic
def record(
    document: Document, snapshot: Snapshot, read: ReadList, difference: Difference, cause: Cause, now: dt.datetime
) -> ChangeSet | None:
    """Record a list that nobody doubts. Returns its change set, or None when there is no event to tell of."""
    accept(document, snapshot, read)
    supersede_held(document)
    change_set = None
    if difference.event_count:
        change_set = ChangeSet(
            document=document, snapshot=snapshot, cause=cause, state=ChangeSetState.RELEASED, created_at=now, decided_at=now
        )
        change_set.is_silent = cause != Cause.REGULATOR
        change_set.event_count = difference.event_count
        change_set.save()
    write(document, snapshot, difference, change_set, now)
    return change_set


@transaction.atomic
def hold(
    document: Document, snapshot: Snapshot, read: ReadList, difference: Difference, cause: Cause, reason: str, now: dt.datetime
) -> ChangeSet:
    """Keep the proposal of a doubtful list for a person; the record stays as it is."""
    waiting = document.change_sets.held().filter(kind=ChangeSetKind.READING, snapshot=snapshot, cause=cause).first()
    if waiting is not None:
        return waiting
    supersede_held(document)
    if snapshot.pk != document.accepted_snapshot_id:
        keep_ledger(snapshot, read, Verdict.HELD)
    return ChangeSet.objects.create(
        document=document,
        snapshot=snapshot,
        cause=cause,
        state=ChangeSetState.HELD,
        is_silent=cause != Cause.REGULATOR,
        reason=reason,
        proposal=difference.proposal(),
        event_count=difference.event_count,
        created_at=now,
    )


def supersede_held(document: Document) -> None:
    """A held reading says nothing any more once a later one is there."""
    document.change_sets.held().filter(kind=ChangeSetKind.READING).update(state=ChangeSetState.SUPERSEDED)


def record_history(
    document: Document, entries: Sequence[Entry], amendments: Iterable[PastAmendment], now: dt.datetime
) -> ChangeSet | None:
    """Record bundled facts: only what is not known yet, silently, with fields that the bundle lacks left unknown."""
    with transaction.atomic():
        known = set(document.filings.values_list("number", flat=True))
        listed = [entry for entry in entries if bounded(number_key(entry.number)) not in known]
        if not listed:
            return None
        difference = Difference(listed=listed)
        change_set = ChangeSet.objects.create(
            document=document,
            cause=Cause.IMPORT,
            state=ChangeSetState.RELEASED,
            is_silent=True,
            event_count=difference.event_count,
            created_at=now,
            decided_at=now,
        )
        write(document, None, difference, change_set, now)
        _write_past_amendments(document, change_set, amendments, now)
        return change_set


def write(
    document: Document, snapshot: Snapshot | None, difference: Difference, change_set: ChangeSet | None, now: dt.datetime
) -> None:
    """Apply a difference: filings and versions first, then sightings, links, standing and events."""
    changed = [entry for _, entry, _ in difference.amended]
    matches = match_entries([*difference.listed, *changed])
    added = _add_filings(document, snapshot, matches[: len(difference.listed)], now)
    amended = [
        (filing, match, changes)
        for (filing, _, changes), match in zip(difference.amended, matches[len(difference.listed) :], strict=True)
    ]
    previous = _add_versions(amended, snapshot)
    _set_states(difference)
    if snapshot is not None:
        _complete_versions(difference.same)
        _note_missing(difference, now)
        _note_sighting(document, snapshot)
    touched = [(filing, match) for filing, match in added] + [(filing, match) for filing, match, _ in amended]
    _link_products(touched)
    states = [filing.pk for filing, _ in (*difference.cancelled, *difference.restored, *difference.back)]
    refresh_standing([filing.pk for filing, _ in touched] + states)
    if change_set is not None:
        _write_events(change_set, difference, added, amended, previous, now)


def _add_filings(
    document: Document, snapshot: Snapshot | None, matches: Sequence[Match], now: dt.datetime
) -> list[tuple[Filing, Match]]:
    """New filings with their first version. A number that the series knows already makes a second copy, both flagged."""
    if not matches:
        return []
    others = Filing.objects.filter(series=document.series, number__in={match.number for match in matches})
    copies = dict(others.values_list("number").annotate(Max("copy")).order_by())
    added = []
    for match in matches:
        copies[match.number] = copies.get(match.number, 0) + 1
        added.append((_new_filing(document, snapshot, match, copies[match.number], now), match))
    twice = {number for number, count in copies.items() if count > 1}
    for filing, match in added:
        filing.flags = [*number_flags(match.entry.number), *([LISTED_TWICE] if filing.number in twice else [])]
    for other in others.filter(number__in=twice):
        other.flags = sorted({*other.flags, LISTED_TWICE})
        other.save(update_fields=["flags"])
    Filing.objects.bulk_create([filing for filing, _ in added])
    Version.objects.bulk_create([_new_version(filing, match.entry, 1, snapshot) for filing, match in added])
    _point_to_newest_version([filing for filing, _ in added])
    return added


def _new_filing(document: Document, snapshot: Snapshot | None, match: Match, copy: int, now: dt.datetime) -> Filing:
    cancelled = is_cancelled(match.entry.remark)
    return Filing(
        series=document.series,
        number=match.number,
        copy=copy,
        document=document,
        organization=match.organization,
        name=match.entry.name,
        province=match.province,
        category=match.entry.category,
        state=FilingState.CANCELLED if cancelled else FilingState.LISTED,
        # A row that joins a list which was already read has no day of publication that anybody stated.
        published_on=document.published_on if snapshot is None or _is_first(document, snapshot) else None,
        imported_at=now if snapshot is None else None,
        search_text=search_text(match.entry.name, match.number, match.organization.name),
    )


def _is_first(document: Document, snapshot: Snapshot) -> bool:
    """Whether this is the first reading of the document that was accepted."""
    earlier = document.snapshots.filter(verdict=Verdict.ACCEPTED).exclude(pk=snapshot.pk)
    return not earlier.exists()


def _new_version(filing: Filing, entry: Entry, ordinal: int, snapshot: Snapshot | None) -> Version:
    """The row as a version; what the bundled history does not carry is unknown, not empty."""
    return Version(
        filing=filing,
        ordinal=ordinal,
        name=entry.name,
        role=entry.role,
        organization_name=entry.organization,
        products=entry.products,
        purpose=entry.purpose if snapshot else None,
        remark=entry.remark if snapshot else None,
        number_raw=entry.number,
        row=entry.row,
        cells=list(entry.cells),
        first_snapshot=snapshot,
        last_snapshot=snapshot,
    )


def _point_to_newest_version(filings: Iterable[Filing]) -> None:
    newest = Version.objects.filter(filing=OuterRef("pk")).order_by("-ordinal").values("pk")[:1]
    Filing.objects.filter(pk__in=[filing.pk for filing in filings]).update(current=Subquery(newest))


def _add_versions(
    amended: Sequence[tuple[Filing, Match, list[Change]]], snapshot: Snapshot | None
) -> dict[int, Version | None]:
    """A further version for each rewritten row. Returns the one before it, by filing."""
    previous = {filing.pk: filing.current for filing, _, _ in amended}
    versions = []
    for filing, match, _ in amended:
        before = previous[filing.pk]
        versions.append(_new_version(filing, match.entry, before.ordinal + 1 if before else 1, snapshot))
        filing.name, filing.organization = match.entry.name, match.organization
        filing.search_text = search_text(match.entry.name, filing.number, match.organization.name)
    Version.objects.bulk_create(versions)
    Filing.objects.bulk_update([filing for filing, *_ in amended], ["name", "organization", "search_text"], batch_size=100)
    _point_to_newest_version(filing for filing, *_ in amended)
    return previous


def _set_states(difference: Difference) -> None:
    for rows, state in (
        (difference.back, FilingState.LISTED),
        (difference.restored, FilingState.LISTED),
        (difference.cancelled, FilingState.CANCELLED),
    ):
        if rows:
            Filing.objects.filter(pk__in=[filing.pk for filing, _ in rows]).update(state=state)


def _complete_versions(same: Iterable[tuple[Filing, Entry]]) -> None:
    """Fill in what the bundled history left unknown, and follow rows that moved within their list."""
    stale = []
    for filing, entry in same:
        version = filing.current
        if version is not None and (version.purpose is None or version.row != entry.row or version.remark != entry.remark):
            version.purpose, version.remark = entry.purpose, entry.remark
            version.row, version.cells, version.number_raw = entry.row, list(entry.cells), entry.number
            stale.append(version)
    Version.objects.bulk_update(stale, ["purpose", "remark", "row", "cells", "number_raw"], batch_size=100)


def _note_missing(difference: Difference, now: dt.datetime) -> None:
    newly = [filing.pk for filing in difference.missing if filing.missing_since is None]
    if newly:
        Filing.objects.filter(pk__in=newly).update(missing_since=now)
    if difference.found_again:
        Filing.objects.filter(pk__in=[filing.pk for filing in difference.found_again]).update(missing_since=None)


def _note_sighting(document: Document, snapshot: Snapshot) -> None:
    """Every current version whose row was there is last seen in this snapshot, in one statement for the whole list."""
    seen = Version.objects.filter(filing__document=document, filing__current=F("pk"), filing__missing_since=None)
    seen.filter(first_snapshot=None).update(first_snapshot=snapshot, last_snapshot=snapshot)
    seen.update(last_snapshot=snapshot)


def _link_products(touched: Sequence[tuple[Filing, Match]]) -> None:
    """Link each filing to the products that its row names now; products it no longer names stay linked as past ones."""
    links: dict[int, dict[int, FilingProduct]] = defaultdict(dict)
    for link in FilingProduct.objects.filter(filing__in=[filing.pk for filing, _ in touched]):
        links[link.filing_id][link.product_id] = link
    new, turned = [], []
    for filing, match in touched:
        wanted = {product.pk for product in match.products}
        new += [FilingProduct(filing=filing, product_id=pk) for pk in sorted(wanted - links[filing.pk].keys())]
        for product_id, link in links[filing.pk].items():
            if link.is_current != (product_id in wanted):
                link.is_current = not link.is_current
                turned.append(link)
    FilingProduct.objects.bulk_create(new)
    FilingProduct.objects.bulk_update(turned, ["is_current"], batch_size=200)


def refresh_standing(filing_ids: Sequence[int]) -> None:
    """Work out anew the status and first publication of every product that these filings name or once named."""
    products = Product.objects.filter(filing_links__filing__in=filing_ids).distinct().in_bulk()
    links = FilingProduct.objects.filter(product__in=list(products)).select_related("filing")
    by_product: dict[int, list[FilingProduct]] = defaultdict(list)
    for link in links:
        by_product[link.product_id].append(link)
    changed = []
    for pk, product in products.items():
        days = [link.filing.published_on for link in by_product[pk] if link.filing.published_on]
        standing = (_standing(by_product[pk]), min(days, default=None))
        if standing != (product.status, product.listed_on):
            product.status, product.listed_on = standing
            changed.append(product)
    Product.objects.bulk_update(changed, ["status", "listed_on"], batch_size=200)


def _standing(links: Sequence[FilingProduct]) -> Status:
    """Filed as long as one row names it; a product that was written out of its rows is amended, not cancelled."""
    states = {link.filing.state for link in links if link.is_current}
    if not states:
        return Status.AMENDED
    if FilingState.LISTED in states:
        return Status.FILED
    return Status.CANCELLED if FilingState.CANCELLED in states else Status.UNLISTED


def _write_events(
    change_set: ChangeSet,
    difference: Difference,
    added: Sequence[tuple[Filing, Match]],
    amended: Sequence[tuple[Filing, Match, list[Change]]],
    previous: dict[int, Version | None],
    now: dt.datetime,
) -> None:
    newest = _newest_versions([filing.pk for filing, *_ in (*added, *amended)])
    events = []
    for filing, match in added:
        rows = {"version": newest[filing.pk], "row": match.entry.row}
        events.append(_event(change_set, filing, EventKind.LISTED, now, published_on=filing.published_on, **rows))
        if filing.state == FilingState.CANCELLED:
            events.append(_event(change_set, filing, EventKind.CANCELLED, now, **rows))
    for filing, match, changes in amended:
        rows = {"version": newest[filing.pk], "row": match.entry.row}
        before = previous[filing.pk]
        events.append(_event(change_set, filing, EventKind.AMENDED, now, changes=changes, previous=before, **rows))
    for kind, touched in (
        (EventKind.CANCELLED, difference.cancelled),
        (EventKind.RESTORED, difference.restored),
        (EventKind.BACK, difference.back),
    ):
        for filing, entry in touched:
            version = newest.get(filing.pk, filing.current)
            events.append(_event(change_set, filing, kind, now, version=version, row=entry.row))
    Event.objects.bulk_create(events)


def _newest_versions(filing_ids: Sequence[int]) -> dict[int, Version]:
    return {version.filing_id: version for version in Version.objects.filter(filing__in=filing_ids).order_by("ordinal")}


_STATUS_OF = {
    EventKind.LISTED: Status.FILED,
    EventKind.AMENDED: Status.AMENDED,
    EventKind.CANCELLED: Status.CANCELLED,
    EventKind.RESTORED: Status.FILED,
    EventKind.GONE: Status.UNLISTED,
    EventKind.BACK: Status.FILED,
}


def _event(change_set: ChangeSet, filing: Filing, kind: EventKind, now: dt.datetime, **values: object) -> Event:
    event = Event(
        change_set=change_set,
        filing=filing,
        kind=kind,
        status=_STATUS_OF[kind],
        proof=Proof.NATIONAL,
        cause=change_set.cause,
        snapshot=change_set.snapshot,
        seen_at=now,
        **values,
    )
    event.timeline_on = event.happened_on or event.published_on or now.astimezone(BEIJING).date()
    return event


def _write_past_amendments(
    document: Document, change_set: ChangeSet, amendments: Iterable[PastAmendment], now: dt.datetime
) -> None:
    filings = {filing.number: filing for filing in document.filings.filter(copy=1).select_related("current")}
    events = []
    for amendment in amendments:
        filing = filings[bounded(number_key(amendment.number))]
        values = {"happened_on": amendment.happened_on, "precision": amendment.precision}
        kind, version = EventKind.AMENDED, filing.current
        events.append(_event(change_set, filing, kind, now, changes=amendment.changes, version=version, **values))
    Event.objects.bulk_create(events)
    ChangeSet.objects.filter(pk=change_set.pk).update(event_count=F("event_count") + len(events))


@transaction.atomic
def propose_disappearances(document: Document, now: dt.datetime) -> ChangeSet | None:
    """After a second good poll without them: ask a person about the rows that are gone. Asks once per state of the list."""
    gone = list(document.filings.exclude(missing_since=None).exclude(state=FilingState.GONE))
    asked = document.change_sets.filter(kind=ChangeSetKind.DISAPPEARANCE, snapshot=document.accepted_snapshot_id)
    if not gone:
        return None
    if waiting := asked.first():
        return waiting if waiting.state == ChangeSetState.HELD else None
    return ChangeSet.objects.create(
        document=document,
        snapshot=document.accepted_snapshot,
        kind=ChangeSetKind.DISAPPEARANCE,
        cause=Cause.REGULATOR,
        state=ChangeSetState.HELD,
        reason=f"{len(gone)} rows that were published are no longer in the list, in two good polls",
        proposal=[{"kind": "gone", "number": f.number, "name": f.name, "changes": []} for f in gone],
        event_count=len(gone),
        created_at=now,
    )


def record_disappearances(change_set: ChangeSet, now: dt.datetime) -> None:
    """A person confirmed it: the rows that are still missing are gone."""
    numbers = {line["number"] for line in change_set.proposal}
    missing = change_set.document.filings.exclude(missing_since=None).exclude(state=FilingState.GONE)
    gone = list(missing.filter(number__in=numbers).select_related("current"))
    Filing.objects.filter(pk__in=[filing.pk for filing in gone]).update(state=FilingState.GONE)
    refresh_standing([filing.pk for filing in gone])
    Event.objects.bulk_create(
        [_event(change_set, filing, EventKind.GONE, now, version=filing.current) for filing in gone]
    )

