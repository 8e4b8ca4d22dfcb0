"""What is not as the lists print it: corrections by editors, and rows that the reader of the files puts right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filings.models import Correction, Filing, Version

from .diffs import FieldChange, field_change


@dataclass(frozen=True)
class Put:
    """One thing put right: by an editor, with a reason, or by the reader, with its note."""

    filing: Filing
    reason: str
    who: str | Promise
    on: dt.datetime | None = None
    change: FieldChange | None = None
    evidence_url: str = ""
    state: str = ""
    until: dt.date | None = None

    @property
    def changes(self) -> list[FieldChange]:
        return [self.change] if self.change else []


def corrections_of(filing: Filing) -> list[Put]:
    """What of this filing's row is not as printed."""
    put = [_by_editor(correction) for correction in filing.corrections.in_force().order_by("id")]
    return [*put, _by_reader(filing, filing.current)] if filing.current and filing.current.note else put


def all_corrections() -> QuerySet[Correction]:
    """Everything that editors ever corrected, newest first."""
    return Correction.objects.select_related("filing").order_by("-id")


def by_editors(corrections: Iterable[Correction]) -> Iterator[Put]:
    return map(_by_editor, corrections)


def put_right_by_readers(most: int) -> list[Put]:
    """Rows whose columns the reader puts right itself, at most so many."""
    noted = Version.objects.exclude(note="").filter(filing__current=F("pk")).select_related("filing").order_by("id")
    return [_by_reader(version.filing, version) for version in noted[:most]]


def _by_editor(correction: Correction) -> Put:
    change = {"field": correction.field, "before": correction.before, "after": correction.after}
    return Put(
        correction.filing,
        correction.reason,
        _("an editor"),
        correction.at,
        field_change(change),
        correction.evidence_url,
        correction.state,
        correction.expires_on,
    )


def _by_reader(filing: Filing, version: Version) -> Put:
    return Put(filing, version.note, _("our reader of the files"))
