"""What is counted once per state of the record."""

from __future__ import annotations

from filings.web.memory import remembered
from tests import factories as make


def test_a_count_is_kept_until_a_change_set_is_released(db: None) -> None:
    counted = iter(range(10))
    assert [remembered("n", lambda: next(counted)) for _ in range(2)] == [0, 0]
    make.make_change_set(make.make_document())
    assert remembered("n", lambda: next(counted)) == 1


def test_each_name_has_its_own_count(db: None) -> None:
    assert remembered("a", lambda: 1) == 1
    assert remembered("b", lambda: 2) == 2
