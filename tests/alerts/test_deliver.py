"""From a message's row to the mail server: sent, tried again later, or visibly given up; never lost, never silent."""

from __future__ import annotations

import datetime as dt
import smtplib
from pathlib import Path

import pytest
import time_machine
from django.core.mail.backends import locmem
from django.utils import timezone

from filings import jobs
from filings.alerts import deliver, journal, outbox, subscribe
from filings.alerts.deliver import MAIL
from filings.alerts.mail import Mailer
from filings.alerts.outbox import PAUSES
from filings.models import Brake, Channel, Delivery, DeliveryState, Subscription
from tests import factories as make

from .following import pending
from .following import subscribe as new_subscription

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
    real = locmem.EmailBackend.send_messages

    def with_error(error):
        def send(backend, messages):
            if error is not None:
                raise error
            return real(backend, messages)

        monkeypatch.setattr(locmem.EmailBackend, "send_messages", send)

    return with_error


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def run(at: dt.datetime | None = None) -> int:
    """One sender's run, at that moment."""
    if at is None:
        return deliver.run(MAIL)
    with time_machine.travel(at, tick=True):
        outbox.sweep(timezone.now())
        return deliver.run(MAIL)


def is_due(now: dt.datetime) -> bool:
    return deliver.waiting(MAIL, now, 10) > 0


def test_a_message_that_the_server_takes_is_sent(server):
    delivery = pending()
    assert is_due(timezone.now())
    assert run() == 1
    sent = again(delivery)
    assert (sent.state, sent.attempts, sent.last_error, sent.claim) == (DeliveryState.SENT, 1, "", "")
    assert sent.sent_at is not None
    (received,) = server.received
    assert received.recipients == ["reader@example.org"]
    assert not is_due(timezone.now() + dt.timedelta(days=9))


def test_a_message_that_was_sent_is_not_sent_again(mailoutbox):
    pending()
    assert (run(), run(), len(mailoutbox)) == (1, 0, 1)


def test_a_message_that_somebody_else_is_sending_is_left_alone(mailoutbox):
    delivery = pending()
    Delivery.objects.update(state=DeliveryState.SENDING, claim="other", lease_until=timezone.now() + MINUTE)
    run()
    assert (mailoutbox, again(delivery).claim) == ([], "other")


def test_one_connection_carries_many_messages(server, monkeypatch):
    opened = []
    connect = smtplib.SMTP.connect

    def counted(*arguments, **options):
        opened.append(1)
        return connect(*arguments, **options)

    monkeypatch.setattr(smtplib.SMTP, "connect", counted)
    for number in range(3):
        new_subscription(f"{number}@example.org")
    pending()
    run()
    assert (len(server.received), len(opened)) == (4, 1)


def test_a_refusal_for_now_is_tried_again_and_then_sent(server):
    delivery = pending()
    server.refuse()
    run()
    waiting = again(delivery)
    assert (waiting.state, waiting.attempts) == (DeliveryState.PENDING, 1)
    assert "451" in waiting.last_error
    assert not is_due(timezone.now())
    run(waiting.next_attempt_at + MINUTE)
    assert (again(delivery).state, again(delivery).attempts, len(server.received)) == (DeliveryState.SENT, 2, 1)


def test_the_pauses_are_those_of_the_schedule_and_the_sixth_attempt_is_the_last(broken):
    delivery = pending()
    broken(ConnectionRefusedError("nobody listens"))
    pauses = []
    for _ in range(6):
        Delivery.objects.update(next_attempt_at=timezone.now())
        run()
        pauses.append(round((again(delivery).next_attempt_at - timezone.now()).total_seconds() / 60))
    assert pauses[:-1] == [1, 5, 30, 120, 720] == [pause.total_seconds() / 60 for pause in PAUSES]
    dead = again(delivery)
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, 6)
    assert dead.last_error == "ConnectionRefusedError: nobody listens"
    assert not is_due(timezone.now() + dt.timedelta(days=30))


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
    run()
    assert (again(delivery).state, again(delivery).attempts) == (DeliveryState.DEAD, 1)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"reader@example.org": (450, b"mailbox busy")}),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        TimeoutError("too slow"),
        KeyError("no template"),
    ],
)
def test_what_may_pass_is_tried_again(broken, error):
    delivery = pending()
    broken(error)
    run()
    assert again(delivery).state == DeliveryState.PENDING


def test_an_address_that_is_refused_three_times_is_no_longer_written_to(broken, mailoutbox):
    subscription = new_subscription()
    channel = subscription.channel
    broken(smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"no such person")}))
    delivery = pending(subscription)
    for expected in (True, True, False):
        Delivery.objects.update(state=DeliveryState.PENDING, next_attempt_at=timezone.now())
        run()
        assert Channel.objects.get().is_on is expected
    channel.refresh_from_db()
    assert "no such person" in channel.off_reason
    broken(None)
    Delivery.objects.update(state=DeliveryState.PENDING, next_attempt_at=timezone.now())
    run()
    assert (again(delivery).state, mailoutbox) == (DeliveryState.DROPPED, [])
    assert again(delivery).last_error == "nothing is sent to this address any more"


def test_a_taken_message_forgets_earlier_refusals(mailoutbox):
    subscription = new_subscription()
    Channel.objects.update(refusals=2)
    pending(subscription)
    run()
    assert (len(mailoutbox), Channel.objects.get().refusals) == (1, 0)


def test_a_real_server_that_refuses_for_good(server):
    delivery = pending()
    server.refuse(reply="554 we take no alerts")
    run()
    assert again(delivery).state == DeliveryState.DEAD
    assert "we take no alerts" in again(delivery).last_error


def test_a_server_that_is_away_costs_most_messages_no_attempt(broken):
    for number in range(9):
        new_subscription(f"{number}@example.org")
    pending()
    broken(ConnectionRefusedError("nobody listens"))
    assert run() == 10
    attempts = sorted(Delivery.objects.values_list("attempts", flat=True))
    assert attempts == [0] * 8 + [1, 1]
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.PENDING}
    assert not Delivery.objects.filter(last_error="").exists(), "each says why it waits"
    broken(None)
    run(timezone.now() + 2 * MINUTE)
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 10


def test_a_server_that_hangs_is_given_up_after_the_time_limit(settings, silent_host):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = silent_host
    settings.EMAIL_TIMEOUT = 0.2
    delivery = pending()
    run()
    assert (again(delivery).state, again(delivery).attempts) == (DeliveryState.PENDING, 1)
    assert "timed out" in again(delivery).last_error.lower()


def test_a_dead_message_is_revived_with_a_new_round_of_attempts(broken, mailoutbox):
    delivery = pending()
    mine = Delivery.objects.filter(pk=delivery.pk)
    assert outbox.revive(mine, timezone.now()) == 0
    broken(smtplib.SMTPDataError(554, b"refused"))
    run()
    broken(None)
    jobs.retry_delivery(delivery.pk)
    assert (again(delivery).state, again(delivery).attempts, len(mailoutbox)) == (DeliveryState.SENT, 1, 1)
    assert outbox.revive(mine, timezone.now()) == 0


def test_a_sender_that_dies_before_sending_loses_nothing(monkeypatch, mailoutbox, settings):
    delivery = pending()

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Mailer, "send_delivery", die)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert again(delivery).state == DeliveryState.SENDING
    outbox.sweep(timezone.now())
    assert again(delivery).state == DeliveryState.SENDING, "its lease still holds"
    run(timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS + 1))
    assert (again(delivery).state, len(mailoutbox)) == (DeliveryState.SENT, 1)


def test_what_a_sender_noted_in_its_journal_before_it_died_is_not_sent_again(server, monkeypatch, settings):
    delivery = pending()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "sent", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run()
    assert again(delivery).state == DeliveryState.SENDING
    run(timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS + 1))
    assert (again(delivery).state, again(delivery).attempts, len(server.messages)) == (DeliveryState.SENT, 1, 1)
    assert not list(Path(settings.DATA_DIR, "outbox").glob("*"))


def test_a_line_that_a_sender_died_in_counts_as_not_written(settings):
    with pytest.raises(ZeroDivisionError), journal.Journal("claim") as mine:
        mine.add(7)
        1 / 0  # noqa: B018
    (path,) = Path(settings.DATA_DIR, "outbox").glob("*")
    path.write_bytes(path.read_bytes() + b"12")
    assert journal.left_behind("claim") == [7]
    journal.forget("claim")
    assert journal.left_behind("claim") == []


def test_a_sender_that_dies_after_sending_sends_twice_recognisably(server, monkeypatch, settings):
    delivery = pending()
    with monkeypatch.context() as patch:
        patch.setattr(journal.Journal, "add", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run()
    run(timezone.now() + dt.timedelta(seconds=settings.LEASE_SECONDS + 1))
    first, second = server.messages
    assert again(delivery).state == DeliveryState.SENT
    assert first["Message-ID"] == second["Message-ID"]
    assert first["X-Alert-Number"] == second["X-Alert-Number"] == "1"
    assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()


def test_of_a_batch_whose_sender_died_only_the_first_may_have_arrived():
    for number in range(3):
        new_subscription(f"{number}@example.org")
    pending()
    now = timezone.now()
    rows = outbox.claim(Delivery.objects.due(now), 10, now)
    outbox.sent(Delivery, rows[0].claim, [rows[0].pk])
    outbox.sweep(now + dt.timedelta(days=1))
    doubtful = Delivery.objects.get(attempts=1, state=DeliveryState.PENDING)
    assert doubtful.pk == rows[1].pk
    assert doubtful.last_error == outbox.DIED
    assert Delivery.objects.filter(attempts=0, state=DeliveryState.PENDING).count() == 2


def test_what_kills_its_sender_every_time_is_given_up_in_the_end():
    delivery = pending()
    for _ in range(len(PAUSES) + 1):
        now = timezone.now()
        Delivery.objects.update(next_attempt_at=now)
        assert outbox.claim(Delivery.objects.due(now), 1, now)
        outbox.sweep(now + dt.timedelta(days=1))
    assert (again(delivery).state, again(delivery).last_error) == (DeliveryState.DEAD, outbox.DIED)


def test_a_server_that_takes_the_message_and_hangs_up_gets_it_again_recognisably(server):
    delivery = pending()
    server.drop()
    run()
    assert again(delivery).state == DeliveryState.PENDING
    Delivery.objects.update(next_attempt_at=timezone.now())
    run()
    assert again(delivery).state == DeliveryState.SENT
    assert len({message["Message-ID"] for message in server.messages}) == 1
    assert len(server.messages) == 2


def test_a_sender_that_was_overtaken_does_not_touch_the_row(monkeypatch):
    delivery = pending()

    def send_slowly(*_):
        Delivery.objects.update(claim="other", lease_until=timezone.now() + MINUTE)

    monkeypatch.setattr(Mailer, "send_delivery", send_slowly)
    run()
    assert (again(delivery).state, again(delivery).claim) == (DeliveryState.SENDING, "other")


def test_a_sender_whose_lease_ran_out_leaves_the_rest_of_its_batch_to_others(monkeypatch, settings, mailoutbox):
    for number in range(2):
        new_subscription(f"{number}@example.org")
    pending()
    real = Mailer.send_delivery
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def send_slowly(*arguments):
            clock.shift(settings.LEASE_SECONDS + 1)
            real(*arguments)

        monkeypatch.setattr(Mailer, "send_delivery", send_slowly)
        run()
    assert len(mailoutbox) == 1


def test_who_has_left_after_dispatch_is_not_mailed(mailoutbox):
    delivery = pending()
    subscribe.stop(Subscription.objects.all(), "by one click", timezone.now())
    run()
    left = again(delivery)
    assert (left.state, mailoutbox) == (DeliveryState.DROPPED, [])
    assert left.last_error == "the subscription was stopped or paused first"


def test_who_leaves_while_a_slow_batch_is_sent_is_not_mailed(monkeypatch, mailoutbox):
    new_subscription("a@example.org")
    pending(new_subscription("b@example.org"))
    real = Mailer.send_delivery

    def send_slowly(*arguments):
        subscribe.stop(Subscription.objects.all(), "by one click", timezone.now())
        monkeypatch.setattr(deliver, "FRESH_SECONDS", -1)
        real(*arguments)

    monkeypatch.setattr(Mailer, "send_delivery", send_slowly)
    run()
    assert len(mailoutbox) == 1


def test_one_bad_address_does_not_stop_the_others(server):
    new_subscription("a@example.org")
    delivery = pending(new_subscription("b@example.org"))
    server.refuse(reply="554 no")
    jobs.send_alerts()
    states = sorted(Delivery.objects.values_list("state", flat=True))
    assert states == [DeliveryState.DEAD, DeliveryState.SENT]
    assert again(delivery).attempts == 1


class TestBrake:
    def test_above_so_many_an_hour_nothing_leaves_until_a_person_lifts_it(self, settings, mailoutbox, admin_user):
        settings.MESSAGES_PER_HOUR = 2
        for number in range(4):
            new_subscription(f"{number}@example.org")
        pending()
        run()
        assert len(mailoutbox) == 2
        (brake,) = Brake.objects.pulled()
        assert "more than 2 messages" in brake.reason
        run(timezone.now() + dt.timedelta(hours=5))
        assert len(mailoutbox) == 2, "time alone does not lift it"
        jobs.lift_brake(admin_user.pk)
        assert len(mailoutbox) == 4, "they are counted afresh"
        assert Brake.objects.pulled().count() == 1

    def test_letters_are_not_braked(self, settings, mailoutbox):
        Brake.objects.create(pulled_at=timezone.now(), reason="a storm")
        make.make_letter()
        pending()
        run()
        assert [message.subject for message in mailoutbox] == ["Please confirm"]
