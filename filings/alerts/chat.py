"""Chat through Apprise, where that is installed: services whose host is fixed, so that no address is anybody's choice.

Apprise opens its connections itself, past our gate. Its kinds of address that name a host of their own are refused.
"""

from __future__ import annotations

import importlib.util
from typing import Any

from filings.models import Delivery, Message

from .webhooks import Rejected

# Schemes of Apprise that lead to one known host each.
SERVICES = ("slack", "discord", "tgram", "feishu", "dingtalk", "wecombot", "wxpusher", "gchat")


def is_available() -> bool:
    return importlib.util.find_spec("apprise") is not None


def check_address(address: str) -> str:
    """The address, when it is one of a service we let people use. Raises ValueError with a sentence."""
    if not is_available():
        raise ValueError("chat is not set up here")
    scheme = address.partition("://")[0].lower()
    if scheme not in SERVICES:
        raise ValueError(f"only these services: {', '.join(SERVICES)}")
    if _notifier().instantiate(address) is None:
        raise ValueError("the address is not complete")
    return address


def send_delivery(delivery: Delivery, message: Message) -> None:
    """Return when the service has taken it. Raises Rejected."""
    send(delivery.subscription.channel.address, message.subject, f"#{delivery.sequence}\n{message.text}"[:3500])


def send(address: str, title: str, text: str) -> None:
    notifier = _notifier()()
    if not notifier.add(check_address(address)) or not notifier.notify(title=title, body=text):
        raise Rejected("the chat service did not take it")


def _notifier() -> Any:
    import apprise  # an optional extra

    return apprise.Apprise
