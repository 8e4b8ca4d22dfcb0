"""From released change sets to messages: one per subscription that a set touches, in one transaction with the mark."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from filings.models import (
    ChangeSet,
    Delivery,
    DeliveryLine,
    Event,
    FilingProduct,
    OrganizationName,
    Scope,
    Subscription,
)
from filings.text import name_key


def dispatch_released(now: dt.datetime) -> int:
    """Make the messages of every released set that has none yet. Returns how many messages were made."""
    waiting = ChangeSet.objects.undispatched().values_list("pk", flat=True)
    return sum(dispatch(change_set_id, now) for change_set_id in list(waiting))


@transaction.atomic
def dispatch(change_set_id: int, now: dt.datetime) -> int:
    """Make the messages of one set. The mark is set first, by compare-and-swap, so two dispatchers make them once."""
    if ChangeSet.objects.undispatched().filter(pk=change_set_id).update(dispatched_at=now) != 1:
        return 0
    events = list(
        Event.objects.filter(change_set=change_set_id).select_related("filing", "product", "version").order_by("id")
    )
    made = 0
    for subscription, touched in _touched(events):
        _make_delivery(subscription, change_set_id, touched, now)
        made += 1
    return made


def _touched(events: list[Event]) -> Iterable[tuple[Subscription, list[Event]]]:
    """Each active subscription with the events that it follows; those that follow none are left out."""
    products = _products_by_event(events)
    organizations = _organizations_by_event(events)
    for subscription in Subscription.objects.filter(is_active=True).order_by("id"):
        touched = [
            event
            for event in events
            if subscription.scope == Scope.EVERYTHING
            or (subscription.scope == Scope.SERIES and subscription.series == event.series)
            or (subscription.scope == Scope.PRODUCT and subscription.product_id in products[event.pk])
            or (subscription.scope == Scope.ORGANIZATION and subscription.organization_id in organizations[event.pk])
        ]
        if touched:
            yield subscription, touched


def _products_by_event(events: list[Event]) -> dict[int, set[int]]:
    """The product it is about, or those of its filing, past ones too: who follows one is told when a row drops it."""
    products: dict[int | None, set[int]] = defaultdict(set)
    links = FilingProduct.objects.filter(filing__in={event.filing_id for event in events if event.filing_id})
    for filing_id, product_id in links.values_list("filing", "product"):
        products[filing_id].add(product_id)
    return {event.pk: {event.product_id} if event.product_id else products[event.filing_id] for event in events}


def _organizations_by_event(events: list[Event]) -> dict[int, set[int]]:
    """The filing's organization and those that the row named before and after: one that lost the filing is told too."""
    names = {}
    for event in events:
        before = {name_key(change["before"]) for change in event.changes if change["field"] == "organization"}
        names[event.pk] = before | ({name_key(event.version.organization_name)} if event.version else set())
    owners = OrganizationName.objects.filter(key__in=set().union(*names.values())).values_list("key", "organization")
    by_name = dict(owners)
    return {
        event.pk: {*_owners(event), *(by_name[name] for name in names[event.pk] if name in by_name)} for event in events
    }


def _owners(event: Event) -> set[int]:
    owner = event.subject.organization_id
    return {owner} if owner else set()


def _make_delivery(subscription: Subscription, change_set_id: int, events: list[Event], now: dt.datetime) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(last_sequence=F("last_sequence") + 1)
    sequence = Subscription.objects.values_list("last_sequence", flat=True).get(pk=subscription.pk)
    delivery = Delivery.objects.create(
        subscription=subscription, change_set_id=change_set_id, sequence=sequence, next_attempt_at=now, created_at=now
    )
    DeliveryLine.objects.bulk_create(DeliveryLine(delivery=delivery, event=event) for event in events)
