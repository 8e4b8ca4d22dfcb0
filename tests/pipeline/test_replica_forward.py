"""The replica from 2022 to today, polled into an empty record: its edits come out as the bundled history has them."""

from __future__ import annotations

import csv
import json

import pytest
import time_machine

from filings.models import ChangeSet, Event, EventKind, Evidence, Filing, Product, Question
from filings.pipeline.history import FOLDER
from filings.pipeline.reconcile import marked_filings, notices_without_mark
from tests.servers import SHARED, Replica

from .test_replica_dates import polled
from .watching import poll_everything

__all__ = ["polled"]

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

LISTS = {"algo": "algorithm", "deep": "deep_synthesis"}
INDEX = SHARED / "replica" / "data" / "index.json"


def days() -> list[str]:
    """Every day on which a list appears or is edited."""
    attachments = json.loads(INDEX.read_text(encoding="utf-8"))["attachments"].values()
    return sorted({version["from"] for one in attachments if one["list"] != "other" for version in one["versions"]})


def moves_in_history() -> set[tuple[str, str, str]]:
    """Number, old and new entity, of every rename in the bundled history that the replica's lists hold."""
    held = set(Filing.objects.values_list("series", "document__batch", "current__row", "number"))
    numbers = {(series, batch, row): number for series, batch, row, number in held}
    with (FOLDER / "amendments.csv").open(encoding="utf-8", newline="") as file:
        told = [row for row in csv.DictReader(file) if row["field"] == "organization" and row["before"]]
    places = [((row["series"], row["batch"], int(row["row"])), row["before"], row["after"]) for row in told]
    return {(numbers[place], before, after) for place, before, after in places if place in numbers}


def moves_polled() -> set[tuple[str, str, str]]:
    found = Event.objects.filter(kind=EventKind.AMENDED, aspects__contains=" organization ").select_related("filing")
    return {
        (event.filing.number, change["before"], change["after"])
        for event in found
        if event.filing
        for change in event.changes
        if change["field"] == "organization"
    }


def test_polled_forward_the_edits_are_those_of_the_history(polled: Replica) -> None:
    for day in days():
        polled.move(day)
        with time_machine.travel(f"{day}T21:00:00+08:00", tick=True):
            polls = poll_everything()
        bad = {poll.source.key for poll in polls if poll.outcome not in ("RECORDED", "UNCHANGED", "HELD")}
        # Guangdong's page did not exist before.
        assert bad <= ({"guangdong-genai"} if day < "2024-04-03" else set()), day
    moves = moves_in_history()
    assert len(moves) > 50
    assert moves <= moves_polled()
    marked = set(marked_filings().values_list("number", flat=True))
    cancelled = Event.objects.filter(kind=EventKind.CANCELLED)
    assert len(marked) == 47
    assert set(cancelled.values_list("filing__number", flat=True)) == marked
    assert cancelled.count() == 47
    # Each stands in a notice, too: one fact with two proofs, whichever came first.
    assert Evidence.objects.filter(event__in=cancelled).count() == 47
    assert not notices_without_mark().exclude(filing=None).exists()
    held_back_is_what_does_not_add_up()
    apple_is_known()
    assert not Question.objects.exists()


def held_back_is_what_does_not_add_up() -> None:
    """The later generative-AI files of the replica hold some of their rows only, which the numbering gives away."""
    held = list(ChangeSet.objects.held().select_related("document"))
    assert held
    assert {change_set.document.series for change_set in held} <= {"genai_filing", "genai_registration"}
    assert all("does not add up" in change_set.reason for change_set in held)


def apple_is_known() -> None:
    filing = Filing.objects.get(series="on_device", number="Shanghai-AppleZhiNeng-202506160057")
    assert (str(filing.filed_on), str(filing.published_on)) == ("2026-07-08", "2026-07-15")
    (listed,) = filing.events.all()
    assert (listed.cause, listed.change_set.is_silent) == ("regulator", False)
    assert Product.objects.filter(filings=filing).count() == 1
