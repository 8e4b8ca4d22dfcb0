"""When a series publishes next."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.rhythm import Phase, next_window

DEEP_SYNTHESIS = [
    dt.date(2025, 3, 12), dt.date(2025, 5, 19), dt.date(2025, 7, 14), dt.date(2025, 9, 11), dt.date(2025, 11, 6),
    dt.date(2026, 1, 7), dt.date(2026, 3, 12), dt.date(2026, 5, 6),
]  # fmt: skip


def test_the_window_is_reckoned_from_the_last_six_gaps() -> None:
    window = next_window(DEEP_SYNTHESIS)
    assert window is not None
    assert (window.shortest, window.longest) == (55, 64)
    assert (window.first, window.last) == (dt.date(2026, 6, 30), dt.date(2026, 7, 9))


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (dt.date(2026, 6, 29), Phase.EARLY),
        (dt.date(2026, 6, 30), Phase.DUE),
        (dt.date(2026, 7, 9), Phase.DUE),
        (dt.date(2026, 7, 10), Phase.OVERDUE),
    ],
)
def test_a_day_is_early_due_or_overdue(today: dt.date, phase: Phase) -> None:
    window = next_window(DEEP_SYNTHESIS)
    assert window is not None
    assert window.phase(today) == phase


def test_without_three_gaps_there_is_no_rhythm() -> None:
    assert next_window([]) is None
    assert next_window(DEEP_SYNTHESIS[:3]) is None
    assert next_window(DEEP_SYNTHESIS[:4]) is not None


def test_two_lists_of_the_same_days_are_one_publication() -> None:
    doubled = [*DEEP_SYNTHESIS, *(day + dt.timedelta(days=1) for day in DEEP_SYNTHESIS)]
    assert next_window(doubled) == next_window(reversed(DEEP_SYNTHESIS))
