"""Dates as feeds and pages write them, with what is known of them and no more."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.sources.base import SHANGHAI
from filings.sources.moments import Moment, moment_of

DAY = dt.date(2025, 2, 11)
NEXT = dt.date(2025, 2, 12)


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-11",
        "2025/2/11 08:00",
        "2025.02.11",
        "2025年2月11日",
        "2025年02月11日 23:30",
        "2025-02-11T23:30:00",
        "Tue, 11 Feb 2025 23:30:00",
        "Feb 11, 2025",
        "February 11, 2025 at 9 pm",
        "  2025-02-11\n",
    ],
)
def test_without_a_zone_the_day_is_the_one_that_is_written(written: str) -> None:
    assert moment_of(written) == Moment(DAY)


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 11 Feb 2025 20:30:00 GMT",
        "Tue, 11 Feb 2025 15:30:00 EST",
        "2025-02-11T20:30:00Z",
        "2025-02-11T20:30:00.123+00:00",
        "2025-02-12 04:30:00  +0800",
        "2025-02-11T12:30:00-08:00",
    ],
)
def test_with_a_zone_it_is_the_day_in_beijing(written: str) -> None:
    assert moment_of(written) == Moment(NEXT, "day", dt.datetime(2025, 2, 12, 4, 30, tzinfo=SHANGHAI))


def test_a_month_or_a_year_is_said_to_be_one() -> None:
    assert moment_of("2025-02") == Moment(dt.date(2025, 2, 1), "month")
    assert moment_of("2025年2月") == Moment(dt.date(2025, 2, 1), "month")
    assert moment_of("2025") == Moment(dt.date(2025, 1, 1), "year")


@pytest.mark.parametrize("written", ["", "yesterday", "2025-02-30", "2025-13-01", "c_1785861480767004", "11/02/2025"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert moment_of(written) is None


def test_a_day_far_ahead_is_read_as_written() -> None:
    assert moment_of("2099-01-01") == Moment(dt.date(2099, 1, 1))
