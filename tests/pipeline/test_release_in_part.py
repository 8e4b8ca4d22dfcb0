"""Some lines of a held set are released, the others stay a question; nothing is told or asked twice."""

from __future__ import annotations

from typing import Any

import pytest

from filings import jobs
from filings.models import ChangeSet, ChangeSetState, Delivery, EventKind, Filing, Version
from filings.pipeline.refusal import Refused
from filings.pipeline.release import drop, release, release_part
from tests import factories as make

from .reading import ROWS, PublishedList, day, edited, filing, known, publish, record, told

pytestmark = pytest.mark.django_db

RENAMED = edited(*((place, {"name": f"新名{place}算法"}) for place in range(4)))


@pytest.fixture
def held(settings) -> PublishedList:
    settings.HOLD_AMENDMENTS = 3
    listed = known()
    assert listed.read(RENAMED, day(1)).outcome == "HELD"
    return listed


def question() -> Any:
    return ChangeSet.objects.held().get()


def test_the_chosen_lines_count_and_the_others_wait(held):
    first = question()
    assert release_part(first.pk, None, day(2), [0, 2])
    assert told() == [(EventKind.AMENDED, "新名0算法"), (EventKind.AMENDED, "新名2算法")]
    first.refresh_from_db()
    assert (first.state, first.event_count, len(first.proposal)) == (ChangeSetState.RELEASED, 2, 2)
    assert (question().part_of, [line["name"] for line in question().proposal]) == (first, ["新名1算法", "新名3算法"])
    assert filing(ROWS[1][6]).name == ROWS[1][1]


def test_the_same_bytes_do_not_slip_the_others_in(held):
    """Two renamed rows alone would not be held; but a person has looked at these bytes and has not released them."""
    release_part(question().pk, None, day(2), [0, 2])
    before = record()
    finding = held.read(RENAMED, day(3))
    assert (finding.outcome, finding.held, record()) == ("HELD", 2, before)


def test_the_rest_is_released_later(held):
    release_part(question().pk, None, day(2), [0, 2])
    assert release(question().pk, None, day(3))
    assert len(told()) == 4
    assert held.read(RENAMED, day(4)).outcome == "UNCHANGED"
    assert not ChangeSet.objects.held()


def test_the_rest_is_dropped(held):
    release_part(question().pk, None, day(2), [0, 2])
    drop(question().pk, None, day(3))
    assert held.read(RENAMED, day(4)).outcome == "UNCHANGED"
    assert len(told()) == 2


def test_all_lines_are_a_release_and_none_is_refused(held):
    with pytest.raises(Refused, match="at least one"):
        release_part(question().pk, None, day(2), [])
    assert release_part(question().pk, None, day(2), range(4))
    assert not ChangeSet.objects.held()
    assert len(told()) == 4


def test_released_twice_it_counts_once(held):
    pk = question().pk
    release_part(pk, None, day(2), [0])
    before = record()
    assert not release_part(pk, None, day(3), [0, 1])
    assert record() == before


def test_some_rows_of_a_new_list(settings):
    settings.HOLD_AMENDMENTS = 3
    listed = publish(is_baseline=False)
    assert listed.read(edited((29, {"seq": "31"}))).outcome == "HELD"
    release_part(question().pk, None, day(1), range(10))
    assert Filing.objects.count() == 10
    assert {filing.published_on for filing in Filing.objects.all()} == {listed.document.published_on}
    release(question().pk, None, day(2))
    assert (Filing.objects.count(), Version.objects.count()) == (30, 30)


def test_only_some_of_the_missing_rows_are_gone(settings):
    listed = known()
    fewer = ROWS[2:]
    listed.read(fewer, day(1))
    listed.read(fewer, day(2))
    first = question().proposal[0]["number"]
    release_part(question().pk, None, day(3), [0])
    assert list(Filing.objects.filter(state="gone").values_list("number", flat=True)) == [first]
    assert len(question().proposal) == 1


def test_how_many_would_be_told_is_counted_and_nothing_is_left_of_it(held):
    make.make_subscription("one@example.org")
    make.make_subscription("two@example.org", scope="series", series="deep_synthesis")
    make.make_subscription("three@example.org", scope="series", series="on_device")
    before = record()
    assert jobs.rehearse(question().pk) == 2
    assert (record(), Delivery.objects.count(), question().state) == (before, 0, ChangeSetState.HELD)
