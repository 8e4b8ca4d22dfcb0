"""From a message's row to the mail server: claim, send, SENT or a next attempt. Each ends sent or visibly dead.

A process that dies between the server's yes and our note makes the message go out a second time, under the same
Message-ID and number, so that it can be recognised: better twice than never.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib

from django.db.models import QuerySet
from django.utils import timezone

from filings.models import Delivery, DeliveryState
from filings.models.leases import is_dead, lease_end, new_claim

from .message import build_mail

logger = logging.getLogger(__name__)

# About a day and a half in all; a mail server that is down longer than that needs a person.
ATTEMPTS = 9
FIRST_PAUSE = dt.timedelta(minutes=5)


def due(now: dt.datetime) -> list[int]:
    """The messages to send now, oldest first, with those whose sender died."""
    for delivery in Delivery.objects.being_sent():
        if is_dead(delivery.claim) or (delivery.lease_until and delivery.lease_until <= now):
            _mine(delivery, delivery.claim).update(state=DeliveryState.PENDING, next_attempt_at=now, claim="")
    return list(Delivery.objects.due(now).values_list("pk", flat=True))


def deliver(delivery_id: int) -> None:
    """Send one message if it is due and nobody else is sending it."""
    now = timezone.now()
    token = new_claim()
    free = Delivery.objects.due(now).filter(pk=delivery_id)
    if free.update(state=DeliveryState.SENDING, claim=token, lease_until=lease_end(now)) != 1:
        return
    delivery = Delivery.objects.select_related("subscription", "change_set__document").get(pk=delivery_id)
    if not delivery.subscription.is_active:
        _mine(delivery, token).update(
            state=DeliveryState.DEAD, last_error="the subscription was stopped first", claim=""
        )
        return
    try:
        build_mail(delivery).send()
    except Exception as error:
        logger.warning("message %s was not sent: %s", delivery.pk, error)
        _note_failure(delivery, token, error)
    else:
        _mine(delivery, token).update(
            state=DeliveryState.SENT, sent_at=timezone.now(), attempts=delivery.attempts + 1, last_error="", claim=""
        )


def revive(delivery_id: int, now: dt.datetime) -> bool:
    """Give a dead message another round of attempts. False when it is not dead."""
    dead = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.DEAD)
    return dead.update(state=DeliveryState.PENDING, attempts=0, next_attempt_at=now) == 1


def _mine(delivery: Delivery, token: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, claim=token, state=DeliveryState.SENDING)


def _note_failure(delivery: Delivery, token: str, error: Exception) -> None:
    attempts = delivery.attempts + 1
    gone = attempts >= ATTEMPTS or _is_final(error)
    _mine(delivery, token).update(
        state=DeliveryState.DEAD if gone else DeliveryState.PENDING,
        attempts=attempts,
        next_attempt_at=timezone.now() + FIRST_PAUSE * 2 ** (attempts - 1),
        last_error=f"{type(error).__name__}: {error}"[:2000],
        claim="",
    )


def _is_final(error: Exception) -> bool:
    """Whether the server refused this very recipient or message for good (5xx); everything else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
