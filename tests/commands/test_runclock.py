"""manage.py runclock: a tick a minute until it is told to stop, whatever a tick does."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from django.core.management import call_command

from filings import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def handlers(monkeypatch):
    """The signal handlers that the command sets, without their being set."""
    found: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", found.__setitem__)
    return found


@pytest.fixture
def clock(monkeypatch, handlers, settings):
    """`clock(action, …)`: runs the command; each tick does the next action, and the last one is followed by a stop."""
    settings.TICK_SECONDS = 0.001

    def run(*actions, stop=signal.SIGTERM):
        remaining = list(actions)

        def tick():
            action = remaining.pop(0)
            if not remaining:
                handlers[stop](stop, None)
            action()

        monkeypatch.setattr(jobs, "tick", tick)
        call_command("runclock")
        return remaining

    return run


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_ticks_until_it_is_told_to_stop(clock, stop):
    assert clock(*[lambda: None] * 5, stop=stop) == []


def test_a_tick_that_fails_is_logged_and_the_clock_goes_on(clock, caplog):
    assert clock(lambda: 1 / 0, lambda: None) == []
    assert "a tick failed" in caplog.text


def test_it_waits_between_ticks(clock, settings, monkeypatch):
    waits = []
    monkeypatch.setattr("threading.Event.wait", lambda _, seconds: waits.append(seconds))
    settings.TICK_SECONDS = 60
    clock(lambda: None, lambda: None, lambda: None)
    assert waits == [60, 60, 60]
