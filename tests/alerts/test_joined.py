"""Who follows what was joined to something else follows that one, is told once, and is back when it is undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User

from filings.alerts.dispatch import dispatch_released
from filings.models import Delivery, DeliveryLine, Product, Subscription
from filings.pipeline import merge
from tests import factories as make
from tests.pipeline.reading import ROWS, day, edited, filing, known

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def editor(db) -> User:
    return User.objects.create_user("editor")


def products() -> tuple[Product, Product]:
    return filing(ROWS[1][6]).products.get(), filing(ROWS[2][6]).products.get()


def told(subscription: Subscription) -> list[Any]:
    return list(Delivery.objects.filter(subscription=subscription).select_related("message").order_by("sequence"))


def test_merge_then_alert_then_undo(editor):
    listed = known()
    one, other = products()
    mine = make.make_subscription("one@example.org", scope="product", product=one)
    theirs = make.make_subscription("other@example.org", scope="product", product=other)
    before = list(Subscription.objects.order_by("pk").values("pk", "product", "state"))
    decision = merge.merge_products(one, other, reason="the same service", person=editor.pk, now=NOW)
    assert dispatch_released(NOW) == 1
    assert dispatch_released(NOW) == 0
    (message,) = told(mine)
    assert f"{one.name}" in message.message.subject
    assert "the same service" in message.message.text
    assert (message.sequence, DeliveryLine.objects.count(), told(theirs)) == (1, 0, [])

    listed.read(edited((2, {"purpose": "应用于搜索"})), day(1))
    dispatch_released(NOW)
    assert [len(told(mine)), len(told(theirs))] == [2, 1]

    merge.undo(decision, reason="two services", person=editor.pk, now=NOW)
    assert list(Subscription.objects.order_by("pk").values("pk", "product", "state")) == before
    listed.read(edited((2, {"purpose": "应用于翻译"})), day(2))
    dispatch_released(NOW)
    assert [len(told(mine)), len(told(theirs))] == [2, 2]


def test_what_the_catalogue_joins_is_not_told(db):
    known()
    one, other = products()
    make.make_subscription("one@example.org", scope="product", product=one)
    merge.merge_products(one, other, reason="the catalogue", person=None, now=NOW)
    assert dispatch_released(NOW) == 0


def test_followers_of_an_entity_are_told_in_their_language(editor):
    known()
    first, second = (filing(row[6]).organization for row in ROWS[1:3])
    mine = make.make_subscription("one@example.org", scope="organization", organization=first, language="zh-hans")
    merge.merge_organizations(first, second, reason="改名", person=editor.pk, now=NOW)
    assert dispatch_released(NOW) == 1
    assert "现已并入" in told(mine)[0].message.subject
