"""The dates of a sentence, as precise as its words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.claims.base import Precision
from filings.claims.dates import Published, find_dates
from filings.claims.fold import fold

# A Thursday.
PUBLISHED = Published(date(2026, 7, 16), "day")


def read(text: str, published: Published = PUBLISHED) -> list[tuple[str, Precision]]:
    folded = fold(text)
    return [(told.day.isoformat(), told.precision) for told in find_dates(folded, 0, len(folded), published)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on July 15", [("2026-07-15", "day")]),
        ("15 July 2026", [("2026-07-15", "day")]),
        ("Jul. 8, 2026", [("2026-07-08", "day")]),
        ("August 31", [("2025-08-31", "day")]),
        ("in May it may launch", [("2026-05-01", "month")]),
        ("March 2025", [("2025-03-01", "month")]),
        ("in 2024", [("2024-01-01", "year")]),
        ("last year", [("2025-01-01", "year")]),
        ("last month", [("2026-06-01", "month")]),
        ("last week", [("2026-07-01", "month")]),
        ("on Tuesday", [("2026-07-14", "day")]),
        ("Thursday", [("2026-07-16", "day")]),
        ("Friday", [("2026-07-10", "day")]),
        ("yesterday", [("2026-07-15", "day")]),
        ("2026-07-15", [("2026-07-15", "day")]),
        ("2026/7/1", [("2026-07-01", "day")]),
        ("7月8日", [("2026-07-08", "day")]),
        ("7 月 8 日", [("2026-07-08", "day")]),
        ("2026年7月15日", [("2026-07-15", "day")]),
        ("2023年8月", [("2023-08-01", "month")]),
        ("12月5日", [("2025-12-05", "day")]),
        ("15日下午", [("2026-07-15", "day")]),
        ("30日", [("2026-06-30", "day")]),
        ("去年12月", [("2025-12-01", "month")]),
        ("今年", []),
        ("上周五", [("2026-07-10", "day")]),
        ("周二", [("2026-07-14", "day")]),
        ("上月", [("2026-06-01", "month")]),
        ("昨日", [("2026-07-15", "day")]),
        ("先月", [("2026-06-01", "month")]),
        ("水曜日", [("2026-07-15", "day")]),
        ("昨年", [("2025-01-01", "year")]),
        ("31 June, 0月0日, 2026-13-40", []),
        ("version 7.15, 3月度", [("2026-03-01", "month")]),
    ],
)
def test_dates_are_as_precise_as_they_are_told(text: str, dates: list[tuple[str, Precision]]) -> None:
    assert read(text) == dates


@pytest.mark.parametrize("text", ["on Tuesday", "周二", "yesterday", "last week"])
def test_an_article_without_its_day_gives_no_more_than_its_month(text: str) -> None:
    assert read(text, Published(date(2025, 2, 1), "month")) == [("2025-02-01", "month")]


@pytest.mark.parametrize("text", ["on Tuesday", "7月8日", "last month", "去年", "in May"])
def test_an_article_without_a_date_gives_none(text: str) -> None:
    assert read(text, Published(None, "")) == []


def test_a_full_date_needs_no_article() -> None:
    assert read("2026年7月8日", Published(None, "")) == [("2026-07-08", "day")]


@given(st.text(alphabet="0123456789年月日周一二上去今-/. mayjulytuesdlatwk"), st.dates())
def test_no_text_is_too_odd(text: str, day: date) -> None:
    for told in find_dates(fold(text), 0, len(text), Published(day, "day")):
        assert told.day <= told.last_day
