"""`manage.py replay`: better readers show what they would change, and nobody is told."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from filings.models import Cause, ChangeSet, Delivery, Event
from filings.pipeline.release import release
from filings.sources import deep_synthesis
from tests import factories as make
from tests.pipeline.reading import ROWS, day, edited, filing, known, record, with_reader

pytestmark = pytest.mark.django_db


def shouting(data):
    """A reader that reads the first name otherwise."""
    read = deep_synthesis.read(data)
    first, *rest = read.entries
    return replace(read, entries=(replace(first, name=f"{first.name}！"), *rest))


def run(*sources: str) -> str:
    out = io.StringIO()
    call_command("replay", *sources, stdout=out)
    return out.getvalue()


def test_readers_that_read_the_same_change_nothing():
    known()
    before = record()
    assert "read as recorded; 0 of 0 past states" in run("cac-notices")
    assert record() == before
    assert not ChangeSet.objects.held()


def test_what_is_read_otherwise_is_held_as_our_doing_and_sends_no_mail(monkeypatch):
    make.make_subscription()
    listed = known()
    listed.read(edited((5, {"name": "改名算法"})), day(1))
    deliveries = Delivery.objects.count()
    with_reader(monkeypatch, reader_version="deep_synthesis/2", read=shouting)
    said = run("cac-notices")
    held = ChangeSet.objects.held().get()
    assert f"1 differences, held as change set #{held.pk}; 1 of 1 past states are read otherwise" in said
    assert f"name: '{ROWS[0][1]}' → '{ROWS[0][1]}！'" in said
    assert (held.cause, held.is_silent, filing().name) == (Cause.READER, True, ROWS[0][1])
    release(held.pk, None, day(2))
    assert (filing().name, Event.objects.latest("id").cause) == (f"{ROWS[0][1]}！", Cause.READER)
    assert not ChangeSet.objects.undispatched().filter(cause=Cause.READER)
    assert Delivery.objects.count() == deliveries


def test_a_reader_changed_without_a_new_version_is_found_out(monkeypatch):
    known()
    with_reader(monkeypatch, read=shouting)
    run("cac-notices")
    assert ChangeSet.objects.held().get().cause == Cause.READER


def test_an_unknown_source_is_refused():
    with pytest.raises(CommandError, match="nowhere"):
        run("nowhere")
