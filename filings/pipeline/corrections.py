"""A person's fixes to printed rows: put in place between reading and comparing, on every poll. Their one writer.

A fix counts at once, by a change set of its own that alerts nobody. It holds until a person takes it back or its last
day is over. When the source changes its own value, the fix still holds, and a person is asked.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from filings.models import Cause, Correction, CorrectionField, CorrectionState, Document, Filing
from filings.sources.base import Entry
from filings.text import number_key

from . import audit
from .apply import apply
from .compare import COLUMNS, Change, comparable, compare_row, entry_of
from .events import BEIJING, write_corrected, write_events
from .match import bounded
from .record import released_set
from .refusal import Refused

NEEDED = (CorrectionField.NAME, CorrectionField.ORGANIZATION)
# The corrections of a document by the place of their row: its number, and which of the rows with that number it is.
Fixes = Mapping[tuple[str, int], Sequence[Correction]]


@dataclass(frozen=True)
class Corrected:
    """The rows that count, and what the source printed today where a correction stands, by correction."""

    entries: tuple[Entry, ...]
    printed: Mapping[int, str]


def correct(entries: Iterable[Entry], fixes: Fixes) -> Corrected:
    """The rows with every correction in place. Where the source says the same by now, its own word stays."""
    seen: dict[str, int] = defaultdict(int)
    printed: dict[int, str] = {}
    rows = []
    for entry in entries:
        key = bounded(number_key(entry.number))
        seen[key] += 1
        values = {}
        for fix in fixes.get((key, seen[key]), ()):
            printed[fix.pk] = getattr(entry, fix.field)
            if not _agree(fix, printed[fix.pk], fix.after):
                values[fix.field] = fix.after
        rows.append(replace(entry, **values) if values else entry)  # type: ignore[arg-type]
    return Corrected(tuple(rows), printed)


def _agree(fix: Correction, one: str, other: str) -> bool:
    return comparable(fix.field, one) == comparable(fix.field, other)


def fixes_of(document: Document) -> Fixes:
    """What is in force for the rows of a list."""
    in_force = list(Correction.objects.in_force().filter(filing__document=document).select_related("filing"))
    fixes: dict[tuple[str, int], list[Correction]] = defaultdict(list)
    if not in_force:
        return fixes
    numbers = {fix.filing.number for fix in in_force}
    copies: dict[str, list[int]] = defaultdict(list)
    standing = Filing.objects.filter(document=document, number__in=numbers).order_by("number", "copy")
    for pk, number in standing.values_list("pk", "number"):
        copies[number].append(pk)
    for fix in in_force:
        fixes[fix.filing.number, copies[fix.filing.number].index(fix.filing_id) + 1].append(fix)
    return fixes


def corrected(document: Document, entries: Iterable[Entry], now: dt.datetime) -> tuple[Entry, ...]:
    """The rows of a list that was read just now, with every correction in place; notes what the source says of them."""
    fixes = fixes_of(document)
    result = correct(entries, fixes)
    for fix in (fix for group in fixes.values() for fix in group):
        if fix.pk in result.printed:
            _note_printed(fix, result.printed[fix.pk], now)
    return result.entries


def _note_printed(fix: Correction, printed: str, now: dt.datetime) -> None:
    state = _state_by(fix, printed)
    if (state, printed) == (fix.state, fix.printed):
        return
    state_at = now if state != fix.state else fix.state_at
    Correction.objects.in_force().filter(pk=fix.pk).update(state=state, printed=printed, state_at=state_at)


def _state_by(fix: Correction, printed: str) -> CorrectionState:
    if _agree(fix, printed, fix.after):
        return CorrectionState.CONFIRMED
    return CorrectionState.ACTIVE if _agree(fix, printed, fix.before) else CorrectionState.REOPENED


@transaction.atomic
def add(
    filing: Filing,
    field: str,
    after: str,
    *,
    reason: str,
    person: int,
    now: dt.datetime,
    evidence_url: str = "",
    expires_on: dt.date | None = None,
    seen: int | None = None,
) -> Correction:
    """Correct one column of a row. Refused says why not; `seen` is the version that the person looked at."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    version = filing.current
    assert version is not None, "a filing is recorded together with its first version"
    if seen is not None and seen != version.pk:
        raise Refused("the row has changed since you looked at it; look again")
    before = getattr(version, COLUMNS[field])
    _check(filing, field, before, after, reason)
    if expires_on is not None and expires_on < now.astimezone(BEIJING).date():
        raise Refused("its last day is over already")
    fix = Correction.objects.create(
        filing=filing,
        field=field,
        before=before,
        after=after,
        printed=before,
        reason=reason,
        evidence_url=evidence_url,
        expires_on=expires_on,
        by_id=person,
        at=now,
        state_at=now,
    )
    _put(fix, after, reason, person, now)
    audit.note(person, "correct", filing, now, before={field: before}, after={field: after}, reason=reason)
    return fix


def _check(filing: Filing, field: str, before: str | None, after: str, reason: str) -> None:
    if before is None:
        raise Refused("the list has not been read yet, so nobody knows what stands there")
    if not reason.strip():
        raise Refused("a correction needs a reason")
    if field in NEEDED and not after.strip():
        raise Refused("this can't be empty")
    if field == CorrectionField.FILED_ON and after and not _is_day(after):
        raise Refused("a day is written like 2026-07-08")
    if comparable(field, before) == comparable(field, after):
        raise Refused("that is no difference; width, blanks and the order of products do not count")
    if Correction.objects.in_force().filter(filing=filing, field=field).exists():
        raise Refused("this is corrected already; take that back first")


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _put(fix: Correction, value: str, reason: str, person: int | None, now: dt.datetime) -> None:
    """Let a value count for the row, as our own doing."""
    filing = Filing.objects.select_related("current__last_snapshot", "organization", "document__source").get(
        pk=fix.filing_id
    )
    assert filing.current is not None
    snapshot = filing.current.last_snapshot
    difference = compare_row(filing, replace(entry_of(filing.current), **{fix.field: value}))  # type: ignore[arg-type]
    change_set = released_set(filing.document, snapshot, Cause.EDITOR, difference.event_count, now, person)
    applied = apply(filing.document, snapshot, difference, now, is_whole=False)
    write_corrected(change_set, difference, applied, now, reason=reason, evidence_url=fix.evidence_url)


def _give_way(fix: Correction, now: dt.datetime, person: int | None) -> None:
    """Let the source's newer value count, as the regulator's doing, told from what it had printed before."""
    filing = Filing.objects.select_related("current__last_snapshot", "organization", "document__source").get(
        pk=fix.filing_id
    )
    assert filing.current is not None
    snapshot = filing.current.last_snapshot
    difference = compare_row(filing, replace(entry_of(filing.current), **{fix.field: fix.printed}))  # type: ignore[arg-type]
    told: list[Change] = [{"field": fix.field, "before": fix.before, "after": fix.printed}]
    difference.rewritten = [(same, entry, told if changes else []) for same, entry, changes in difference.rewritten]
    change_set = released_set(filing.document, snapshot, Cause.REGULATOR, difference.event_count, now, person)
    write_events(change_set, difference, apply(filing.document, snapshot, difference, now, is_whole=False), now)


@transaction.atomic
def take_back(fix: Correction, *, reason: str, person: int, now: dt.datetime) -> None:
    """End a correction: what the source prints counts again. Refused when it is not in force."""
    if not reason.strip():
        raise Refused("taking a correction back needs a reason")
    _end(fix, CorrectionState.ENDED, now)
    fix.refresh_from_db()
    if _agree(fix, fix.printed, fix.before):
        _put(fix, fix.printed, reason, person, now)
    else:
        _give_way(fix, now, person)
    audit.note(
        person, "take back", fix, now, before={fix.field: fix.after}, after={fix.field: fix.printed}, reason=reason
    )


def _end(fix: Correction, state: CorrectionState, now: dt.datetime) -> None:
    if Correction.objects.in_force().filter(pk=fix.pk).update(state=state, state_at=now) != 1:
        raise Refused("it is not in force any more")


@transaction.atomic
def keep(fix: Correction, *, reason: str, person: int, now: dt.datetime) -> None:
    """The source has changed its value, and the correction is right all the same. Refused when it is not reopened."""
    reopened = Correction.objects.reopened().filter(pk=fix.pk)
    if not reason.strip():
        raise Refused("keeping it needs a reason")
    if reopened.update(state=CorrectionState.ACTIVE, before=fix.printed, state_at=now) != 1:
        raise Refused("it is not waiting for a decision any more")
    audit.note(person, "keep", fix, now, before={"printed": fix.before}, after={"printed": fix.printed}, reason=reason)


def expire(now: dt.datetime) -> int:
    """End the corrections whose last day is over. Returns how many."""
    return sum(_expire(fix, now) for fix in Correction.objects.run_out(now.astimezone(BEIJING).date()))


@transaction.atomic
def _expire(fix: Correction, now: dt.datetime) -> int:
    try:
        _end(fix, CorrectionState.EXPIRED, now)
    except Refused:
        return 0
    if _agree(fix, fix.printed, fix.before):
        _put(fix, fix.printed, f"expired: {fix.reason}", None, now)
    else:
        _give_way(fix, now, None)
    return 1
