"""The gate against the registry replica: its pages and files come whole, and its faults end as they should."""

from __future__ import annotations

import time

import pytest

from filings.models.hosts import Host
from filings.pipeline.fetch import (
    BadStatus,
    BrokenOff,
    NoAnswer,
    Refused,
    TooLarge,
    TooManyRedirects,
    fetch,
    lift_waits,
)

pytestmark = pytest.mark.django_db

INDEX = "/wxzw/wxfb/A093702index_1.htm"
ALGORITHMS = "/2022-08/12/c_1661927474338504.htm"


def test_a_page_and_then_that_it_is_unchanged(replica):
    first = fetch(replica.url + ALGORITHMS)
    assert "算法" in first.body.decode()
    again = fetch(first.url, etag=first.headers["etag"], last_modified=first.headers["last-modified"])
    assert again.not_modified
    lists = fetch(f"{replica.url}/cms/JsonList", method="POST", data={"channelCode": "A093702", "perPage": "5"})
    assert lists.body.startswith(b'{"list"')


@pytest.mark.parametrize(
    ("fault", "kind", "outcome", "seconds"),
    [
        ("http503", BadStatus, "UNREACHABLE", 4),
        ("timeout", NoAnswer, "UNREACHABLE", 4),
        ("slow", NoAnswer, "UNREACHABLE", 5),
        ("truncated", BrokenOff, "UNREACHABLE", 4),
        ("redirect_loop", TooManyRedirects, "FAILED", 4),
        ("redirect_private", Refused, "FAILED", 4),
        ("huge", TooLarge, "FAILED", 6),
    ],
)
def test_a_fault_ends_with_its_outcome_and_the_next_good_answer_is_good(replica, limit, fault, kind, outcome, seconds):
    fetch(replica.url + INDEX)
    limit(READ_SECONDS=1.5, TOTAL_SECONDS=2.5)
    replica.fault(fault)
    started = time.monotonic()
    with pytest.raises(kind) as failure:
        fetch(replica.url + ALGORITHMS)
    assert failure.value.outcome == outcome
    assert time.monotonic() - started < seconds
    replica.fault("")
    lift_waits()
    assert fetch(replica.url + ALGORITHMS).status == 200
    assert not Host.objects.filter(failures__gt=0).exists()
