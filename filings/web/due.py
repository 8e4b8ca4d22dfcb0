"""When the next list of a series is due: to the day where its days are known, else to the month in its labels."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from filings.models import Precision
from filings.rhythm import Expectation, expect


@dataclass(frozen=True)
class Due:
    """The span in which the next list is expected, and where today stands in it."""

    first: dt.date
    last: dt.date
    precision: str
    pauses: int
    today: dt.date

    @property
    def is_overdue(self) -> bool:
        return self.today > self.last

    @property
    def is_now(self) -> bool:
        return self.first <= self.today <= self.last


def due(days: Iterable[dt.date], batches: Iterable[str], today: dt.date) -> Due | None:
    """From the days of publication or, where they are too few, from batches such as 2026-05."""
    if expected := expect(days):
        return Due(expected.earliest, expected.latest, Precision.DAY, expected.pauses, today)
    months = [dt.date.fromisoformat(f"{batch}-01") for batch in batches if batch]
    return _by_month(expected, today) if (expected := expect(months)) else None


def _by_month(expected: Expectation, today: dt.date) -> Due:
    last = expected.latest
    end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return Due(expected.earliest.replace(day=1), end, Precision.MONTH, expected.pauses, today)
