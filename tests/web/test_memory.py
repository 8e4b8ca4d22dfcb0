"""What is counted once per state of the record."""

from __future__ import annotations

from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from filings.web.memory import one_state_per_page, remembered, stamp
from tests import factories as make


def test_a_count_is_kept_until_a_change_set_is_released(db: None) -> None:
    counted = iter(range(10))
    assert [remembered("n", lambda: next(counted)) for _ in range(2)] == [0, 0]
    make.make_change_set(make.make_document())
    assert remembered("n", lambda: next(counted)) == 1


def test_each_name_has_its_own_count(db: None) -> None:
    assert remembered("a", lambda: 1) == 1
    assert remembered("b", lambda: 2) == 2


def test_a_page_counts_of_one_state(db: None) -> None:
    asked: list[str] = []

    def page(request: object) -> HttpResponse:
        asked.append(stamp())
        make.make_change_set(make.make_document())
        asked.append(stamp())
        return HttpResponse()

    with CaptureQueriesContext(connection) as queries:
        one_state_per_page(page)(RequestFactory().get("/"))
    assert asked[0] == asked[1] != stamp()
    assert sum("ORDER BY" in one["sql"] for one in queries) == 1
    asked.clear()
    one_state_per_page(page)(RequestFactory().post("/"))
    assert asked[0] != asked[1]
