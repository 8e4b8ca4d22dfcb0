"""What mail servers report back: bounces (DSN, RFC 3464) and complaints (ARF, RFC 5965).

A report is believed only when it names one of our Message-IDs, which nobody else can know.
"""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from filings.models import Channel, Delivery, Subscription

from . import channels, links, subscribe

# Enhanced status codes (RFC 3463) that say of the address itself that it is gone; other failures count as refusals.
GONE = re.compile(r"5\.(1\.[1236]|2\.1)\b")


def take_report(raw: bytes, now: dt.datetime) -> str:
    """Act on one report; returns a sentence. Raises ValueError for what is no report about our mails."""
    report = message_from_bytes(raw, policy=policy.default)
    kind = str(report.get_param("report-type") or "").lower()
    if report.get_content_type() != "multipart/report" or kind not in ("delivery-status", "feedback-report"):
        raise ValueError("this is neither a bounce nor a complaint")
    delivery = _delivery_in(report)
    if delivery is None:
        raise ValueError("it does not name a message of ours")
    channel = delivery.subscription.channel
    if kind == "feedback-report":
        return _complaint(channel, now)
    return _bounce(channel, _statuses(report), now)


def _complaint(channel: Channel, now: dt.datetime) -> str:
    """Somebody called it spam: nothing more is sent there."""
    stopped = subscribe.stop(Subscription.objects.filter(channel=channel), "by a complaint", now)
    channels.switch_off(channel, "the receiver complained", now)
    return f"{channel.address}: a complaint; {stopped} subscriptions ended"


def _bounce(channel: Channel, statuses: list[tuple[str, str]], now: dt.datetime) -> str:
    failed = [status for action, status in statuses if action == "failed" and status.startswith("5")]
    if not failed:
        return f"{channel.address}: delayed or delivered; nothing to do"
    reason = f"bounced: {failed[0][:200]}"
    if GONE.match(failed[0]):
        channels.switch_off(channel, reason, now)
        return f"{channel.address}: gone; nothing more is sent there"
    channels.refused(channel, reason, now)
    return f"{channel.address}: refused; counted"


def _statuses(report: Message) -> list[tuple[str, str]]:
    """Action and status of each receiver that the report speaks of."""
    blocks = [
        block
        for part in report.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in part.get_payload()
        if isinstance(block, Message)
    ]
    return [
        (str(block["Action"] or "").strip().lower(), str(block["Status"] or "").strip())
        for block in blocks
        if block["Final-Recipient"]
    ]


def _delivery_in(report: EmailMessage | Message) -> Delivery | None:
    """The message of ours that comes back with the report, whole or as its headers."""
    for part in report.walk():
        if part is report:
            continue
        identifier = part["Message-ID"]
        if identifier is None and part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                identifier = message_from_bytes(payload, policy=policy.default)["Message-ID"]
        number = links.delivery_of(str(identifier)) if identifier else None
        if number is not None:
            return Delivery.objects.select_related("subscription__channel__subscriber").filter(pk=number).first()
    return None
