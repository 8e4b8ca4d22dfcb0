"""Webhooks: one signed POST per message as Standard Webhooks has it, under the same id on every try."""

from __future__ import annotations

import base64
import json
import secrets
from http import HTTPStatus
from typing import Any

from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from filings.models import Channel, Delivery, Message

from . import post

GOOD = range(200, 300)


class Rejected(Exception):
    """The endpoint did not take it this time; the text is a sentence."""


class Gone(Rejected):
    """The endpoint says that it wants no more, ever (410)."""


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def send_delivery(delivery: Delivery, message: Message) -> None:
    """Return when the endpoint has taken it. Raises Rejected."""
    payload = message.data | {
        "subscription": delivery.subscription_id,
        "sequence": delivery.sequence,
        "subject": message.subject,
        "language": message.language,
        "created_at": message.created_at.isoformat(),
        "answers": f"msg_{delivery.answers_id}" if delivery.answers_id else None,
    }
    _send(delivery.subscription.channel, f"msg_{delivery.pk}", payload)


def send_test(channel: Channel) -> None:
    """A message that says of itself that it is a test. Raises Rejected."""
    _send(channel, f"test_{channel.pk}_{secrets.token_hex(4)}", {"type": "test", "total": 0, "events": []})


def _send(channel: Channel, identifier: str, payload: dict[str, Any]) -> None:
    body = json.dumps(payload, ensure_ascii=False)
    moment = timezone.now()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": identifier,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(channel.secret).sign(identifier, moment, body),
    }
    try:
        status = post.post(channel.address, body.encode(), headers)
    except post.FetchError as error:
        raise Rejected(str(error)) from error
    if status == HTTPStatus.GONE:
        raise Gone("HTTP 410: the endpoint wants no more")
    if status not in GOOD:
        raise Rejected(f"HTTP {status}")
