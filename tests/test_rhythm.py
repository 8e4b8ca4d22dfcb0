"""When the next batch is to be expected, from the days of the earlier ones."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.rhythm import expect


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


REGULAR = days("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01")


def test_the_span_is_that_of_the_earlier_pauses():
    expected = expect(REGULAR)
    assert expected is not None
    assert expected.last == dt.date(2026, 5, 1)
    assert (expected.earliest, expected.latest) == (dt.date(2026, 5, 29), dt.date(2026, 6, 1))
    assert expected.earliest <= expected.likely <= expected.latest
    assert expected.pauses == 4


def test_the_order_of_the_days_does_not_matter():
    assert expect(reversed(REGULAR)) == expect(REGULAR)


def test_too_few_batches_have_no_rhythm():
    assert expect(REGULAR[:3]) is None
    assert expect([]) is None


def test_lists_of_the_same_days_are_one_batch():
    assert expect([*REGULAR, *days("2026-05-01", "2026-05-04")]) == expect(REGULAR)


def test_only_the_newest_pauses_count():
    old = [dt.date(2020, 1, 1) + dt.timedelta(days=300 * n) for n in range(4)]
    months = [dt.date(2025, month, 1) for month in range(1, 11)]
    expected = expect([*old, *months])
    assert expected is not None
    assert expected.pauses == 8
    assert (expected.latest - expected.last).days == 31


@pytest.mark.parametrize(("today", "is_overdue"), [("2026-06-01", False), ("2026-06-02", True)])
def test_overdue_is_after_the_span(today, is_overdue):
    expected = expect(REGULAR)
    assert expected is not None
    assert expected.is_overdue(dt.date.fromisoformat(today)) is is_overdue
