"""From a message's row to the mail server: sent, tried again later, or visibly given up; never lost, never silent."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from filings import jobs
from filings.alerts import deliver as alerts
from filings.alerts.deliver import ATTEMPTS, FIRST_PAUSE, deliver, due, revive
from filings.alerts.subscribe import stop
from filings.models import Delivery, DeliveryState

from .following import pending, subscribe

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_queue(settings):
    """Jobs run on the spot, also where the environment names a Redis."""
    settings.RQ_QUEUES = {}


@pytest.fixture
def server(smtp, settings):
    """A real mail server, and Django told to use it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, _, port = smtp.url.removeprefix("smtp://").partition(":")
    settings.EMAIL_PORT = int(port)
    return smtp


@pytest.fixture
def broken(monkeypatch):
    """Sending fails as told: `broken(error)`; `broken(None)` ends it."""
    real = mail.EmailMessage.send

    def with_error(error):
        def send(message, **options):
            if error is not None:
                raise error
            return real(message, **options)

        monkeypatch.setattr(mail.EmailMessage, "send", send)

    return with_error


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def test_a_message_that_the_server_takes_is_sent(server):
    delivery = pending()
    assert due(timezone.now()) == [delivery.pk]
    deliver(delivery.pk)
    sent = again(delivery)
    assert (sent.state, sent.attempts, sent.last_error, sent.claim) == (DeliveryState.SENT, 1, "", "")
    assert sent.sent_at is not None
    (received,) = server.received
    assert received.recipients == ["reader@example.org"]
    assert due(timezone.now() + dt.timedelta(days=9)) == []


def test_a_message_that_was_sent_is_not_sent_again(mailoutbox):
    delivery = pending()
    deliver(delivery.pk)
    deliver(delivery.pk)
    assert len(mailoutbox) == 1


def test_a_message_that_somebody_else_is_sending_is_left_alone(mailoutbox):
    delivery = pending()
    Delivery.objects.update(state=DeliveryState.SENDING, claim="other", lease_until=timezone.now() + MINUTE)
    deliver(delivery.pk)
    assert (mailoutbox, again(delivery).claim) == ([], "other")


def test_a_refusal_for_now_is_tried_again_and_then_sent(server):
    delivery = pending()
    server.refuse()
    deliver(delivery.pk)
    waiting = again(delivery)
    assert (waiting.state, waiting.attempts) == (DeliveryState.PENDING, 1)
    assert "451" in waiting.last_error
    assert due(timezone.now()) == []
    with time_machine.travel(waiting.next_attempt_at + MINUTE, tick=True):
        deliver(delivery.pk)
    assert (again(delivery).state, again(delivery).attempts, len(server.received)) == (DeliveryState.SENT, 2, 1)


def test_the_pauses_grow_and_the_last_attempt_ends_in_a_visible_death(broken):
    delivery = pending()
    broken(ConnectionRefusedError("nobody listens"))
    pauses = []
    for _ in range(ATTEMPTS):
        Delivery.objects.update(next_attempt_at=timezone.now())
        deliver(delivery.pk)
        pauses.append(round((again(delivery).next_attempt_at - timezone.now()) / FIRST_PAUSE))
    assert pauses[:-1] == [2**n for n in range(ATTEMPTS - 1)]
    dead = again(delivery)
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, ATTEMPTS)
    assert dead.last_error == "ConnectionRefusedError: nobody listens"
    assert due(timezone.now() + dt.timedelta(days=30)) == []


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"no such person")}),
        smtplib.SMTPDataError(554, b"refused"),
    ],
)
def test_a_refusal_for_good_is_dead_at_once(broken, error):
    delivery = pending()
    broken(error)
    deliver(delivery.pk)
    assert (again(delivery).state, again(delivery).attempts) == (DeliveryState.DEAD, 1)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"reader@example.org": (450, b"mailbox busy")}),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        TimeoutError("too slow"),
    ],
)
def test_what_may_pass_is_tried_again(broken, error):
    delivery = pending()
    broken(error)
    deliver(delivery.pk)
    assert again(delivery).state == DeliveryState.PENDING


def test_a_real_server_that_refuses_for_good(server):
    delivery = pending()
    server.refuse(reply="554 we take no alerts")
    deliver(delivery.pk)
    assert again(delivery).state == DeliveryState.DEAD
    assert "we take no alerts" in again(delivery).last_error


def test_a_dead_message_is_revived_with_a_new_round_of_attempts(broken, mailoutbox):
    delivery = pending()
    assert not revive(delivery.pk, timezone.now())
    broken(smtplib.SMTPDataError(554, b"refused"))
    deliver(delivery.pk)
    broken(None)
    jobs.retry_delivery(delivery.pk)
    assert (again(delivery).state, again(delivery).attempts, len(mailoutbox)) == (DeliveryState.SENT, 1, 1)
    assert not revive(delivery.pk, timezone.now())


def test_a_sender_that_dies_before_sending_loses_nothing(monkeypatch, mailoutbox, settings):
    delivery = pending()

    def die(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(alerts, "build_mail", die)
        with pytest.raises(KeyboardInterrupt):
            deliver(delivery.pk)
    assert again(delivery).state == DeliveryState.SENDING
    assert due(timezone.now()) == []
    later = timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS + 1)
    assert due(later) == [delivery.pk]
    with time_machine.travel(later, tick=True):
        deliver(delivery.pk)
    assert (again(delivery).state, len(mailoutbox)) == (DeliveryState.SENT, 1)


def test_a_sender_that_dies_after_sending_sends_twice_recognisably(server, monkeypatch, settings):
    delivery = pending()
    with monkeypatch.context() as patch:
        patch.setattr(alerts, "_mine", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver(delivery.pk)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS + 1), tick=True):
        jobs.send_alerts()
    first, second = server.messages
    assert again(delivery).state == DeliveryState.SENT
    assert first["Message-ID"] == second["Message-ID"]
    assert first["X-Alert-Number"] == second["X-Alert-Number"] == "1"
    assert first.get_content() == second.get_content()


def test_a_server_that_takes_the_message_and_hangs_up_gets_it_again_recognisably(server):
    delivery = pending()
    server.drop()
    deliver(delivery.pk)
    assert again(delivery).state == DeliveryState.PENDING
    Delivery.objects.update(next_attempt_at=timezone.now())
    deliver(delivery.pk)
    assert again(delivery).state == DeliveryState.SENT
    assert len({message["Message-ID"] for message in server.messages}) == 1
    assert len(server.messages) == 2


def test_a_sender_that_was_overtaken_does_not_touch_the_row(broken, monkeypatch):
    delivery = pending()

    def send_slowly(_message, **_):
        Delivery.objects.update(claim="other", lease_until=timezone.now() + MINUTE)

    monkeypatch.setattr(mail.EmailMessage, "send", send_slowly)
    deliver(delivery.pk)
    assert (again(delivery).state, again(delivery).claim) == (DeliveryState.SENDING, "other")


def test_a_subscription_that_was_stopped_after_dispatch_is_not_mailed(mailoutbox):
    delivery = pending()
    stop(delivery.subscription)
    deliver(delivery.pk)
    dead = again(delivery)
    assert (dead.state, dead.last_error, mailoutbox) == (DeliveryState.DEAD, "the subscription was stopped first", [])


def test_stopping_twice_is_one_edit():
    subscription = subscribe()
    stop(subscription)
    stop(subscription)
    assert (subscription.is_active, subscription.history.count()) == (False, 2)


def test_a_message_that_can_not_be_built_is_a_failed_attempt(monkeypatch):
    delivery = pending()

    def fail(_):
        raise KeyError("no template")

    monkeypatch.setattr(alerts, "build_mail", fail)
    deliver(delivery.pk)
    assert (again(delivery).state, again(delivery).last_error) == (DeliveryState.PENDING, "KeyError: 'no template'")


def test_one_bad_address_does_not_stop_the_others(server):
    listed_for = [pending(subscribe("a@example.org"))]
    server.refuse(reply="554 no")
    jobs.send_alerts()
    assert again(listed_for[0]).state == DeliveryState.DEAD
