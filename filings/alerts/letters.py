"""Mails of the service itself: please confirm, here is your link, your webhook was switched off. Made here alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from filings.models import Channel, Letter, LetterKind, Subscriber
from filings.noted import noted
from filings.text import collapse

from . import links

KEPT = dt.timedelta(days=7)


def write_confirmation(
    email: str, target: str, why: str, wish: dict[str, Any], language: str, now: dt.datetime
) -> None:
    """Ask whether the address wants what somebody typed it in for."""
    with override(language):
        subject = collapse(_("Please confirm: alerts on %(target)s") % {"target": target})
        context = {"target": target, "why": why, "url": links.confirm_url(wish), "days": links.CONFIRM_WITHIN.days}
        _write(LetterKind.CONFIRM, email, subject, "alerts/letters/confirm.txt", context, now)


def write_link(subscriber: Subscriber, language: str, now: dt.datetime) -> None:
    """The key to one's own page, to the address it belongs to."""
    with override(language):
        context = {"url": links.page_url(subscriber)}
        subject = _("Your alerts: the link to your page")
        _write(LetterKind.LINK, subscriber.email, subject, "alerts/letters/link.txt", context, now)


def write_channel_off(channel: Channel, reason: str, now: dt.datetime) -> None:
    """Tell the owner that nothing is sent there any more, and why."""
    newest = channel.subscriptions.order_by("-pk").values_list("language", flat=True).first()
    with override(newest or "en"):
        context = {"channel": channel, "reason": noted(reason), "url": links.page_url(channel.subscriber)}
        subject = _("Switched off: %(kind)s") % {"kind": channel.get_kind_display()}
        email = channel.subscriber.email
        _write(LetterKind.CHANNEL_OFF, email, subject, "alerts/letters/channel_off.txt", context, now)


def _write(kind: LetterKind, to: str, subject: str, template: str, context: dict[str, Any], now: dt.datetime) -> None:
    Letter.objects.create(
        kind=kind,
        to=to,
        subject=subject[:200],
        text=render_to_string(template, context),
        next_attempt_at=now,
        created_at=now,
    )


def forget_old(now: dt.datetime) -> None:
    """Letters hold addresses of people who may never have confirmed: they are kept for a week."""
    Letter.objects.filter(created_at__lt=now - KEPT).delete()
