"""Subscriptions that are told the very same: matched once, written once, their deliveries made in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, DateTimeField, F, IntegerField, QuerySet, Value

from filings.models import Delivery, DeliveryLine, DeliveryState, Event, Message, Subscription

from .bulk import insert_from, insert_pairs
from .rules import FIELDS, Merged, Wish, batched, wish_of

MADE = ("state", "attempts", "claim", "last_error", "next_attempt_at", "created_at", "message", "occasion")


@dataclass(frozen=True)
class Group:
    """Everybody who follows the same by the same rule in the same language."""

    row: dict[str, Any]
    wish: Wish
    members: QuerySet[Subscription]

    @property
    def language(self) -> str:
        return str(self.row["language"])


def groups_of(subscriptions: QuerySet[Subscription], merged: Merged, *further: str) -> Iterator[Group]:
    """The groups of these subscriptions; `further` names more columns that their members must agree in."""
    columns = (*FIELDS, "language", *further)
    # Read to the end before anything is written, which may change who belongs to them.
    for row in list(subscriptions.order_by().values(*columns).distinct()):
        yield Group(row, wish_of(row, merged), subscriptions.filter(**row))


def write_deliveries(
    members: QuerySet[Subscription], message: Message, occasion: str, events: Sequence[int], now: dt.datetime
) -> int:
    """One delivery with its lines for each member. Returns how many were made."""
    own = ("pk", F("last_sequence") + 1, "channel__kind")
    rows = members.order_by().values_list(*own, *made(message, occasion, now))
    count = insert_from(Delivery, ("subscription", "sequence", "kind", *MADE), rows)
    if count:
        number_and_line(message, events, is_correction=False)
    return count


def made(message: Message, occasion: str, now: dt.datetime) -> list[Any]:
    """The columns of `MADE` for a new delivery."""
    text, moment = CharField(), DateTimeField()
    return [
        Value(DeliveryState.PENDING.value, output_field=text),
        Value(0, output_field=IntegerField()),
        Value("", output_field=text),
        Value("", output_field=text),
        Value(now, output_field=moment),
        Value(now, output_field=moment),
        Value(message.pk, output_field=IntegerField()),
        Value(occasion, output_field=text),
    ]


def number_and_line(message: Message, events: Sequence[int], *, is_correction: bool) -> None:
    """Move the numbers of all who get the message on by one, and write a line per event for each of them."""
    deliveries = Delivery.objects.filter(message=message)
    Subscription.objects.filter(pk__in=deliveries.values("subscription")).update(last_sequence=F("last_sequence") + 1)
    flag = Value(is_correction, output_field=BooleanField())
    for some in batched(events):
        told = Event.objects.filter(pk__in=some).order_by("pk").values_list("pk", flag)
        columns = ("delivery", "subscription", "event", "is_correction")
        insert_pairs(DeliveryLine, columns, deliveries.order_by().values_list("pk", "subscription"), told)
