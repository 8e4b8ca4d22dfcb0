"""The door to the queue, and what the clock does every minute, with and without Redis."""

from __future__ import annotations

import datetime as dt
import sys
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from filings import jobs
from filings.alerts import deliver
from filings.models import ChangeSet, Delivery, DeliveryState, Filing, Heartbeat, Host, Poll, Source
from filings.pipeline import poll as polling
from tests.alerts.following import subscribe
from tests.pipeline.reading import DOUBAO, day, edited, known
from tests.pipeline.watching import edit, make_due, next_batch, poll_everything, publish, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_queue(settings):
    """Jobs run on the spot, also where the environment names a Redis."""
    settings.RQ_QUEUES = {}


@pytest.fixture
def watched(site, one_source, settings):
    settings.CAC_BASE_URL = site.url
    settings.ALLOW_PRIVATE_HOSTS = [site.host]
    return site


@pytest.fixture
def queue(no_queue, db, settings, monkeypatch):
    """A queue that keeps what is enqueued and runs nothing; what looks alike was looked for a moment ago."""
    Heartbeat.objects.create(name="proposals", at=timezone.now())
    enqueued = []
    settings.RQ_QUEUES = {"default": {}}

    class Queue:
        def enqueue(self, function, *arguments, **options):
            enqueued.append((function, arguments, options))

    monkeypatch.setitem(sys.modules, "django_rq", SimpleNamespace(get_queue=lambda _: Queue()))
    return enqueued


def held() -> ChangeSet:
    known().read(edited((0, {"name": "豆包大模型算法"})), day(1))
    return ChangeSet.objects.held().get()


class TestTick:
    def test_it_polls_what_is_due_and_leaves_a_sign_of_life(self, watched):
        publish(watched)
        jobs.tick()
        assert Filing.objects.count() == 30
        assert timezone.now() - Heartbeat.objects.get(name="tick").at < dt.timedelta(minutes=1)

    def test_a_second_clock_in_the_same_minute_does_nothing_twice(self, watched):
        publish(watched)
        jobs.tick()
        count = Poll.objects.count()
        jobs.tick()
        assert (Poll.objects.count(), Heartbeat.objects.filter(name="tick").count()) == (count, 1)

    def test_what_changes_becomes_a_mail_in_the_same_tick(self, watched):
        publish(watched)
        jobs.tick()
        subscribe()
        next_batch(watched)
        make_due()
        jobs.tick()
        (message,) = mail.outbox
        assert message.subject == "Deep synthesis, 2024-01: 30 filings listed"

    def test_it_sends_what_waits_although_no_source_is_due(self):
        Source.objects.update(is_enabled=False)
        listed = known()
        subscribe()
        listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
        jobs.tick()
        assert len(mail.outbox) == 1

    def test_a_poll_that_breaks_does_not_keep_mails_back(self, monkeypatch, caplog):
        listed = known()
        subscribe()
        listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
        monkeypatch.setattr(polling, "poll_source", lambda *_, **__: 1 / 0)
        jobs.tick()
        assert len(mail.outbox) == 1
        assert "the job run_poll" in caplog.text

    def test_it_closes_what_a_dead_run_left_open(self, caplog):
        Source.objects.update(is_enabled=False)
        Poll.objects.create(source=source(), claim="dead", started_at=timezone.now())
        jobs.tick()
        assert not Poll.objects.open()
        assert "1 attempts were left open" in caplog.text


class TestQueue:
    def test_with_redis_a_tick_claims_and_enqueues_and_does_nothing_itself(self, queue, watched):
        publish(watched)
        jobs.tick()
        ((function, (source_id, token), options),) = queue
        assert (function, source_id, token) == (jobs.run_poll, source().pk, source().claim)
        assert options["job_timeout"] == jobs.JOB_TIMEOUT
        assert not Poll.objects.exists()
        jobs.tick()
        assert len(queue) == 1, "a claimed source is not enqueued again"

    def test_a_job_that_runs_twice_polls_once(self, queue, watched):
        publish(watched)
        jobs.tick()
        ((function, arguments, _),) = queue
        function(*arguments)
        count = Poll.objects.count()
        function(*arguments)
        assert count == 3
        assert Poll.objects.count() == count, "the claim was given back, so the second run has none"

    def test_a_job_that_runs_late_finds_its_claim_taken(self, queue, watched):
        publish(watched)
        jobs.tick()
        ((function, arguments, _),) = queue
        Source.objects.update(claim="another")
        function(*arguments)
        assert not Poll.objects.exists()
        assert source().claim == "another"

    def test_deliveries_and_decisions_are_enqueued_with_plain_arguments(self, queue, settings):
        settings.HOLD_AMENDMENTS = 0
        change_set, user = held(), User.objects.create_user("editor")
        jobs.release(change_set.pk, user.pk)
        jobs.drop(change_set.pk, user.pk)
        jobs.poll_now(source().pk)
        assert [(function.__name__, arguments) for function, arguments, _ in queue] == [
            ("run_release", (change_set.pk, user.pk)),
            ("run_drop", (change_set.pk, user.pk)),
            ("run_poll_now", (source().pk,)),
        ]
        assert ChangeSet.objects.held().exists(), "nothing has run"

    def test_senders_are_enqueued_by_how_much_is_due(self, queue, monkeypatch):
        listed = known()
        subscribe("a@example.org")
        subscribe("b@example.org")
        listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
        jobs.send_alerts()
        assert [(function, arguments) for function, arguments, _ in queue] == [(jobs.run_sender, ("mail",))]
        monkeypatch.setitem(deliver.BATCH, "mail", 1)
        queue.clear()
        jobs.send_alerts()
        assert len(queue) == 2
        for function, arguments, _ in [*queue, *queue]:
            function(*arguments)
        assert len(mail.outbox) == 2
        queue.clear()
        jobs.send_alerts()
        assert queue == []

    def test_there_are_never_more_senders_than_the_settings_allow(self, queue, settings, monkeypatch):
        settings.SENDERS = 3
        monkeypatch.setitem(deliver.BATCH, "mail", 1)
        listed = known()
        for number in range(5):
            subscribe(f"{number}@example.org")
        listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
        jobs.send_alerts()
        assert len(queue) == 3


class TestDecisions:
    def test_a_release_is_mailed_at_once(self, settings):
        settings.HOLD_AMENDMENTS = 0
        change_set, user = held(), User.objects.create_user("editor")
        subscribe()
        jobs.release(change_set.pk, user.pk)
        assert len(mail.outbox) == 1
        assert Filing.objects.get(number=DOUBAO).name == "豆包大模型算法"
        change_set.refresh_from_db()
        assert change_set.decided_by == user

    def test_a_drop_is_mailed_to_nobody(self, settings):
        settings.HOLD_AMENDMENTS = 0
        change_set, user = held(), User.objects.create_user("editor")
        subscribe()
        jobs.drop(change_set.pk, user.pk)
        jobs.release(change_set.pk, user.pk)
        assert (mail.outbox, Delivery.objects.count()) == ([], 0)

    def test_only_dead_messages_are_tried_again(self):
        listed = known()
        subscribe()
        listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
        jobs.send_alerts()
        jobs.retry_delivery(Delivery.objects.get().pk)
        assert (Delivery.objects.get().state, len(mail.outbox)) == (DeliveryState.SENT, 1)


class TestPollHere:
    def test_unknown_sources_are_named_with_the_known_ones(self, one_source):
        with pytest.raises(ValueError, match="unknown source: nowhere; known: cac-notices"):
            jobs.poll_here(["nowhere"], only_due=False, report=print)

    def test_a_source_that_is_switched_off_is_polled_only_by_name(self, watched):
        publish(watched)
        Source.objects.update(is_enabled=False)
        assert poll_everything() == []
        assert len(jobs.poll_here(["cac-notices", "cac-notices"], only_due=False, report=lambda _: None)) == 3

    def test_a_source_that_another_process_polls_is_left_alone(self, watched, caplog):
        publish(watched)
        token = polling.claim(source().pk, timezone.now(), only_if_due=False)
        assert poll_everything() == []
        assert source().claim == token
        assert "cac-notices is being polled by another process" in caplog.text

    def test_only_what_is_due(self, watched):
        notice = publish(watched)
        poll_everything()
        edit(notice, edited((0, {"name": "豆包大模型算法"})))
        assert jobs.poll_here([], only_due=True, report=lambda _: None) == []
        make_due()
        (attempt,) = jobs.poll_here([], only_due=True, report=lambda _: None)
        assert attempt.outcome == "UNCHANGED"

    def test_a_person_does_not_wait_for_a_host_that_asked_for_a_rest(self, watched):
        publish(watched)
        watched.fault("http503")
        assert [attempt.outcome for attempt in poll_everything()] == ["UNREACHABLE"]
        assert Host.objects.get(name=watched.host).not_before is not None
        watched.fault("")
        assert [attempt.outcome for attempt in poll_everything()] == ["RECORDED"] * 3

    def test_a_poll_now_of_the_admin_asks_for_everything(self, watched):
        notice = publish(watched)
        poll_everything()
        edit(notice, edited((0, {"name": "豆包大模型算法"})))
        jobs.poll_now(source().pk)
        assert Filing.objects.get(number=DOUBAO).name == "豆包大模型算法"


@pytest.mark.services
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_real_worker_does_what_is_enqueued(settings, watched):
    import django_rq
    from rq import SimpleWorker

    publish(watched)
    settings.RQ_QUEUES = {"default": {"URL": settings.REDIS_URL}}
    queue = django_rq.get_queue("default")
    queue.empty()
    jobs.tick()
    assert not Poll.objects.exists()
    SimpleWorker([queue], connection=queue.connection).work(burst=True)
    assert Filing.objects.count() == 30
    assert source().claim == ""
