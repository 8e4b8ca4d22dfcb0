"""The one rule of who is told of what: scopes, kinds, proof, press, and products that were merged."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from filings.alerts.dispatch import dispatch_released
from filings.alerts.history import backtest, newest_events
from filings.alerts.rules import Facts, Wish
from filings.alerts.subscribe import Target, Terms
from filings.models import Cause, Delivery, EventKind, Product, Proof, Scope, Status
from tests import factories as make
from tests.pipeline.reading import day, edited, known

from .following import lines

pytestmark = pytest.mark.django_db


def facts(**values) -> Facts:
    defaults: dict[str, Any] = {"event_id": 1, "kind": "listed", "proof": Proof.NATIONAL}
    return Facts(**(defaults | values))


@pytest.mark.parametrize(
    ("proof", "min_proof", "with_press", "expected"),
    [
        (Proof.PRESS, Proof.COMPANY, True, True),
        (Proof.PRESS, Proof.NATIONAL, True, True),
        (Proof.PRESS, Proof.COMPANY, False, False),
        (Proof.COMPANY, Proof.COMPANY, False, True),
        (Proof.COMPANY, Proof.PROVINCIAL, True, False),
        (Proof.PROVINCIAL, Proof.NATIONAL, True, False),
        (Proof.NATIONAL, Proof.NATIONAL, False, True),
    ],
)
def test_proof_and_press_are_chosen_apart(proof, min_proof, with_press, expected):
    wish = Wish(Scope.EVERYTHING, min_proof=min_proof, with_press=with_press)
    assert wish.wants(facts(proof=proof)) is expected


def test_kinds_narrow_and_none_means_all():
    assert Wish(Scope.EVERYTHING).wants(facts(kind="gone"))
    assert not Wish(Scope.EVERYTHING, kinds=frozenset({"listed"})).wants(facts(kind="gone"))


def test_a_province_is_followed_through_filings_and_their_owners():
    mine = make.make_subscription(province="北京")
    other = make.make_subscription("b@example.org", province="广东")
    make.make_event(make.make_filing(province=""))
    dispatch_released(timezone.now())
    assert (len(lines(mine)), len(lines(other))) == (1, 0)


@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ("豆包", True),
        ("doubao", True),
        ("DOUBAO 大模型", True),
        ("bytedance", True),
        ("抖音 信息", True),
        ("Gemini", False),
        ("豆包 Gemini", False),
    ],
)
def test_a_search_is_followed_as_the_search_page_finds(query, is_told):
    group = make.make_group("ByteDance")
    organization = make.make_organization(group=group)
    product = make.make_product(organization=organization)
    subscription = make.make_subscription(query=query)
    make.make_event(make.make_filing(organization=organization, products=(product,)))
    dispatch_released(timezone.now())
    assert bool(lines(subscription)) is is_told


def test_who_follows_a_merged_product_follows_the_one_it_was_merged_into():
    survivor, old = make.make_product("豆包"), make.make_product("云雀")
    oldest = make.make_product("小雀", merged_into=old)
    Product.objects.filter(pk=old.pk).update(merged_into=survivor)
    followers = [make.make_subscription(f"{n}@example.org", product=p) for n, p in enumerate((survivor, old, oldest))]
    make.make_event(make.make_filing(products=(survivor,)))
    dispatch_released(timezone.now())
    assert [len(lines(follower)) for follower in followers] == [1, 1, 1]
    assert {d.message.why for d in Delivery.objects.all()} == {
        "You follow 豆包: every kind of change; proof at least: Company statement, with press reports. "
        "How often: At once."
    }


def test_an_event_of_a_product_that_was_merged_meanwhile_reaches_the_survivors_followers():
    survivor = make.make_product("豆包")
    old = make.make_product("云雀", merged_into=survivor)
    subscription = make.make_subscription(product=survivor)
    make.make_claim(old)
    dispatch_released(timezone.now())
    assert len(lines(subscription)) == 1


def test_a_claim_reaches_those_who_want_the_press_and_nobody_else():
    product = make.make_product()
    wants = make.make_subscription(product=product)
    does_not = make.make_subscription("b@example.org", product=product, with_press=False)
    make.make_claim(product, Status.REPORTED_APPROVED)
    dispatch_released(timezone.now())
    assert (len(lines(wants)), len(lines(does_not))) == (1, 0)


class TestHistory:
    def test_a_replay_of_what_was_told_is_what_was_told(self):
        """The same rule over the same months: as many messages as there are deliveries."""
        listed = known()
        product = Product.objects.get(name="抖音短视频")
        subscription = make.make_subscription(product=product)
        for number in range(1, 4):
            place = 0 if number % 2 else 1
            listed.read(edited((place, {"name": f"第{number}"})), day(number))
            dispatch_released(day(number))
        past = backtest(Target("product", product.pk).wish(Terms()), "now", "Asia/Shanghai", day(9))
        seen = [message for message in past.newest if message.day.year == 2024]
        assert len(seen) == subscription.deliveries.count() == 3

    def test_imported_history_counts_by_the_day_of_publication_and_list(self):
        for number in range(3):
            filing = make.make_filing(f"{number}")
            make.make_event(
                filing,
                cause=Cause.IMPORT,
                change_set=make.make_change_set(filing.document, cause=Cause.IMPORT, is_silent=True),
            )
        wish = Target("everything").wish(Terms())
        found = backtest(wish, "now", "Asia/Shanghai", day(0))
        assert (found.count, found.events) == (1, 3), "one list is one message"
        assert backtest(wish, "now", "Asia/Shanghai", day(800)).count == 0, "only twelve months count"

    def test_the_rhythm_joins_messages(self):
        document = make.make_document()
        for number in range(6):
            change_set = make.make_change_set(document)
            make.make_event(make.make_filing(f"{number}"), change_set=change_set, seen_at=day(number))
        wish = Target("everything").wish(Terms())
        counts = [backtest(wish, rhythm, "Asia/Shanghai", day(30)).count for rhythm in ("now", "daily", "weekly")]
        assert counts == [6, 6, 2]

    def test_a_feed_holds_the_newest_first(self):
        events = [make.make_event(make.make_filing(f"{n}"), EventKind.LISTED) for n in range(5)]
        wish = Target("everything").wish(Terms())
        assert newest_events(wish, 3) == [event.pk for event in events[:1:-1]]
