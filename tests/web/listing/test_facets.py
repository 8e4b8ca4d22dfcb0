"""Counts beside the chips: right when the record is small, honest when it is large."""

from __future__ import annotations

import pytest

from filings.models import Filing, FilingState, Series
from filings.web.listing import facets
from filings.web.listing.facets import Chip, Tally
from filings.web.queries_filings import FILINGS
from tests import factories as make


@pytest.fixture
def filings(db: None) -> None:
    for number, (province, state) in enumerate(
        [("北京", FilingState.LISTED), ("北京", FilingState.CANCELLED), ("上海", FilingState.LISTED)]
    ):
        make.make_filing(f"X-{number}", province=province, state=state)


def chips(chosen: dict[str, str]) -> dict[str, dict[str, int | None]]:
    tally = Tally(Filing.objects.all(), FILINGS.facets, chosen)
    rows = tally.chip_rows(lambda name, value: f"?{name}={value}")
    return {row.name: {str(chip.label): chip.count for chip in row.chips[1:]} for row in rows}


def test_a_choice_counts_what_the_others_leave(filings: None) -> None:
    found = chips({"province": "北京"})
    assert found["province"] == {"北京": 2, "上海": 1}
    assert found["status"] == {"Filed": 1, "Cancelled": 1}


def test_what_would_leave_nothing_is_not_offered(filings: None) -> None:
    make.make_filing("X-4", province="上海", state=FilingState.CANCELLED)
    make.make_filing("X-5", province="广东")
    assert chips({"status": "cancelled"})["province"] == {"北京": 1, "上海": 1}


def test_a_choice_that_leaves_nothing_stays_to_be_taken_back(filings: None) -> None:
    found = chips({"status": "cancelled", "province": "上海"})
    assert found["province"] == {"北京": 1, "上海": None}


def test_a_facet_with_one_choice_is_no_choice(filings: None) -> None:
    assert "series" not in chips({})


def test_of_a_long_record_only_the_newest_rows_are_counted(filings: None, monkeypatch) -> None:
    monkeypatch.setattr(facets, "COUNTED", 2)
    tally = Tally(Filing.objects.all(), FILINGS.facets, {}, "all")
    assert not tally.is_whole
    rows = {row.name: row for row in tally.chip_rows(lambda name, value: "")}
    shown = {str(chip.label): chip for chip in rows["series"].chips[1:]}
    assert shown[str(Series.DEEP_SYNTHESIS.label)].count == 2
    assert shown[str(Series.DEEP_SYNTHESIS.label)].is_at_least
    # What is not among the newest may still be there, and is offered without a number.
    assert isinstance(shown[str(Series.ALGORITHM.label)], Chip)
    assert shown[str(Series.ALGORITHM.label)].count is None


def test_all_chips_are_counted_by_one_query(filings: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        Tally(Filing.objects.all(), FILINGS.facets, {}).chip_rows(lambda name, value: "")


def test_what_was_looked_for_by_text_in_a_long_record_gets_no_numbers(filings: None, monkeypatch) -> None:
    monkeypatch.setattr(facets, "COUNTED", 2)
    rows = Tally(Filing.objects.all(), FILINGS.facets, {}).chip_rows(lambda name, value: "")
    assert {chip.count for row in rows for chip in row.chips} == {None}


def test_counts_under_a_name_are_remembered(filings: None, django_assert_num_queries) -> None:
    Tally(Filing.objects.all(), FILINGS.facets, {}, "all").chip_rows(lambda name, value: "")
    with django_assert_num_queries(1):
        tally = Tally(Filing.objects.all(), FILINGS.facets, {}, "all")
        assert tally.is_whole
        assert tally.total == 3
