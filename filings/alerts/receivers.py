"""Deliveries with whom they go to, read for sending: of each row no more than that takes."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

from filings.models import Channel, Delivery, Subscriber, Subscription

OF_DELIVERY = (
    "id",
    "subscription_id",
    "message_id",
    "answers_id",
    "kind",
    "sequence",
    "attempts",
    "claim",
    "lease_until",
)
OF_SUBSCRIPTION = ("id", "channel_id", "state")
OF_CHANNEL = ("id", "subscriber_id", "kind", "address", "secret", "is_on", "refusals")
OF_SUBSCRIBER = ("id", "key", "email")
GROUPS = (OF_DELIVERY, OF_SUBSCRIPTION, OF_CHANNEL, OF_SUBSCRIBER)
PATHS = ("", "subscription__", "subscription__channel__", "subscription__channel__subscriber__")
COLUMNS = [f"{path}{name}" for path, names in zip(PATHS, GROUPS, strict=True) for name in names]
ENDS = tuple(accumulate(map(len, GROUPS)))

Row = TypeVar("Row", bound=Model)


def with_receivers(deliveries: QuerySet[Delivery]) -> list[Delivery]:
    """These deliveries, each with subscription, channel and subscriber; a column that was not read is when asked for.

    To make the same of whole rows took Django as long as sending the mails.
    """
    return [_delivery(row) for row in deliveries.values_list(*COLUMNS)]


def _delivery(row: tuple[Any, ...]) -> Delivery:
    first, second, third, fourth = ENDS
    subscriber = _made(Subscriber, OF_SUBSCRIBER, row[third:fourth])
    channel = _made(Channel, OF_CHANNEL, row[second:third], subscriber=subscriber)
    subscription = _made(Subscription, OF_SUBSCRIPTION, row[first:second], channel=channel)
    return _made(Delivery, OF_DELIVERY, row[:first], subscription=subscription)


def _made(model: type[Row], names: tuple[str, ...], values: tuple[Any, ...], **related: Model) -> Row:
    """A row that was read in part: the way of `from_db`, without the walk over all fields."""
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True))
    made._state = state = ModelState()
    state.adding, state.db = False, "default"
    state.fields_cache.update(related)
    return made
