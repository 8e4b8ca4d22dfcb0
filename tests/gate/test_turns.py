"""Politeness across processes: one request at a time per host, a pause after it, and rest for a host that fails."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from filings.gate.turns import turn
from filings.models.hosts import Host
from filings.pipeline.fetch import BadStatus, Unreachable, fetch, lift_waits

from .web import page, redirect

HOST = "www.example.org"


def in_threads(count, work):
    """Run the work in threads, each with a database connection of its own, as processes have; returns the errors."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_never_hold_a_host_together():
    spans = []

    def work():
        for _ in range(3):
            with turn(HOST, 0.05):
                started = time.monotonic()
                time.sleep(0.02)
                spans.append((started, time.monotonic()))

    assert in_threads(3, work) == []
    spans.sort()
    assert len(spans) == 9
    gaps = [after[0] - before[1] for before, after in itertools.pairwise(spans)]
    assert min(gaps) >= 0.05


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_requests_of_several_processes_keep_the_pause(web, settings):
    settings.POLITENESS_SECONDS = 0.15
    address = web.on("/", page())
    assert in_threads(3, lambda: fetch(address)) == []
    times = sorted(one.at for one in web.requests)
    assert len(web.seen("/")) == 3
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.15


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_transaction_is_open_during_a_request(web):
    open_during_request = []

    def script(handler):
        open_during_request.append(connection_of_the_test.in_atomic_block)
        page()(handler)

    connection_of_the_test = connections["default"]
    fetch(web.on("/", script))
    assert open_during_request == [False]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_caller_in_a_transaction_is_told_off(web):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        fetch(web.on("/", page()))
    assert web.requests == []


@pytest.mark.django_db
def test_each_hop_of_a_redirect_keeps_the_pause(web, settings):
    settings.POLITENESS_SECONDS = 0.1
    web.on("/b", page())
    fetch(web.on("/a", redirect("/b")))
    times = [one.at for one in web.requests]
    assert [one.path for one in web.requests] == ["/robots.txt", "/a", "/b"]
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.1


@pytest.mark.django_db
def test_the_turn_of_a_dead_process_ends(limit):
    limit(TURN_SECONDS=0.2)
    dead = turn(HOST, 0)
    dead.__enter__()
    started = time.monotonic()
    with turn(HOST, 0):
        assert time.monotonic() - started >= 0.15
        mine = Host.objects.get().token
        dead.__exit__(None, None, None)
        assert Host.objects.get().token == mine != ""


@pytest.mark.django_db
def test_patience_ends(limit):
    limit(PATIENCE_SECONDS=0.1)
    with turn(HOST, 0), pytest.raises(Unreachable, match="another process is busy"), turn(HOST, 0):
        pass


@pytest.mark.django_db
def test_a_turn_ends_with_an_error_too():
    with pytest.raises(ValueError, match="oops"), turn(HOST, 0):
        raise ValueError("oops")
    host = Host.objects.get()
    assert (host.token, host.busy_until) == ("", None)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_us_to_wait_is_left_alone(web, status):
    address = web.on("/", page(b"", status, Retry_After="120"))
    before = timezone.now()
    with pytest.raises(BadStatus, match=f"HTTP {status} .* asks us to wait 120 s"):
        fetch(address)
    not_before = Host.objects.get().not_before
    assert not_before is not None
    assert 119 < (not_before - before).total_seconds() < 125
    with pytest.raises(Unreachable, match=f"{web.name} is left alone until .* Beijing time: HTTP {status}") as refusal:
        fetch(address)
    assert f"{timezone.localtime(not_before):%Y-%m-%d %H:%M} Beijing time" in str(refusal.value)
    assert len(web.seen("/")) == 1


@pytest.mark.django_db
def test_the_rest_doubles_with_each_failure_up_to_an_hour(web):
    address = web.on("/", page(b"", 503))
    rests = []
    for _ in range(8):
        lift_waits()
        with pytest.raises(BadStatus, match="HTTP 503"):
            fetch(address)
        not_before = Host.objects.get().not_before
        assert not_before is not None
        rests.append(round((not_before - timezone.now()).total_seconds(), -1))
    assert rests == [60, 120, 240, 480, 960, 1920, 3600, 3600]


@pytest.mark.django_db
def test_a_person_lifts_the_wait_and_a_good_answer_forgets_the_failure(web):
    address = web.on("/", page(b"", 503, Retry_After="120"), page(b"well"))
    with pytest.raises(BadStatus, match="HTTP 503"):
        fetch(address)
    lift_waits()
    assert Host.objects.get().failures == 1
    assert fetch(address).body == b"well"
    host = Host.objects.get()
    assert (host.failures, host.not_before, host.reason) == (0, None, "")


@pytest.mark.django_db
def test_a_wait_that_is_over_is_over(web):
    address = web.on("/", page(b"well"))
    Host.objects.create(name=web.name, failures=2, not_before=timezone.now() - dt.timedelta(seconds=1), reason="old")
    assert fetch(address).body == b"well"
    assert Host.objects.get().failures == 0


@pytest.mark.django_db
def test_one_host_does_not_wait_for_another(web, other_web):
    Host.objects.create(name=web.name, not_before=timezone.now() + dt.timedelta(hours=1))
    assert fetch(other_web.on("/", page(b"free"))).body == b"free"
