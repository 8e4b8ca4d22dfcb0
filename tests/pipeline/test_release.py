"""A person's word on what was held: it counts once it is released, and is forgotten when it is dropped."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from filings.models import ChangeSet, ChangeSetState, Event, EventKind, Filing, FilingState, Snapshot, Verdict
from filings.pipeline import archive
from filings.pipeline.release import drop, release

from .reading import DOUBAO, ROWS, PublishedList, day, docx, edited, events, filing, known, publish, record, told

pytestmark = pytest.mark.django_db

RENAMED = edited(*((place, {"name": f"新名{place}算法"}) for place in range(4)))


@pytest.fixture
def held(settings) -> PublishedList:
    """A list with four renamed rows, which are one more than may change at once."""
    settings.HOLD_AMENDMENTS = 3
    listed = known()
    assert listed.read(RENAMED, day(1)).outcome == "HELD"
    return listed


def question() -> Any:
    return ChangeSet.objects.held().get()


def test_a_held_set_changes_nothing(settings, client):
    settings.HOLD_AMENDMENTS = 3
    listed = known()
    before, accepted = record(), listed.document.accepted_snapshot
    finding = listed.read(RENAMED, day(1))
    assert (finding.outcome, finding.events, finding.held, record()) == ("HELD", 0, 4, before)
    assert listed.document.accepted_snapshot == accepted
    assert (question().event_count, question().events.count(), len(question().proposal)) == (4, 0, 4)
    assert not ChangeSet.objects.undispatched()
    for page in ("/", "/changes/", filing(ROWS[1][6]).get_absolute_url()):
        assert "新名" not in client.get(page).content.decode()


def test_released_it_counts(held):
    user = User.objects.create_user("editor")
    assert release(question().pk, user.pk, day(2))
    released: Any = ChangeSet.objects.undispatched().get()
    assert (released.decided_by, released.decided_at, released.event_count) == (user, day(2), 4)
    assert told() == [(EventKind.AMENDED, f"新名{place}算法") for place in range(4)]
    assert {event.seen_at for event in events()} == {day(2)}
    assert held.document.accepted_snapshot == released.snapshot
    assert released.snapshot.verdict == Verdict.ACCEPTED
    assert held.read(RENAMED, day(3)).outcome == "UNCHANGED"


def test_released_twice_it_counts_once(held):
    pk = question().pk
    assert release(pk, None, day(2))
    before = record()
    assert not release(pk, None, day(3))
    assert not drop(pk, None, day(3))
    assert record() == before


def test_the_same_bytes_are_the_same_question(held):
    pk = question().pk
    assert held.read(RENAMED, day(2)).outcome == "HELD"
    assert question().pk == pk


def test_dropped_it_is_forgotten_and_not_asked_again(held):
    before = record()
    assert drop(question().pk, None, day(2))
    finding = held.read(RENAMED, day(3))
    assert (finding.outcome, finding.message) == ("UNCHANGED", "the same bytes that a person dropped")
    assert record() == before
    assert not ChangeSet.objects.held()
    assert not release(ChangeSet.objects.latest("id").pk, None, day(4))


def test_dropped_bytes_are_not_asked_about_again_after_others_either(held):
    drop(question().pk, None, day(2))
    assert held.read(ROWS, day(3)).outcome == "UNCHANGED"
    assert held.read(RENAMED, day(4)).outcome == "UNCHANGED"
    assert not ChangeSet.objects.held()


def test_a_later_reading_supersedes_the_question(held):
    old = question()
    assert held.read(edited((0, {"name": "豆包大模型算法"})), day(2)).outcome == "RECORDED"
    old.refresh_from_db()
    assert old.state == ChangeSetState.SUPERSEDED
    assert not release(old.pk, None, day(3))
    assert told() == [(EventKind.AMENDED, "豆包大模型算法")]


def test_a_later_doubtful_reading_is_the_only_question(held):
    old = question()
    held.read(edited((9, {"name": "又一算法"}), rows=RENAMED), day(2))
    assert question().pk != old.pk
    assert question().event_count == 5


def test_the_accepted_bytes_come_back_after_others_that_were_held(held):
    old = question()
    before = record()
    assert held.read(ROWS, day(2)).outcome == "UNCHANGED"
    old.refresh_from_db()
    assert (old.state, record()) == (ChangeSetState.SUPERSEDED, before)
    assert [s.verdict for s in Snapshot.objects.order_by("id")] == [Verdict.ACCEPTED, Verdict.HELD, Verdict.ACCEPTED]
    assert held.document.accepted_snapshot.accepted == 30
    assert filing(ROWS[1][6]).current.last_snapshot.first_seen_at == day(2)


def test_a_held_new_list_is_released_as_news():
    listed = publish(is_baseline=False)
    assert listed.read(edited((29, {"seq": "31"}))).outcome == "HELD"
    assert not Filing.objects.exists()
    release(question().pk, None, day(1))
    assert len(events(EventKind.LISTED)) == 30
    assert {event.published_on for event in events()} == {listed.document.published_on}


def test_released_restored_marks_count():
    listed = known(edited((0, {"remark": "已注销"})))
    listed.read(ROWS, day(1))
    assert (filing().state, question().proposal[-1]["kind"]) == (FilingState.CANCELLED, "restored")
    release(question().pk, None, day(2))
    assert filing().state == FilingState.LISTED
    assert len(events(EventKind.RESTORED)) == 1
    assert ChangeSet.objects.latest("id").event_count == len(events())


def test_damaged_bytes_can_not_be_released(held):
    path = archive.path_of(question().snapshot.sha256)
    body = path.read_bytes()
    before = record()
    path.write_bytes(b"other")
    try:
        with pytest.raises(archive.ArchiveDamaged):
            release(question().pk, None, day(2))
    finally:
        path.write_bytes(body)
    assert (question().state, record()) == (ChangeSetState.HELD, before)


def test_what_the_record_learnt_meanwhile_is_not_told_twice(held):
    """The bytes are compared anew at release, so the events are what changes then, not what was proposed."""
    Filing.objects.filter(number=DOUBAO).get()
    version = filing().current
    version.name = "新名0算法"
    version.save()
    release(question().pk, None, day(2))
    assert ChangeSet.objects.latest("id").event_count == Event.objects.filter(kind=EventKind.AMENDED).count() == 3


def test_bytes_are_kept_before_they_are_judged(held):
    assert archive.read_bytes(question().snapshot.sha256) == docx(RENAMED)
