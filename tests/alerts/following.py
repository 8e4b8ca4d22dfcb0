"""Subscriptions, and change sets that touch what they follow."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from filings.alerts import dispatch
from filings.models import Delivery, Organization, Product, Subscription
from tests.factories import make_subscription
from tests.pipeline.reading import PublishedList, day, edited, known

RENAMED = {"name": "豆包大模型算法", "products": "抖音短视频(APP)、西瓜视频(APP)、豆包(网站)"}


def subscribe(email: str = "reader@example.org", **values: Any) -> Subscription:
    """To everything, unless a target is named."""
    return make_subscription(email, **values)


def follow_product(name: str, **values: Any) -> Subscription:
    return subscribe(product=Product.objects.get(name=name), **values)


def follow_organization(name: str, **values: Any) -> Subscription:
    return subscribe(organization=Organization.objects.get(name=name), **values)


def rename(listed: PublishedList | None = None, number: int = 1) -> PublishedList:
    """云雀大模型算法 becomes 豆包大模型算法 and drops the product 今日头条, and nothing else happens."""
    listed = listed or known()
    assert listed.read(edited((0, RENAMED)), day(number)).outcome == "RECORDED"
    return listed


def pending(subscription: Subscription | None = None) -> Delivery:
    """The one message that a renamed row makes for a follower of everything."""
    listed = known()
    subscription = subscription or subscribe()
    rename(listed)
    assert dispatch.dispatch_released(timezone.now()) == Subscription.objects.count()
    return Delivery.objects.get(subscription=subscription)


def lines(subscription: Subscription) -> list[list[tuple[str, str]]]:
    """Kind and number of each line of each of its messages."""
    return [
        [(line.event.kind, str(line.event.filing)) for line in delivery.lines.order_by("id")]
        for delivery in subscription.deliveries.order_by("sequence")
    ]
