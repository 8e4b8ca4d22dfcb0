"""Following without an account: form, preview, confirmation, the own page, one click. Looking changes nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filings.alerts import links, signup
from filings.alerts.subscribe import Target, Terms, follow
from filings.models import Channel, ChannelKind, Delivery, Letter, Subscriber, Subscription
from tests import factories as make

from .conftest import Look

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FORM: dict[str, Any] = {
    "email": "reader@example.org",
    "min_proof": 2,
    "with_press": "on",
    "rhythm": "now",
    "zone": "Asia/Shanghai",
    "language": "en",
}


@pytest.fixture(autouse=True)
def no_queue(settings) -> None:
    settings.RQ_QUEUES = {}


@pytest.fixture
def strict_client() -> Client:
    """A client that is held to the rules against forged requests, as a browser or a mail program is."""
    return Client(enforce_csrf_checks=True)


def own(name: str, subscriber: Subscriber, *numbers: int) -> str:
    return reverse(name, args=[links.page_token(subscriber), *numbers])


def subscribed(**values: Any) -> Subscription:
    return follow("reader@example.org", Target("everything"), Terms(**values), timezone.now())


def link_in(text: object) -> str:
    (path,) = re.findall(r"http://testserver(/subscribe/\S+)", str(text))
    return path


class TestSignUp:
    def test_the_way_from_the_form_to_the_confirmed_subscription(self, client: Client) -> None:
        product = make.make_product()
        answer = client.post("/subscribe/?product=doubao", FORM)
        assert "Please look into your mail" in answer.content.decode()
        assert not Subscriber.objects.exists(), "nothing is stored of an address that has not confirmed"
        (letter,) = mail.outbox
        assert (letter.to, letter.subject) == (["reader@example.org"], "Please confirm: alerts on 豆包")
        address = link_in(letter.body)
        for _ in range(100):
            assert client.get(address).status_code == 200
        assert not Subscription.objects.exists(), "mail scanners follow links"
        confirmed = client.post(address)
        subscription = Subscription.objects.get()
        assert (subscription.product, subscription.state, subscription.language) == (product, "active", "en")
        assert confirmed["Location"] == own("subscriber", Subscriber.objects.get())

    def test_what_was_chosen_is_what_is_followed(self, client: Client) -> None:
        chosen = FORM | {"kinds": ["cancelled", "listed"], "min_proof": 4, "rhythm": "weekly", "zone": "Europe/Berlin"}
        del chosen["with_press"]
        client.post("/subscribe/?series=algorithm", chosen | {"language": "zh-hans", "quiet_note": "on"})
        client.post(link_in(mail.outbox[0].body))
        found = Subscription.objects.get()
        assert (found.kinds, found.min_proof, found.with_press) == ("cancelled listed", 4, False)
        assert (found.rhythm, found.zone) == ("weekly", "Europe/Berlin")
        assert (found.language, found.quiet_note) == ("zh-hans", True)
        assert "请确认" in mail.outbox[0].subject

    def test_a_preview_sends_nothing_and_needs_no_address(self, client: Client) -> None:
        make.make_event(make.make_filing(products=(make.make_product(),)), seen_at=timezone.now())
        answer = client.post("/subscribe/?product=doubao", FORM | {"email": "", "preview": "1"})
        text = " ".join(answer.content.decode().split())
        assert "This would have sent 1 message in the last 12 months." in text
        assert "not an e-mail" not in text
        assert "wrong" not in text
        assert not Letter.objects.exists()

    @pytest.mark.parametrize(
        "email",
        [
            "",
            "nobody",
            "a@b",
            "a@example.org\nBcc: b@e.org",
            "a b@example.org",
            "豆包@example.org",
            "a@" + "x" * 300,
        ],
    )
    def test_what_is_no_address_is_said_at_once(self, client: Client, email: str) -> None:
        answer = client.post("/subscribe/", FORM | {"email": email})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
        assert (Letter.objects.count(), len(mail.outbox)) == (0, 0)

    def test_a_domain_in_chinese_is_written_to_in_ascii(self, client: Client) -> None:
        client.post("/subscribe/", FORM | {"email": " Reader@例子.中国 "})
        assert mail.outbox[0].to == ["reader@xn--fsqu00a.xn--fiqs8s"]

    @pytest.mark.parametrize("path", ["?product=nothing", "?series=nothing", "?province=nothing", "?organization=x"])
    def test_an_unknown_target_is_not_found(self, client: Client, path: str) -> None:
        assert client.get(f"/subscribe/{path}").status_code == 404

    def test_every_page_that_can_be_followed_leads_there(self, look: Look) -> None:
        product = make.make_product()
        make.make_event(make.make_filing(products=(product,)))
        for path, target in (
            ("/products/doubao/", "?product=doubao"),
            (product.organization and product.organization.get_absolute_url(), "?organization="),
            ("/registers/deep_synthesis/2023-08/", "?series=deep_synthesis"),
            ("/changes/", "/subscribe/"),
            ("/changes/?series=deep_synthesis", "?series=deep_synthesis"),
            ("/search/?q=豆包", "?search=%E8%B1%86%E5%8C%85"),
        ):
            (button,) = look(str(path)).soup.select(".follow a.btn-primary")
            assert target in str(button["href"])

    def test_the_answer_is_the_same_for_every_address(self, client: Client) -> None:
        subscribed()
        secret = r'csrf\S+ value="\S+"|(reader|other)@example.org'
        answers = [
            re.sub(secret, "", client.post(path, FORM | {"email": email}).content.decode())
            for path in ("/subscribe/", "/subscribe/link/")
            for email in ("reader@example.org", "other@example.org")
        ]
        assert answers[0] == answers[1]
        assert answers[2] == answers[3]

    def test_a_thousand_sign_ups_of_one_network_send_a_few_letters(self, client: Client, monkeypatch) -> None:
        monkeypatch.setattr(signup, "PER_NETWORK", 5)
        codes = [client.post("/subscribe/", FORM | {"email": f"{n}@example.org"}).status_code for n in range(30)]
        assert (codes.count(200), codes.count(429)) == (5, 25)
        assert len(mail.outbox) == 5
        assert client.post("/subscribe/", FORM)["Retry-After"] == "3600"

    def test_a_visitor_can_not_choose_where_it_comes_from(self, client: Client, monkeypatch, settings) -> None:
        monkeypatch.setattr(signup, "PER_NETWORK", 1)
        codes = [
            client.post("/subscribe/", FORM | {"email": f"{n}@example.org"}, headers={"X-Forwarded-For": f"10.0.0.{n}"})
            for n in range(3)
        ]
        assert [one.status_code for one in codes] == [200, 429, 429]
        settings.TRUSTED_PROXIES = 1
        behind = {"X-Forwarded-For": "10.9.9.9, 192.0.2.7"}
        assert client.post("/subscribe/", FORM, headers=behind).status_code == 200
        again = {"X-Forwarded-For": "1.1.1.1, 192.0.2.7"}
        assert client.post("/subscribe/", FORM, headers=again).status_code == 429


class TestLinks:
    def test_forged_links_are_refused_with_a_clear_answer(self, client: Client) -> None:
        token = links.page_token(subscribed().channel.subscriber)
        for bad in ("forged", f"{token}x", ("1" if token[0] == "0" else "0") + token[1:], "0:0", ":"):
            for path in (f"/subscribe/mine/{bad}/", f"/subscribe/stop/{bad}/", f"/subscribe/confirm/{bad}/"):
                answer = client.get(path)
                assert answer.status_code == 404
                assert "This link does not work" in answer.content.decode()
                assert client.post(path).status_code in (404, 405)

    def test_an_expired_confirmation_says_so(self, client: Client, time_machine) -> None:
        time_machine.move_to("2026-07-15T10:00:00+00:00")
        client.post("/subscribe/", FORM)
        address = link_in(mail.outbox[0].body)
        time_machine.shift(links.CONFIRM_WITHIN)
        time_machine.shift(60)
        answer = client.post(address)
        assert answer.status_code == 410
        assert "It has expired" in answer.content.decode()
        assert not Subscription.objects.exists()

    def test_a_confirmation_that_is_used_again_changes_nothing(self, client: Client) -> None:
        client.post("/subscribe/", FORM)
        address = link_in(mail.outbox[0].body)
        client.post(address)
        subscription = Subscription.objects.get()
        client.post(own("subscription-act", Subscriber.objects.get(), subscription.pk), {"act": "stop"})
        client.post(address)
        subscription.refresh_from_db()
        assert subscription.state == "ended"

    def test_the_key_in_the_address_does_not_travel(self, client: Client) -> None:
        answer = client.get(own("subscriber", subscribed().channel.subscriber))
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]

    def test_a_new_link_shuts_out_the_old_one(self, client: Client) -> None:
        subscriber = subscribed().channel.subscriber
        old = own("subscriber", subscriber)
        client.post(own("subscriber-renew", subscriber))
        assert client.get(old).status_code == 404
        subscriber.refresh_from_db()
        assert client.get(own("subscriber", subscriber)).status_code == 200

    def test_a_lost_link_is_sent_to_its_owner_only(self, client: Client) -> None:
        subscriber = subscribed().channel.subscriber
        client.post("/subscribe/link/", {"email": "other@example.org"})
        client.post("/subscribe/link/", {"email": "READER@example.org"})
        (letter,) = mail.outbox
        assert letter.to == ["reader@example.org"]
        assert link_in(letter.body) == own("subscriber", subscriber)

    def test_one_subscriber_can_not_reach_anothers_rows(self, client: Client) -> None:
        mine, other = subscribed(), follow("b@example.org", Target("everything"), Terms(), timezone.now())
        delivery = make.make_delivery(other, make.make_change_set(make.make_document()))
        me = mine.channel.subscriber
        assert client.get(own("subscription-terms", me, other.pk)).status_code == 404
        assert client.post(own("subscription-act", me, other.pk), {"act": "stop"}).status_code == 404
        assert client.get(own("subscriber-message", me, delivery.pk)).status_code == 404
        assert client.post(own("channel-act", me, other.channel.pk), {"act": "on"}).status_code == 404
        other.refresh_from_db()
        assert other.is_active


class TestOneClick:
    def test_one_click_stops_it_without_cookie_token_or_redirect(self, strict_client: Client) -> None:
        subscription = subscribed()
        path = links.stop_url(subscription).removeprefix("http://testserver")
        for _ in range(100):
            assert strict_client.get(path).status_code == 200
        strict_client.head(path)
        subscription.refresh_from_db()
        assert subscription.is_active
        answer = strict_client.post(path, ONE_CLICK)
        subscription.refresh_from_db()
        assert answer.status_code == 200
        assert (subscription.state, subscription.end_reason) == ("ended", "by one click")
        assert "Stopped. You will get no more messages" in answer.content.decode()

    def test_stopping_twice_is_harmless(self, strict_client: Client) -> None:
        subscription = subscribed()
        path = links.stop_url(subscription).removeprefix("http://testserver")
        strict_client.post(path, ONE_CLICK)
        ended_at = Subscription.objects.get().ended_at
        assert strict_client.post(path, ONE_CLICK).status_code == 200
        assert Subscription.objects.get().ended_at == ended_at


class TestOwnPage:
    def test_it_shows_what_is_followed_and_every_message(self, look: Look) -> None:
        subscription = subscribed()
        make.make_delivery(subscription, make.make_change_set(make.make_document()))
        dead = make.make_change_set(make.make_document("2024-01"))
        make.make_delivery(subscription, dead, state="DEAD", sent_at=None, last_error="550 no such person")
        page = look(own("subscriber", subscription.channel.subscriber))
        assert "Everything" in page.text
        rows = page.texts("section[aria-labelledby=mails] tbody tr")
        assert len(rows) == 2
        assert "Given up" in rows[0]
        assert "550 no such person" in rows[0]

    def test_buttons_pause_resume_and_stop(self, client: Client) -> None:
        subscription = subscribed()
        path = own("subscription-act", subscription.channel.subscriber, subscription.pk)
        for act, state in (("pause", "paused"), ("resume", "active"), ("stop", "ended"), ("resume", "ended")):
            assert client.get(path).status_code == 405
            client.post(path, {"act": act})
            subscription.refresh_from_db()
            assert subscription.state == state

    def test_terms_are_changed_with_a_preview(self, client: Client) -> None:
        subscription = subscribed()
        path = own("subscription-terms", subscription.channel.subscriber, subscription.pk)
        client.post(path, FORM | {"rhythm": "daily", "preview": "1"})
        assert Subscription.objects.get().rhythm == "now"
        assert client.post(path, FORM | {"rhythm": "daily", "kinds": ["gone"]}).status_code == 302
        changed = Subscription.objects.get()
        assert (changed.rhythm, changed.kinds) == ("daily", "gone")
        assert changed.next_digest_at is not None

    def test_leaving_stops_everything(self, client: Client) -> None:
        subscriber = subscribed().channel.subscriber
        follow("reader@example.org", Target("series", "algorithm"), Terms(), timezone.now())
        client.post(own("subscriber-leave", subscriber))
        assert set(Subscription.objects.values_list("state", flat=True)) == {"ended"}

    def test_a_past_message_can_be_read_again_with_all_its_entries(self, look: Look) -> None:
        subscription = subscribed()
        event = make.make_event(make.make_filing())
        delivery = make.make_delivery(subscription, event.change_set)
        delivery.lines.create(subscription=subscription, event=event)
        page = look(own("subscriber-message", subscription.channel.subscriber, delivery.pk))
        assert "Rewritten: 豆包" in page.text
        assert "Filed: 豆包大模型算法" in page.text

    def test_ones_data_can_be_downloaded(self, client: Client) -> None:
        subscription = subscribed()
        make.make_delivery(subscription, make.make_change_set(make.make_document()))
        answer = client.get(own("subscriber-data", subscription.channel.subscriber))
        data = answer.json()
        assert data["email"] == "reader@example.org"
        assert data["subscriptions"][0]["messages"][0]["text"] == "Rewritten: 豆包"
        assert "attachment" in answer["Content-Disposition"]

    def test_deleting_leaves_nothing_of_the_address(self, client: Client) -> None:
        subscription = subscribed()
        first = make.make_delivery(subscription, make.make_change_set(make.make_document()))
        second = make.make_change_set(make.make_document("2024-01"))
        make.make_delivery(subscription, second, answers=first)
        first.lines.create(subscription=subscription, event=make.make_event(make.make_filing()))
        make.make_letter(to="reader@example.org")
        path = own("subscriber-delete", subscription.channel.subscriber)
        client.get(path)
        assert Subscriber.objects.exists(), "looking deletes nothing"
        assert "gone for good" in client.post(path).content.decode()
        for model in (Subscriber, Channel, Subscription, Delivery, Letter):
            assert not model._default_manager.exists()


class TestChannels:
    @pytest.mark.parametrize(
        "address",
        ["http://10.0.0.1:99/", "ftp://example.org/", "nonsense", "http://user@example.org/", "http://example.org:22/"],
    )
    def test_an_address_that_is_never_posted_to_is_refused_at_once(self, client: Client, address: str) -> None:
        path = own("channel-add", subscribed().channel.subscriber)
        answer = client.post(path, {"kind": "webhook", "address": address})
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
        assert not Channel.objects.filter(kind=ChannelKind.WEBHOOK).exists()

    def test_a_webhook_is_added_and_told_the_same(self, client: Client) -> None:
        subscription = subscribed(kinds=("gone",))
        me = subscription.channel.subscriber
        client.post(own("channel-add", me), {"kind": "webhook", "address": "https://example.org/hook"})
        channel = Channel.objects.get(kind=ChannelKind.WEBHOOK)
        assert channel.secret.startswith("whsec_")
        assert channel.secret in client.get(own("subscriber", me)).content.decode()
        client.post(own("subscription-act", me, subscription.pk), {"act": "copy", "channel": channel.pk})
        copy = Subscription.objects.get(channel=channel)
        assert (copy.scope, copy.kinds) == ("everything", "gone")
