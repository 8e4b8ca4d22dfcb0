"""What differs between the record and a list as read. Looks, and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from filings.models import Document, Filing, FilingState, Version
from filings.sources.base import CANCELLED_MARK, Entry
from filings.sources.remarks import Amendment, read_remark
from filings.text import name_key, number_key, split_products

from .match import bounded

Change = dict[str, str]


@dataclass
class Difference:
    """The rows of a list against the filings of its document. Each row is in exactly one of the first three.

    A rewritten row comes with the changes to tell; there are none where it only gained or lost the mark. A mark that
    comes after the notice which cancelled the number only confirms it.
    """

    listed: list[Entry] = field(default_factory=list)
    rewritten: list[tuple[Filing, Entry, list[Change]]] = field(default_factory=list)
    same: list[tuple[Filing, Entry]] = field(default_factory=list)
    cancelled: list[tuple[Filing, Entry]] = field(default_factory=list)
    confirmed: list[tuple[Filing, Entry]] = field(default_factory=list)
    restored: list[tuple[Filing, Entry]] = field(default_factory=list)
    back: list[tuple[Filing, Entry]] = field(default_factory=list)
    missing: list[Filing] = field(default_factory=list)
    found_again: list[Filing] = field(default_factory=list)

    @property
    def amended(self) -> list[tuple[Filing, Entry, list[Change]]]:
        """The rewritten rows that have more to tell than the mark."""
        return [(filing, entry, changes) for filing, entry, changes in self.rewritten if changes]

    def only(self, numbers: Collection[str]) -> Difference:
        """The part of it that is about rows with these numbers, as printed; nothing of rows that are not there."""
        part = Difference(listed=[entry for entry in self.listed if entry.number in numbers])
        part.rewritten = [row for row in self.rewritten if row[1].number in numbers]
        for name in ("cancelled", "confirmed", "restored", "back"):
            setattr(part, name, [row for row in getattr(self, name) if row[1].number in numbers])
        return part

    @property
    def edits(self) -> int:
        """Filings whose published row was touched."""
        touched = {filing.pk for filing, _, _ in self.rewritten}
        touched.update(filing.pk for filing, _ in (*self.cancelled, *self.restored))
        return len(touched)

    @property
    def event_count(self) -> int:
        told_at_once = sum(is_cancelled(entry.remark) + bool(read_remark(entry.remark)) for entry in self.listed)
        turned = len(self.cancelled) + len(self.restored) + len(self.back)
        return len(self.listed) + told_at_once + len(self.amended) + turned

    def proposal(self) -> list[dict[str, Any]]:
        """The events that recording it would make, as plain data for a person to read."""
        lines = [line for entry in self.listed for line in _first_lines(entry)]
        lines += [_line("amended", entry, changes) for _, entry, changes in self.amended]
        for kind, rows in (("cancelled", self.cancelled), ("restored", self.restored), ("back", self.back)):
            lines += [_line(kind, entry) for _, entry in rows]
        return lines


def _first_lines(entry: Entry) -> Iterator[dict[str, Any]]:
    yield _line("listed", entry)
    if told := read_remark(entry.remark):
        yield _line("amended", entry, changes_told(told))
    if is_cancelled(entry.remark):
        yield _line("cancelled", entry)


def _line(kind: str, entry: Entry, changes: Sequence[Change] = ()) -> dict[str, Any]:
    return {"kind": kind, "number": entry.number, "name": entry.name, "changes": list(changes)}


def is_cancelled(remark: str | None) -> bool:
    """Whether a remark carries the regulator's mark."""
    return CANCELLED_MARK in (remark or "")


def compare_list(document: Document, entries: Iterable[Entry]) -> Difference:
    """Compare the rows of a list with what is known of its document, row by row on the number."""
    known = _filings_by_number(document)
    difference = Difference()
    for entry in entries:
        copies = known.get(bounded(number_key(entry.number)))
        if not copies:
            difference.listed.append(entry)
            continue
        _sort_in(difference, copies.pop(0), entry)
    difference.missing = [filing for copies in known.values() for filing in copies if filing.state != FilingState.GONE]
    return difference


def compare_row(filing: Filing, entry: Entry) -> Difference:
    """Compare one row with what is known of its filing."""
    difference = Difference()
    _sort_in(difference, filing, entry)
    return difference


def _filings_by_number(document: Document) -> dict[str, list[Filing]]:
    """The document's filings; a number that stands in it twice keeps the order of its copies."""
    known: dict[str, list[Filing]] = defaultdict(list)
    filings = document.filings.select_related("current", "organization").order_by("number", "copy")
    for filing in filings:
        known[filing.number].append(filing)
    return known


def _sort_in(difference: Difference, filing: Filing, entry: Entry) -> None:
    assert filing.current is not None, "a filing is recorded together with its first version"
    changes = changed_fields(filing.current, entry)
    now = is_cancelled(entry.remark)
    was = _was_marked(filing, filing.current, now)
    if filing.state == FilingState.GONE:
        difference.back.append((filing, entry))
    is_first_sighting = filing.current.remark is None
    if now and filing.state == FilingState.CANCELLED and (is_first_sighting or not was):
        difference.confirmed.append((filing, entry))
    elif now and not was:
        difference.cancelled.append((filing, entry))
    elif was and not now:
        difference.restored.append((filing, entry))
    if filing.missing_since is not None:
        difference.found_again.append(filing)
    if changes:
        to_tell = [change for change in changes if was == now or not _is_the_mark_alone(change)]
        difference.rewritten.append((filing, entry, to_tell))
    else:
        difference.same.append((filing, entry))


def _was_marked(filing: Filing, version: Version, now: bool) -> bool:
    """Whether the row carried the mark. A number may also be cancelled by a notice, of which the row says nothing yet.

    The bundled history knows that a number was cancelled, but not whether its row says so: that is no difference.
    """
    if version.remark is not None:
        return is_cancelled(version.remark)
    return now and filing.state == FilingState.CANCELLED


def new_amendments(before: str | None, after: str) -> list[Amendment]:
    """What a remark says was changed and the remark before it did not say."""
    known = {amendment.text for amendment in read_remark(before or "")}
    return [amendment for amendment in read_remark(after) if amendment.text not in known]


def changes_told(told: Iterable[Amendment]) -> list[Change]:
    """The changes that a remark tells of; one that names no column is a change of the remark itself."""
    return [
        {
            "field": amendment.field or "remark",
            "before": amendment.before,
            "after": amendment.after or _words(amendment),
        }
        for amendment in told
    ]


def _words(amendment: Amendment) -> str:
    """The clause itself, where it names neither what was nor what is."""
    return "" if amendment.before else amendment.text


def _is_the_mark_alone(change: Change) -> bool:
    """A remark that only gains or loses the mark is told by the cancellation itself, not once more as an amendment."""
    before, after = (name_key(change[side].replace(CANCELLED_MARK, "")) for side in ("before", "after"))
    return change["field"] == "remark" and before == after


# The columns of a row that are compared, and where a version keeps each.
COLUMNS = {
    "name": "name",
    "organization": "organization_name",
    "role": "role",
    "products": "products",
    "purpose": "purpose",
    "remark": "remark",
    "category": "category",
    "province": "province",
    "filed_on": "filed_on",
    "scenario": "scenario",
}


def changed_fields(version: Version, entry: Entry) -> list[Change]:
    """The fields that differ, with what stood there before and after. Unknown before is no difference."""
    pairs = ((name, getattr(version, column), getattr(entry, name)) for name, column in COLUMNS.items())
    return [
        {"field": name, "before": before, "after": after}
        for name, before, after in pairs
        if before is not None and comparable(name, before) != comparable(name, after)
    ]


def entry_of(version: Version) -> Entry:
    """The row that a version was recorded from; what the bundled history does not carry is empty."""
    values: dict[str, Any] = {name: getattr(version, column) or "" for name, column in COLUMNS.items()}
    return Entry(
        row=version.row or 0,
        number=version.number_raw,
        cells=tuple(version.cells),
        note=version.note,
        **values,
    )


def comparable(field_name: str, value: str) -> object:
    """Width and white space are no change, and neither is another order of the same products."""
    if field_name == "products":
        return sorted((name_key(product.name), name_key(product.form)) for product in split_products(value))
    return name_key(value)
