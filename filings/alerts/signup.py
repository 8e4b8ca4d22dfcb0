"""Asking to follow, without an account: an address is written to once, and only what it confirms is stored.

The answer on screen is the same for every address, so that nobody learns who follows what.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from ipaddress import ip_address, ip_network

from filings.models import Subscriber, Subscription

from . import allowances, letters, links, subscribe
from .compose import target_text, why_text
from .subscribe import Target, Terms

# Confirmations and links that one address gets in an hour, that one network may ask for, and all of them together.
PER_ADDRESS, PER_NETWORK, TOGETHER = 3, 20, 1000


class TooMany(Exception):
    """This network, or everybody together, has asked too often for now."""


def ask(email: str, target: Target, terms: Terms, visitor: str, now: dt.datetime) -> None:
    """Send a confirmation to the address, unless it got enough of them in this hour. Raises TooMany."""
    _count_visitor(visitor, now)
    if not allowances.take("address", email, PER_ADDRESS, now):
        return
    wish = target.wish(terms)
    asked = {"email": email, "scope": target.scope, "value": target.value, "at": now.timestamp(), **asdict(terms)}
    letters.write_confirmation(email, target_text(wish), why_text(wish, terms.rhythm), asked, terms.language, now)


def ask_for_link(email: str, language: str, visitor: str, now: dt.datetime) -> None:
    """Send the link to one's own page, if the address has one; whether it has is not told. Raises TooMany."""
    _count_visitor(visitor, now)
    subscriber = Subscriber.objects.filter(email=email).first()
    if subscriber and allowances.take("address", email, PER_ADDRESS, now):
        letters.write_link(subscriber, language, now)


def asked(token: str) -> tuple[str, Target, Terms, dt.datetime]:
    """What a confirmation link stands for: address, target, terms, and when it was asked for. Raises BadLink."""
    values = links.confirmed(token)
    at = dt.datetime.fromtimestamp(values.pop("at"), dt.UTC)
    email, target = values.pop("email"), Target(values.pop("scope"), values.pop("value"))
    return email, target, Terms(**{**values, "kinds": tuple(values["kinds"])}), at


def confirm(token: str, now: dt.datetime) -> Subscription:
    """The address has confirmed: it follows. The same link again changes nothing more. Raises BadLink."""
    email, target, terms, at = asked(token)
    return subscribe.follow(email, target, terms, now, asked_at=at)


def _count_visitor(visitor: str, now: dt.datetime) -> None:
    is_allowed = allowances.take("network", network_of(visitor), PER_NETWORK, now)
    if not (is_allowed and allowances.take("together", "", TOGETHER, now)):
        raise TooMany


def network_of(visitor: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one: nobody has fewer of those."""
    try:
        address = ip_address(visitor.strip())
    except ValueError:
        return "unknown"
    if address.version == 6 and not address.ipv4_mapped:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address.ipv4_mapped or address) if address.version == 6 else str(address)
