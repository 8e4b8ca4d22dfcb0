"""When the next list is due, to the day or to the month."""

from __future__ import annotations

import datetime as dt

from filings.web.due import due

DAYS = [dt.date(2025, 11, 6), dt.date(2026, 1, 7), dt.date(2026, 3, 12), dt.date(2026, 5, 6)]
MONTHS = ["2025-11", "2026-01", "2026-03", "2026-05"]


def test_days_of_publication_give_a_span_of_days() -> None:
    span = due(DAYS, MONTHS, dt.date(2026, 7, 1))
    assert span is not None
    assert (span.first, span.last, span.precision) == (dt.date(2026, 6, 30), dt.date(2026, 7, 9), "day")
    assert span.is_now
    assert not span.is_overdue


def test_without_them_the_months_in_the_labels_give_whole_months() -> None:
    span = due([], MONTHS, dt.date(2026, 8, 1))
    assert span is not None
    assert (span.first, span.last, span.precision) == (dt.date(2026, 6, 1), dt.date(2026, 7, 31), "month")
    assert span.is_overdue


def test_one_list_has_no_rhythm() -> None:
    assert due(DAYS[:1], MONTHS[:1], dt.date(2026, 7, 1)) is None
