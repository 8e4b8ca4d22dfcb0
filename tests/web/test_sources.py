"""Health and freshness, true without any worker."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.utils import timezone

from filings.models import ChangeSetState, Document, Heartbeat, Outcome
from tests import factories as make

from .conftest import Look


def test_a_new_installation_says_that_nothing_ran(look: Look) -> None:
    page = look("/sources/")
    assert "has never run" in page.text
    assert "no good run yet" in page.text
    assert "as soon as the clock runs" in page.text


def test_the_clock_turns_amber_by_itself(look: Look) -> None:
    now = timezone.now()
    Heartbeat.objects.create(name="tick", at=now)
    assert look("/sources/").texts(".answer .state")[0] == "runs"
    with time_machine.travel(now + dt.timedelta(minutes=6)):
        assert look("/sources/").texts(".answer .state")[0] == "stands still"


def test_documents_whose_last_answer_was_bad_are_named_with_why(look: Look) -> None:
    document = make.make_document()
    make.make_poll(document)
    make.make_poll(document, Outcome.SUSPICIOUS, message="only 5 rows, where 110 were accepted before")
    page = look("/sources/")
    trouble = page.texts("section[aria-labelledby=trouble] tbody tr")
    assert len(trouble) == 1
    assert "Suspicious" in trouble[0]
    assert "only 5 rows, where 110 were accepted before" in trouble[0]
    assert "20 Aug 2024, 10:02" in trouble[0]


def test_why_is_said_in_the_language_of_the_page(look: Look) -> None:
    known, unknown = make.make_document("2024-05"), make.make_document("2024-06")
    make.make_poll(known, Outcome.SUSPICIOUS, message="only 5 rows, where 110 were accepted before")
    make.make_poll(unknown, Outcome.FAILED, message="550 <b>no such user</b>")
    for _again in range(2):
        trouble = look("/sources/", "zh-hans").soup.select("section[aria-labelledby=trouble] tbody tr")
        said = " ".join(row.get_text(" ", strip=True) for row in trouble)
        assert "只有 5 行，而此前已采纳 110 行" in said
        assert "only 5 rows" not in said
        marked = [one.text for row in trouble for one in row.select("[lang=en]")]
        assert marked == ["550 <b>no such user</b>"]
        assert look("/sources/").text.count("only 5 rows, where 110 were accepted before") > 0


def test_a_good_poll_ends_the_trouble(look: Look) -> None:
    document = make.make_document()
    make.make_poll(document, Outcome.BLOCKED)
    make.make_poll(document)
    assert look("/sources/").texts("section[aria-labelledby=trouble]") == []


def test_an_open_poll_is_not_the_last_answer(look: Look) -> None:
    document = make.make_document()
    make.make_poll(document)
    make.make_poll(document, "")
    assert "Unchanged" in look("/sources/").text


def test_held_sets_are_counted_and_nothing_more(look: Look) -> None:
    proposal = [{"kind": "listed", "number": "1", "name": "等待", "changes": []}]
    make.make_change_set(make.make_document(), state=ChangeSetState.HELD, proposal=proposal)
    page = look("/sources/")
    assert "1 set of changes" in page.text
    assert "等待" not in page.text


def test_the_index_answers_for_its_source(one_source: None, look: Look) -> None:
    source = make.make_source()
    index = Document.objects.create(source=source, kind="index", key="index:1", label="index")
    make.make_poll(index, Outcome.UNREACHABLE, message="no answer in 20 seconds")
    make.make_poll(make.make_document())
    row = look("/sources/").texts("section[aria-labelledby=places] tbody tr")[0]
    assert "Unreachable" in row
    assert "no answer in 20 seconds" in row


def test_many_documents_cost_no_more_queries(look: Look) -> None:
    for month in range(1, 13):
        document = make.make_document(f"2024-{month:02d}")
        make.make_snapshot(document)
        make.make_poll(document)
    assert len(look("/sources/").texts("section[aria-labelledby=lists] tbody tr")) == 12
