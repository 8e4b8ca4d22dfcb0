"""Applies a difference to the record: new filings, further versions, states and sightings. Their one writer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from filings.models import Document, Filing, FilingState, Series, Snapshot, Verdict, Version
from filings.sources.base import Entry
from filings.text import number_flags, parse_generative_number, search_text

from .compare import Change, Difference, is_cancelled
from .match import Match, match_entries
from .standing import link_products, refresh_standing

LISTED_TWICE = "listed_twice"
IN_TWO_SERIES = "in_two_series"
# Algorithm numbers are of one kind, whichever of the two registers lists them.
ALGORITHM_SERIES = frozenset({Series.ALGORITHM, Series.DEEP_SYNTHESIS})


@dataclass
class Applied:
    """What was written, for the timeline to tell: new and rewritten filings, and the version before each rewriting."""

    added: list[tuple[Filing, Match]]
    rewritten: list[tuple[Filing, Match, list[Change]]]
    previous: dict[int, Version | None]

    @property
    def filing_ids(self) -> list[int]:
        return [filing.pk for filing, _ in self.added] + [filing.pk for filing, _, _ in self.rewritten]


def apply(
    document: Document,
    snapshot: Snapshot | None,
    difference: Difference,
    now: dt.datetime,
    former_names: Mapping[int, Sequence[str]] | None = None,
    *,
    is_whole: bool = True,
) -> Applied:
    """Write a difference: filings and versions first, then sightings, links and standing.

    Without a snapshot the rows come from the bundled history, and what it lacks stays unknown. `former_names` are those
    of organizations, by row, where no remark tells them. With only some of a list's rows nothing is said of the others.
    """
    entries = [*difference.listed, *(entry for _, entry, _ in difference.rewritten)]
    matches = match_entries(entries, former_names)
    added = _add_filings(document, snapshot, matches[: len(difference.listed)], now)
    rewritten = [
        (filing, match, changes)
        for (filing, _, changes), match in zip(difference.rewritten, matches[len(difference.listed) :], strict=True)
    ]
    previous = _add_versions(rewritten, snapshot)
    _set_states(difference)
    if snapshot is not None and is_whole:
        _complete_versions(difference.same)
        _note_missing(difference, now)
        note_sighting(document, snapshot)
    touched = [*added, *((filing, match) for filing, match, _ in rewritten)]
    link_products(touched)
    turned = [filing.pk for filing, _ in (*difference.cancelled, *difference.restored, *difference.back)]
    refresh_standing([filing.pk for filing, _ in touched] + turned)
    return Applied(added, rewritten, previous)


def _add_filings(
    document: Document, snapshot: Snapshot | None, matches: Sequence[Match], now: dt.datetime
) -> list[tuple[Filing, Match]]:
    """New filings with their first version. A number that the series knows already makes a flagged second copy."""
    if not matches:
        return []
    numbers = {match.number for match in matches}
    others = Filing.objects.filter(series=document.series, number__in=numbers)
    copies = dict(others.values_list("number").annotate(Max("copy")).order_by())
    # A row that joins a list which was already read has no day of publication that anybody stated.
    published_on = document.published_on if snapshot is None or _is_first(document, snapshot) else None
    imported_at = now if snapshot is None else None
    added = []
    for match in matches:
        copies[match.number] = copies.get(match.number, 0) + 1
        added.append((_new_filing(document, match, copies[match.number], published_on, imported_at), match))
    for filing, match in added:
        filing.flags = [*number_flags(match.entry.number, match.entry.province), *match.flags]
    _flag_shared_numbers([filing for filing, _ in added], others, {n for n, count in copies.items() if count > 1})
    Filing.objects.bulk_create([filing for filing, _ in added])
    Version.objects.bulk_create([_new_version(filing, match.entry, 1, snapshot) for filing, match in added])
    _point_to_newest_version([filing for filing, _ in added])
    return added


def _flag_shared_numbers(added: Sequence[Filing], others: QuerySet[Filing], twice: set[str]) -> None:
    """A number that stands twice in its series, or in two national series, is flagged wherever it stands."""
    _flag(added, others, twice, LISTED_TWICE)
    series = added[0].series
    if series not in ALGORITHM_SERIES:
        return
    elsewhere = Filing.objects.filter(
        series__in=ALGORITHM_SERIES - {series}, number__in={filing.number for filing in added}
    )
    _flag(added, elsewhere, set(elsewhere.values_list("number", flat=True)), IN_TWO_SERIES)


def _flag(added: Sequence[Filing], others: QuerySet[Filing], numbers: set[str], flag: str) -> None:
    for filing in added:
        if filing.number in numbers:
            filing.flags = [*filing.flags, flag]
    for other in others.filter(number__in=numbers):
        other.flags = sorted({*other.flags, flag})
        other.save(update_fields=["flags"])


def _new_filing(
    document: Document, match: Match, copy: int, published_on: dt.date | None, imported_at: dt.datetime | None
) -> Filing:
    cancelled = is_cancelled(match.entry.remark)
    generative = parse_generative_number(match.entry.number)
    return Filing(
        series=document.series,
        number=match.number,
        copy=copy,
        document=document,
        organization=match.organization,
        name=match.entry.name,
        province=match.province or document.source.province,
        category=match.entry.category,
        filed_on=_filed_on(match.entry),
        handed_in_on=generative.hand_in if generative else None,
        state=FilingState.CANCELLED if cancelled else FilingState.LISTED,
        published_on=published_on,
        imported_at=imported_at,
        search_text=search_text(match.entry.name, match.number, match.organization.name),
    )


def _filed_on(entry: Entry) -> dt.date | None:
    return dt.date.fromisoformat(entry.filed_on) if entry.filed_on else None


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
        category=entry.category,
        province=entry.province,
        filed_on=entry.filed_on,
        scenario=entry.scenario,
        note=entry.note,
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
    rewritten: Sequence[tuple[Filing, Match, list[Change]]], snapshot: Snapshot | None
) -> dict[int, Version | None]:
    """A further version for each rewritten row. Returns the one before it, by filing."""
    previous = {filing.pk: filing.current for filing, _, _ in rewritten}
    versions = []
    for filing, match, _ in rewritten:
        before = previous[filing.pk]
        versions.append(_new_version(filing, match.entry, before.ordinal + 1 if before else 1, snapshot))
        filing.name, filing.organization = match.entry.name, match.organization
        filing.category, filing.province = match.entry.category, match.province or filing.province
        filing.filed_on = _filed_on(match.entry)
        filing.search_text = search_text(match.entry.name, filing.number, match.organization.name)
    Version.objects.bulk_create(versions)
    columns = ["name", "organization", "category", "province", "filed_on", "search_text"]
    Filing.objects.bulk_update([filing for filing, *_ in rewritten], columns, batch_size=100)
    _point_to_newest_version(filing for filing, *_ in rewritten)
    return previous


def _set_states(difference: Difference) -> None:
    """A row that is back, or has gained or lost its mark, stands as its mark says."""
    turned = [*difference.back, *difference.restored, *difference.cancelled]
    for state, marked in ((FilingState.LISTED, False), (FilingState.CANCELLED, True)):
        pks = [filing.pk for filing, entry in turned if is_cancelled(entry.remark) == marked]
        if pks:
            Filing.objects.filter(pk__in=pks).update(state=state)


def mark_cancelled(days: Mapping[Filing, dt.date | None]) -> None:
    """These filings are cancelled, by notices of these days."""
    for filing, day in days.items():
        filing.state, filing.cancelled_on = FilingState.CANCELLED, day
    Filing.objects.bulk_update(days, ["state", "cancelled_on"])
    refresh_standing([filing.pk for filing in days])


def _complete_versions(same: Iterable[tuple[Filing, Entry]]) -> None:
    """Fill in what the bundled history left unknown, and follow rows that moved within their list."""
    stale = []
    for filing, entry in same:
        version = filing.current
        if version is not None and (
            version.purpose is None or version.row != entry.row or version.remark != entry.remark
        ):
            version.purpose, version.remark = entry.purpose, entry.remark
            version.row, version.cells, version.number_raw = entry.row, list(entry.cells), entry.number
            version.note = entry.note
            stale.append(version)
    Version.objects.bulk_update(stale, ["purpose", "remark", "row", "cells", "number_raw", "note"], batch_size=100)


def _note_missing(difference: Difference, now: dt.datetime) -> None:
    newly = [filing.pk for filing in difference.missing if filing.missing_since is None]
    if newly:
        Filing.objects.filter(pk__in=newly).update(missing_since=now)
    if difference.found_again:
        Filing.objects.filter(pk__in=[filing.pk for filing in difference.found_again]).update(missing_since=None)


def note_sighting(document: Document, snapshot: Snapshot) -> None:
    """Every current version whose row was there is last seen in this snapshot, in one statement for the whole list."""
    seen = Version.objects.filter(filing__document=document, filing__current=F("pk"), filing__missing_since=None)
    seen.filter(first_snapshot=None).update(first_snapshot=snapshot, last_snapshot=snapshot)
    seen.update(last_snapshot=snapshot)
