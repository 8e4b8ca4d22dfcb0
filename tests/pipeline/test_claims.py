"""Who works on a source: claims and leases, and what becomes of the work of those that died."""

from __future__ import annotations

import datetime as dt
import platform
import subprocess
import sys
import threading

import pytest
from django.db import connection
from django.utils import timezone

from filings.models import Outcome, Poll, Source
from filings.models.leases import is_dead, new_claim
from filings.pipeline import poll as polling
from filings.pipeline.run import Run

from .watching import claimed, outcomes, publish, source, tick

pytestmark = pytest.mark.django_db

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def claim_of_the_dead() -> str:
    """A claim of a process of this machine that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return f"{platform.node()[:60]} {ended.pid} 0123456789abcdef"


class TestClaims:
    def test_of_two_that_claim_one_succeeds(self):
        assert claimed()
        assert not claimed()

    def test_a_claim_that_ran_out_can_be_taken_over(self, settings):
        settings.LEASE_SECONDS = 60
        first = claimed()
        second = polling.claim(source().pk, timezone.now() + 2 * MINUTE, only_if_due=False)
        assert second and second != first
        assert source().claim == second

    def test_a_tick_claims_only_what_is_due_and_enabled(self):
        now = timezone.now()
        Source.objects.update(next_poll_at=now + MINUTE)
        assert not polling.claim(source().pk, now, only_if_due=True)
        assert polling.claim(source().pk, now + 2 * MINUTE, only_if_due=True)
        Source.objects.update(claim="", lease_until=None, next_poll_at=None, is_enabled=False)
        assert not polling.claim(source().pk, now, only_if_due=True)

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_of_many_threads_that_claim_one_succeeds(self):
        pk, now, barrier, claims = source().pk, timezone.now(), threading.Barrier(6), []

        def take() -> None:
            barrier.wait()
            claims.append(polling.claim(pk, now, only_if_due=True))
            connection.close()

        threads = [threading.Thread(target=take) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [bool(token) for token in claims].count(True) == 1

    def test_a_run_whose_lease_was_taken_over_stops_and_does_not_free_the_others_claim(self, watched, monkeypatch):
        publish(watched)
        token = claimed()
        renew = Run._renew_claim

        def lose_it(run) -> None:
            if Poll.objects.exists():
                Source.objects.update(claim="another run", lease_until=timezone.now() + HOUR)
            renew(run)

        monkeypatch.setattr(Run, "_renew_claim", lose_it)
        polls = polling.poll_source(source().pk, token, everything=True)
        assert outcomes(polls) == [("index", "RECORDED")]
        assert (source().claim, source().last_poll_at) == ("another run", None)
        assert source().lease_until is not None

    def test_each_attempt_renews_the_lease(self, watched):
        publish(watched)
        token = claimed()
        Source.objects.update(lease_until=timezone.now())
        leases = []
        polling.poll_source(source().pk, token, report=lambda _: leases.append(source().lease_until))
        assert len(leases) == 3
        assert all(lease > timezone.now() for lease in leases)


class TestSweep:
    def test_what_a_dead_run_left_open_is_closed_and_its_source_freed(self):
        token = claimed()
        poll = Poll.objects.create(source=source(), claim=token, started_at=timezone.now())
        now = timezone.now() + HOUR
        assert polling.sweep(now) == 1
        poll.refresh_from_db()
        assert (poll.outcome, poll.finished_at) == (Outcome.FAILED, now)
        assert "the process that ran this died" in poll.message
        assert (source().claim, source().lease_until) == ("", None)
        assert polling.claim(source().pk, now, only_if_due=True), "it is due at once"

    def test_what_runs_is_left_alone(self):
        token = claimed()
        Poll.objects.create(source=source(), claim=token, started_at=timezone.now())
        assert polling.sweep(timezone.now()) == 0
        assert Poll.objects.open().count() == 1
        assert source().claim == token

    def test_an_attempt_of_a_claim_that_was_taken_over_is_closed(self):
        Poll.objects.create(source=source(), claim="a dead run", started_at=timezone.now())
        claimed()
        assert polling.sweep(timezone.now()) == 1

    def test_a_tick_carries_on_after_a_death(self, watched):
        publish(watched)
        token = claimed()
        Poll.objects.create(source=source(), claim=token, started_at=timezone.now())
        Source.objects.update(lease_until=timezone.now())
        assert outcomes(tick()) == [("index", "RECORDED"), ("notice", "RECORDED"), ("list", "RECORDED")]
        assert not Poll.objects.open()

    def test_a_dead_process_of_this_machine_is_noticed_before_its_lease_is_over(self, watched):
        publish(watched)
        dead = claim_of_the_dead()
        Source.objects.update(claim=dead, lease_until=timezone.now() + HOUR)
        Poll.objects.create(source=source(), claim=dead, started_at=timezone.now())
        assert outcomes(tick())[0] == ("index", "RECORDED")
        assert not Poll.objects.open()

    @pytest.mark.parametrize("claim", ["", "job 0 abc", "another-machine 1 abc", f"{platform.node()[:60]} x y"])
    def test_a_process_that_can_not_be_looked_at_is_taken_to_be_alive(self, claim):
        assert not is_dead(claim)
        assert not is_dead(new_claim())
        assert is_dead(claim_of_the_dead())
