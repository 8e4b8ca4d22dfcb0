"""The versions of a filing's row side by side, and the files in which each was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from filings.models import Series, Snapshot, Version

from .diffs import Segment, heading, marked

# Line of the comparison, and the field of the version that holds it.
LINES = {
    "name": "name",
    "organization": "organization_name",
    "products": "products",
    "remark": "remark",
    "role": "role",
    "purpose": "purpose",
    "number": "number_raw",
    "category": "category",
    "province": "province",
    "filed_on": "filed_on",
    "scenario": "scenario",
    "row": "row",
}
# What every list of a kind has is shown even where it is empty; the others only where a row fills them.
ALWAYS = {"name", "organization", "number", "row"}
ALGORITHM_COLUMNS = {"products", "purpose", "remark"}
# A row that moves within its list was not rewritten, so its place is never marked as a change.
ROW = "row"


@dataclass(frozen=True)
class Cell:
    """A field in one version; unknown where the bundled record did not carry it."""

    segments: list[Segment]
    is_list: bool = False
    is_same: bool = False
    is_unknown: bool = False


@dataclass(frozen=True)
class Row:
    """A field across all versions."""

    label: str | Promise
    heading: str
    cells: list[Cell]
    is_changed: bool


def compare_versions(versions: Sequence[Version], series: str) -> list[Row]:
    """One row per field that the lists of the series have, the changed ones first."""
    shown = ALWAYS | (ALGORITHM_COLUMNS if series in (Series.ALGORITHM, Series.DEEP_SYNTHESIS) else set())
    rows = [
        _row(name, series, values)
        for name, field in LINES.items()
        if any(values := [getattr(version, field) for version in versions]) or name in shown
    ]
    return sorted(rows, key=lambda row: not row.is_changed)


def _row(name: str, series: str, values: Sequence[str | int | None]) -> Row:
    texts = [None if value is None else str(value) for value in values]
    cells = [_cell(name, texts, position) for position in range(len(texts))]
    is_changed = name != ROW and len({text for text in texts if text is not None}) > 1
    return Row(*heading(name, series), cells, is_changed)


def _cell(name: str, texts: Sequence[str | None], position: int) -> Cell:
    text = texts[position]
    if text is None:
        return Cell([], is_unknown=True)
    if name == ROW:
        return Cell(marked(text, None, None, is_list=False))
    before = texts[position - 1] if position else None
    after = texts[position + 1] if position + 1 < len(texts) else None
    is_list = name == "products"
    return Cell(marked(text, before, after, is_list), is_list, is_same=text == before)


@dataclass(frozen=True)
class Sighting:
    """A file that was read and counted, and the version of the row that it held."""

    snapshot: Snapshot
    version: Version


def sightings(versions: Sequence[Version], snapshots: Sequence[Snapshot]) -> list[Sighting]:
    """Newest first. A version was held by every counted file from its first to its last."""
    return [
        Sighting(snapshot, version)
        for snapshot in snapshots
        for version in reversed(versions)
        if _holds(version, snapshot)
    ]


def _holds(version: Version, snapshot: Snapshot) -> bool:
    if version.first_snapshot_id is None or version.last_snapshot_id is None:
        return False
    return version.first_snapshot_id <= snapshot.pk <= version.last_snapshot_id
