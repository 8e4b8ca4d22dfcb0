"""Articles and claims as JSON lines."""

from __future__ import annotations

from datetime import date

import pytest

from filings.claims import Claim
from filings.claims.lines import as_json, read_date, read_line


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-07-08", (date(2026, 7, 8), "day")),
        ("2026-07", (date(2026, 7, 1), "month")),
        ("2026", (date(2026, 1, 1), "year")),
        ("2026-07-08T09:00:00", (date(2026, 7, 8), "day")),
        ("2026-07-08T18:00:00Z", (date(2026, 7, 9), "day")),
    ],
)
def test_dates_are_as_precise_as_written(written: str, read: object) -> None:
    assert read_date(written) == read


def test_a_line_is_an_article() -> None:
    name, article = read_line('{"id": 7, "title": "T", "text": "x", "date": "2026-07", "lang": "en", "url": "…"}')
    assert (name, article.title, article.text, article.precision) == (7, "T", "x", "month")


@pytest.mark.parametrize("line", ["", "[]", "3", "{"])
def test_a_line_that_is_no_article_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_line(line)


@pytest.mark.parametrize(("precision", "written"), [("day", "2026-07-08"), ("month", "2026-07"), ("year", "2026")])
def test_a_date_is_written_as_long_as_it_is_precise(precision, written: str) -> None:
    claim = Claim("Apple", "approved", "q", 0, 1, happened_on=date(2026, 7, 8), precision=precision)
    assert as_json(claim)["happened_on"] == written
    assert as_json(Claim("Apple", "approved", "q", 0, 1))["happened_on"] is None
