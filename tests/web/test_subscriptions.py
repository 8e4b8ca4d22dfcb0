"""The subscriber's own page: looking changes nothing, a POST stops the mails."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make

from .conftest import Look

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def strict_client() -> Client:
    """A client that is held to the rules against forged requests, as a browser or a mail program is."""
    return Client(enforce_csrf_checks=True)


def test_looking_a_hundred_times_leaves_it_active(client: Client) -> None:
    subscription = make.make_subscription()
    for _ in range(100):
        assert client.get(subscription.get_absolute_url()).status_code == 200
    client.head(subscription.get_absolute_url())
    subscription.refresh_from_db()
    assert subscription.is_active


def test_one_click_stops_it_without_cookie_token_or_redirect(strict_client: Client) -> None:
    subscription = make.make_subscription()
    answer = strict_client.post(subscription.get_absolute_url(), ONE_CLICK)
    subscription.refresh_from_db()
    assert answer.status_code == 200
    assert not subscription.is_active
    assert "You will get no more mails" in answer.content.decode()


def test_stopping_twice_is_harmless_and_leaves_one_trace(strict_client: Client) -> None:
    subscription = make.make_subscription()
    traces = subscription.history.count()
    for _ in range(2):
        assert strict_client.post(subscription.get_absolute_url(), ONE_CLICK).status_code == 200
    assert subscription.history.count() == traces + 1


def test_stopping_writes_nothing_else(strict_client: Client) -> None:
    subscription = make.make_subscription()
    type(subscription).objects.update(last_sequence=7)
    strict_client.post(subscription.get_absolute_url(), ONE_CLICK)
    subscription.refresh_from_db()
    assert subscription.last_sequence == 7


def test_the_page_shows_what_is_followed_and_every_mail(look: Look) -> None:
    product = make.make_product()
    subscription = make.make_subscription(scope="product", product=product)
    change_set = make.make_change_set(make.make_document())
    make.make_delivery(subscription, change_set)
    second = make.make_change_set(make.make_document("2024-01"))
    make.make_delivery(subscription, second, state="DEAD", sent_at=None, last_error="550")
    page = look(subscription.get_absolute_url())
    assert "You get a mail when something changes about: 豆包 ." in page.text
    rows = page.texts("section[aria-labelledby=mails] tbody tr")
    assert rows[0] == "2 Deep synthesis, batch of January 2024 Given up 20 Aug 2024, 10:02 not sent"
    assert rows[1] == "1 Deep synthesis, batch of August 2023 Sent 20 Aug 2024, 10:02 20 Aug 2024, 10:02"


def test_a_stopped_one_has_no_button(look: Look) -> None:
    subscription = make.make_subscription(is_active=False)
    page = look(subscription.get_absolute_url())
    assert "Stopped: no mails are sent for it." in page.text
    assert page.soup.find("button", string="Stop these mails") is None


def test_the_key_in_the_address_does_not_travel(client: Client) -> None:
    answer = client.get(make.make_subscription().get_absolute_url())
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_an_unknown_key_is_not_found(client: Client) -> None:
    assert client.get("/subscribe/unknown/").status_code == 404
    assert client.post("/subscribe/unknown/").status_code == 404
