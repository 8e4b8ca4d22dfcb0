"""When a series publishes next, by the days of its earlier lists."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.rhythm import expect

DEEP_SYNTHESIS = [
    dt.date(2025, 3, 12), dt.date(2025, 5, 19), dt.date(2025, 7, 14), dt.date(2025, 9, 11), dt.date(2025, 11, 6),
    dt.date(2026, 1, 7), dt.date(2026, 3, 12), dt.date(2026, 5, 6),
]  # fmt: skip


def test_the_span_is_that_of_the_newest_pauses() -> None:
    expected = expect(DEEP_SYNTHESIS)
    assert expected is not None
    assert (expected.last, expected.pauses) == (dt.date(2026, 5, 6), 7)
    assert (expected.earliest, expected.latest) == (dt.date(2026, 6, 30), dt.date(2026, 7, 13))
    assert expected.likely == dt.date(2026, 7, 4)


@pytest.mark.parametrize(("day", "overdue"), [(dt.date(2026, 7, 13), False), (dt.date(2026, 7, 14), True)])
def test_overdue_is_what_is_later_than_any_pause_allows(day: dt.date, overdue: bool) -> None:
    expected = expect(DEEP_SYNTHESIS)
    assert expected is not None
    assert expected.is_overdue(day) is overdue


def test_three_lists_make_no_rhythm() -> None:
    assert expect([]) is None
    assert expect(DEEP_SYNTHESIS[:3]) is None
    assert expect(DEEP_SYNTHESIS[:4]) is not None


def test_lists_of_the_same_days_are_one_batch_in_any_order() -> None:
    doubled = [*DEEP_SYNTHESIS, *(day + dt.timedelta(days=2) for day in DEEP_SYNTHESIS)]
    assert expect(reversed(doubled)) == expect(DEEP_SYNTHESIS)
