"""Following, changing, pausing, leaving. The one writer of subscribers and of what a subscription says.

Each act that moves a subscription against the stream of dispatches takes a place in it first, so that nothing is told
twice and nothing falls between.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from filings.models import (
    Channel,
    ChannelKind,
    Delivery,
    Letter,
    Proof,
    Rhythm,
    Scope,
    Subscriber,
    Subscription,
    SubscriptionState,
)
from filings.models.subscribers import TARGETS, new_key

from . import channels, digests
from .places import hold_place
from .rules import Merged, Wish
from .webhooks import new_secret


@dataclass(frozen=True)
class Terms:
    """What is told and how often; the target stands beside it."""

    kinds: tuple[str, ...] = ()
    min_proof: int = Proof.COMPANY
    with_press: bool = True
    rhythm: str = Rhythm.AT_ONCE
    zone: str = "Asia/Shanghai"
    language: str = "en"
    quiet_note: bool = False

    def columns(self) -> dict[str, Any]:
        return asdict(self) | {"kinds": " ".join(sorted(self.kinds))}


@dataclass(frozen=True)
class Target:
    """What is followed: the id of a product or organization, a series, a province or a search; "" for everything."""

    scope: str
    value: int | str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of a subscription to it."""
        field = TARGETS[Scope(self.scope)]
        name = f"{field}_id" if self.scope in (Scope.PRODUCT, Scope.ORGANIZATION) else field
        return {"scope": self.scope} | ({name: self.value} if field else {})

    def wish(self, terms: Terms) -> Wish:
        target = Merged().survivor(self.scope, self.value or None)
        return Wish(self.scope, target, frozenset(terms.kinds), terms.min_proof, terms.with_press)


def terms_of(subscription: Subscription) -> Terms:
    kinds = tuple(subscription.kinds.split())
    names = ("min_proof", "with_press", "rhythm", "zone", "language", "quiet_note")
    return Terms(kinds, **{name: getattr(subscription, name) for name in names})


def target_of(subscription: Subscription) -> Target:
    field = TARGETS[Scope(subscription.scope)]
    is_key = subscription.scope in (Scope.PRODUCT, Scope.ORGANIZATION)
    value = getattr(subscription, f"{field}_id" if is_key else field) if field else ""
    return Target(subscription.scope, value)


@transaction.atomic
def follow(
    email: str, target: Target, terms: Terms, now: dt.datetime, *, asked_at: dt.datetime | None = None
) -> Subscription:
    """A confirmed address follows something from now on, by these terms; what was ended or paused goes on.

    What was asked for before the subscription was last settled, as by a link that is used again, changes nothing.
    """
    place = hold_place()
    subscriber, _ = Subscriber.objects.get_or_create(email=email)
    channel, _ = Channel.objects.get_or_create(subscriber=subscriber, kind=ChannelKind.EMAIL, address=email)
    known = Subscription.objects.filter(channel=channel, **target.columns()).first()
    if known is not None and asked_at is not None and asked_at <= known.settled_at:
        return known
    if not channel.is_on:
        # Whoever reads the confirmation there shows that the address lives.
        channels.switch_on(channel)
    return _put(channel, target, terms, place, now)


@transaction.atomic
def follow_elsewhere(subscription: Subscription, channel: Channel, now: dt.datetime) -> Subscription:
    """The same, by the same terms, to another channel of the same subscriber."""
    return _put(channel, target_of(subscription), terms_of(subscription), hold_place(), now)


def _put(channel: Channel, target: Target, terms: Terms, place: int, now: dt.datetime) -> Subscription:
    known = Subscription.objects.filter(channel=channel, **target.columns()).first()
    if known is not None and known.is_active:
        _write_terms(known, terms, now)
        return known
    values = terms.columns() | _from_now_on(terms, place, now)
    subscription, _ = Subscription.objects.update_or_create(channel=channel, **target.columns(), defaults=values)
    return subscription


def _from_now_on(terms: Terms, place: int, now: dt.datetime) -> dict[str, Any]:
    return {
        "state": SubscriptionState.ACTIVE,
        "ended_at": None,
        "end_reason": "",
        "cursor": place,
        "settled_at": now,
        "next_digest_at": digests.next_morning(terms.rhythm, terms.zone, now),
    }


@transaction.atomic
def change(subscription: Subscription, terms: Terms, now: dt.datetime) -> None:
    """Other terms from now on. What has gathered for a digest under the old ones is told first."""
    hold_place()
    _write_terms(subscription, terms, now)


def _write_terms(subscription: Subscription, terms: Terms, now: dt.datetime) -> None:
    if terms == terms_of(subscription):
        return
    digests.send_now(subscription, now)
    morning = digests.next_morning(terms.rhythm, terms.zone, now)
    values = terms.columns() | {"next_digest_at": morning, "settled_at": now}
    if subscription.rhythm == Rhythm.AT_ONCE:
        values["cursor"] = hold_place()
    Subscription.objects.filter(pk=subscription.pk).update(**values)
    subscription.refresh_from_db()


def pause(subscription: Subscription) -> None:
    """Tell nothing until it is resumed; what happens meanwhile is not told later."""
    mine = Subscription.objects.filter(pk=subscription.pk, state=SubscriptionState.ACTIVE)
    mine.update(state=SubscriptionState.PAUSED)


@transaction.atomic
def resume(subscription: Subscription, now: dt.datetime) -> None:
    """Go on, from now."""
    values = _from_now_on(terms_of(subscription), hold_place(), now)
    Subscription.objects.filter(pk=subscription.pk, state=SubscriptionState.PAUSED).update(**values)


def stop(subscriptions: QuerySet[Subscription], reason: str, now: dt.datetime) -> int:
    """No more messages from now on. Stopping twice does no harm. Returns how many were stopped."""
    going = Subscription.objects.filter(pk__in=list(subscriptions.values_list("pk", flat=True)))
    going = going.exclude(state=SubscriptionState.ENDED)
    return going.update(state=SubscriptionState.ENDED, ended_at=now, end_reason=reason[:200], settled_at=now)


def add_channel(subscriber: Subscriber, kind: str, address: str) -> Channel:
    """A webhook or chat of this subscriber, on and waiting for something to be sent there."""
    secret = new_secret() if kind == ChannelKind.WEBHOOK else ""
    channel, _ = Channel.objects.get_or_create(
        subscriber=subscriber, kind=kind, address=address, defaults={"secret": secret}
    )
    return channel


def renew_key(subscriber: Subscriber) -> None:
    """Make every older link to the page die. Links that stop a single subscription go on to work."""
    subscriber.key = new_key()
    subscriber.save(update_fields=["key"])


@transaction.atomic
def delete(subscriber: Subscriber) -> None:
    """Forget the address and all that was made for it, for good."""
    Letter.objects.filter(to=subscriber.email).delete()
    # Corrections point at what they correct, so everything goes in one statement per table.
    Delivery.objects.filter(subscription__channel__subscriber=subscriber).delete()
    subscriber.delete()


def all_data(subscriber: Subscriber) -> dict[str, Any]:
    """Everything that is stored of a subscriber, for download."""
    subscriptions = Subscription.objects.of(subscriber).order_by("pk")
    return {
        "email": subscriber.email,
        "since": subscriber.created_at.isoformat(),
        "channels": list(
            subscriber.channels.order_by("pk").values("kind", "address", "is_on", "off_reason", "test_answer")
        ),
        "subscriptions": [_data_of(subscription) for subscription in subscriptions],
        "letters": list(Letter.objects.filter(to=subscriber.email).values("kind", "subject", "state", "created_at")),
    }


def _data_of(subscription: Subscription) -> dict[str, Any]:
    target = target_of(subscription)
    deliveries = subscription.deliveries.order_by("sequence")
    columns = (
        "sequence",
        "state",
        "created_at",
        "sent_at",
        "attempts",
        "last_error",
        "message__subject",
        "message__text",
    )
    return {
        "channel": subscription.channel.address,
        "scope": target.scope,
        "target": subscription.target,
        **terms_of(subscription).columns(),
        "state": subscription.state,
        "since": subscription.created_at.isoformat(),
        "messages": list(deliveries.values(*columns, subject=F("message__subject"), text=F("message__text"))),
    }
