"""Signed addresses: the key to a subscriber's page, the one click that stops, and the confirmation that expires."""

from __future__ import annotations

import datetime as dt
import functools
import hmac
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from filings.models import Subscriber, Subscription

CONFIRM_WITHIN = dt.timedelta(days=3)


class BadLink(Exception):
    """Nobody of ours signed this, or it has expired (`is_expired`)."""

    def __init__(self, *, is_expired: bool = False) -> None:
        super().__init__("expired" if is_expired else "not ours")
        self.is_expired = is_expired


def page_url(subscriber: Subscriber) -> str:
    """The subscriber's own page, with everything on it. A new key makes older links die."""
    return _address("subscriber", page_token(subscriber))


def page_token(subscriber: Subscriber) -> str:
    return _signer("subscriber").sign(subscriber.key)


def subscriber_of(token: str) -> Subscriber:
    """Whose page it is. Raises BadLink."""
    found = Subscriber.objects.filter(key=_unsigned(token, "subscriber")).first()
    if found is None:
        raise BadLink
    return found


def stop_url(subscription: Subscription) -> str:
    """The one click that ends one subscription; it must work for years, so it never expires."""
    return _address("stop", _signer("stop").sign(str(subscription.pk)))


def subscription_of(token: str) -> Subscription:
    """Which subscription is to be ended. Raises BadLink; also for one that was deleted."""
    number = _unsigned(token, "stop")
    found = Subscription.objects.select_related("channel", "product", "organization").filter(pk=number).first()
    if found is None:
        raise BadLink
    return found


def confirm_url(wish: dict[str, Any]) -> str:
    """Carries all that was asked for, so that nothing is stored of an address that never confirms."""
    token = signing.dumps(wish, salt="confirm", compress=True)
    return _address("confirm", token)


def confirmed(token: str) -> dict[str, Any]:
    """What was asked for. Raises BadLink."""
    try:
        wish: dict[str, Any] = signing.loads(token, salt="confirm", max_age=CONFIRM_WITHIN)
    except signing.SignatureExpired as error:
        raise BadLink(is_expired=True) from error
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error
    return wish


def message_id(delivery_id: int) -> str:
    """The same on every attempt, and unguessable: a report that names it can only come from who got the mail."""
    proof = _signed("message-id", str(delivery_id), "sha1").hex()[:20]
    return f"<{delivery_id}.{proof}@{settings.SITE_HOST}>"


def delivery_of(identifier: str) -> int | None:
    """The number of the delivery that a Message-ID of ours names, or None."""
    number = identifier.strip().lstrip("<").partition(".")[0]
    known = number.isascii() and number.isdecimal() and len(number) < 16
    return int(number) if known and message_id(int(number)) == identifier.strip() else None


def _address(page: str, token: str) -> str:
    """Tokens hold nothing that an address would have to escape, so that the way to a page is worked out once."""
    return f"{settings.SITE_URL}{_way_to(page).replace('TOKEN', token)}"


def _signed(salt: str, value: str, algorithm: str) -> bytes:
    """What `salted_hmac` says, with its key derived once: each mail carries three signatures."""
    made = _keyed(salt, algorithm).copy()
    made.update(value.encode())
    return made.digest()


@functools.cache
def _keyed(salt: str, algorithm: str) -> hmac.HMAC:
    return salted_hmac(salt, "", algorithm=algorithm)


class _Signer(signing.Signer):
    """Signs as Django's does."""

    def signature(self, value: bytes | str, key: str | bytes | None = None) -> str:
        if isinstance(value, bytes) or (key is not None and key != self.key):
            return super().signature(value, key)
        return signing.b64_encode(_signed(str(self.salt) + "signer", value, self.algorithm)).decode()


@functools.cache
def _signer(salt: str) -> _Signer:
    return _Signer(salt=salt)


@functools.cache
def _way_to(page: str) -> str:
    return reverse(page, args=["TOKEN"])


def _unsigned(token: str, salt: str) -> str:
    try:
        return _signer(salt).unsign(token)
    except signing.BadSignature as error:
        raise BadLink from error
