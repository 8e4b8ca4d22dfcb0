"""Webhooks: signed, the same id on every try, only to public addresses, off when dead, and never stuck."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from filings import jobs
from filings.alerts import channels, deliver, post, subscribe
from filings.alerts.dispatch import dispatch_released
from filings.alerts.outbox import PAUSES
from filings.alerts.subscribe import Target, Terms, add_channel, follow
from filings.models import Channel, Delivery, DeliveryState, Letter
from tests import factories as make

pytestmark = pytest.mark.django_db


class Endpoint:
    """A receiver in a thread: what it got, and how it answers next."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.status, self.location, self.is_endless, self.is_silent = 204, "", False, False
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                endpoint.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                endpoint.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.is_silent:
            time.sleep(5)
            return
        handler.send_response(200 if self.is_endless else self.status)
        if self.location:
            handler.send_header("Location", self.location)
        if not self.is_endless:
            handler.send_header("Content-Length", "0")
        handler.end_headers()
        try:
            while self.is_endless:
                handler.wfile.write(b"x" * 65_536)
        except OSError:
            pass


@pytest.fixture
def endpoint(settings) -> Iterator[Endpoint]:
    settings.RQ_QUEUES = {}
    settings.ALLOW_PRIVATE_HOSTS = ["127.0.0.1"]
    running = Endpoint()
    yield running
    running.server.shutdown()
    running.server.server_close()


def followed(url: str) -> Channel:
    """A webhook that is told of everything."""
    subscription = follow("owner@example.org", Target("everything"), Terms(), timezone.now())
    channel = add_channel(subscription.channel.subscriber, "webhook", url)
    subscribe.follow_elsewhere(subscription, channel, timezone.now())
    subscribe.stop(type(subscription).objects.filter(pk=subscription.pk), "webhook only", timezone.now())
    return channel


def happen() -> Delivery:
    make.make_event(make.make_filing(f"{time.monotonic_ns()}"))
    assert dispatch_released(timezone.now()) == 1
    return Delivery.objects.latest("pk")


def run_again(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=timezone.now())
    deliver.run(deliver.POST)
    delivery.refresh_from_db()


def test_a_message_is_a_signed_post_that_the_reference_library_accepts(endpoint):
    channel = followed(endpoint.url)
    delivery = happen()
    run_again(delivery)
    ((headers, body),) = endpoint.got
    payload = Webhook(channel.secret).verify(body, headers)
    assert headers["webhook-id"] == f"msg_{delivery.pk}"
    assert (payload["type"], payload["sequence"], payload["total"]) == ("filings.changed", 1, 1)
    assert payload["events"][0]["kind"] == "listed"
    assert payload["events"][0]["is_claim"] is False
    assert "豆包" in body, "Chinese stays readable"
    assert delivery.state == DeliveryState.SENT


def test_every_try_has_the_same_id_and_a_signature_of_its_moment(endpoint):
    channel = followed(endpoint.url)
    delivery = happen()
    endpoint.status = 500
    run_again(delivery)
    assert (delivery.state, delivery.last_error) == (DeliveryState.PENDING, "HTTP 500")
    endpoint.status = 200
    run_again(delivery)
    first, second = (headers for headers, _ in endpoint.got)
    assert first["webhook-id"] == second["webhook-id"]
    for headers, body in endpoint.got:
        Webhook(channel.secret).verify(body, headers)
    assert delivery.state == DeliveryState.SENT


def test_after_the_schedule_it_is_switched_off_and_its_owner_gets_a_letter(endpoint, mailoutbox):
    channel = followed(endpoint.url)
    delivery = happen()
    endpoint.status = 503
    for _ in range(len(PAUSES) + 1):
        run_again(delivery)
    channel.refresh_from_db()
    assert (delivery.state, channel.is_on, channel.off_reason) == (DeliveryState.DEAD, False, "HTTP 503")
    (letter,) = Letter.objects.all()
    assert letter.to == "owner@example.org"
    assert endpoint.url in letter.text
    make.make_event(make.make_filing("later"))
    assert dispatch_released(timezone.now()) == 0, "nothing is made for a channel that is off"
    channels.switch_on(channel)
    endpoint.status = 200
    run_again(happen())
    assert len(endpoint.got) == len(PAUSES) + 2


def test_who_answers_410_gets_nothing_more_and_its_owner_a_letter_at_once(endpoint):
    channel = followed(endpoint.url)
    first, second = happen(), happen()
    endpoint.status = 410
    run_again(first)
    channel.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, channel.is_on) == (DeliveryState.DEAD, False)
    assert "410" in channel.off_reason
    assert len(endpoint.got) == 1, "the next one is not even tried"
    assert second.state != DeliveryState.SENT
    assert Letter.objects.get().to == "owner@example.org"


@pytest.mark.parametrize(
    "url", ["http://10.1.2.3/", "http://169.254.169.254/latest/", "http://[::1]/", "http://100.64.0.1/"]
)
def test_nothing_is_sent_to_a_private_address(settings, url):
    settings.ALLOW_PRIVATE_HOSTS = []
    followed(url)
    delivery = happen()
    run_again(delivery)
    assert delivery.state == DeliveryState.PENDING
    assert "not a public address" in delivery.last_error


def test_a_name_that_turns_private_after_it_was_typed_is_refused(settings, monkeypatch):
    settings.ALLOW_PRIVATE_HOSTS = []
    channel = followed("http://rebinding.example.org/")
    monkeypatch.setattr("filings.gate.addresses.look_up", lambda *_: [(2, ("10.0.0.1", 80))])
    channels.test(channel.pk, timezone.now())
    channel.refresh_from_db()
    assert channel.test_answer == "rebinding.example.org, which is 10.0.0.1, is not a public address"


def test_a_redirect_is_not_followed_wherever_it_leads(endpoint):
    other = Endpoint()
    followed(endpoint.url)
    endpoint.status, endpoint.location = 307, other.url
    delivery = happen()
    run_again(delivery)
    assert (delivery.last_error, other.got) == ("HTTP 307", [])
    other.server.shutdown()


def test_an_endless_answer_is_not_read(endpoint):
    followed(endpoint.url)
    endpoint.is_endless = True
    delivery = happen()
    started = time.monotonic()
    run_again(delivery)
    assert delivery.state == DeliveryState.SENT
    assert time.monotonic() - started < 5


def test_an_endpoint_that_never_answers_holds_up_no_mail(endpoint, monkeypatch, mailoutbox):
    monkeypatch.setattr(post, "SECONDS", 0.3)
    endpoint.is_silent = True
    followed(endpoint.url)
    follow("reader@example.org", Target("everything"), Terms(), timezone.now())
    make.make_event(make.make_filing())
    make.make_event(make.make_filing("2"))
    dispatch_released(timezone.now())
    started = time.monotonic()
    jobs.send_alerts()
    assert len(mailoutbox) == 2
    assert time.monotonic() - started < 4, "what waits behind it for the same endpoint is not tried as well"
    states = Delivery.objects.filter(kind="webhook").order_by("pk").values_list("state", "attempts")
    assert list(states) == [("PENDING", 1), ("PENDING", 0)]
    assert Delivery.objects.filter(next_attempt_at__gt=timezone.now() + dt.timedelta(seconds=50)).count() == 2


def test_the_test_button_says_what_came_of_it(endpoint):
    channel = followed(endpoint.url)
    jobs.test_channel(channel.pk)
    channel.refresh_from_db()
    assert channel.test_answer == "taken"
    ((headers, body),) = endpoint.got
    assert json.loads(body)["type"] == "test"
    Webhook(channel.secret).verify(body, headers)
    endpoint.status = 404
    jobs.test_channel(channel.pk)
    channel.refresh_from_db()
    assert channel.test_answer == "HTTP 404"


def test_a_mail_address_is_not_tested(mailoutbox):
    subscription = follow("reader@example.org", Target("everything"), Terms(), timezone.now())
    channels.test(subscription.channel.pk, timezone.now())
    assert subscription.channel.tested_at is None
    assert mailoutbox == []
