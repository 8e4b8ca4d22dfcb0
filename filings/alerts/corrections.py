"""Recall: when an editor takes an event back, exactly those who were told get one correction, on the same thread."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from filings.models import Delivery, DeliveryLine, DeliveryState, Subscription, Withdrawal

from . import compose, outbox
from .bulk import insert_from
from .groups import MADE, made, number_and_line
from .places import hold_place


def correct_withdrawn(now: dt.datetime) -> int:
    """Make the corrections of every withdrawal of which nobody has been told yet. Returns how many."""
    waiting = list(Withdrawal.objects.untold().values_list("pk", flat=True))
    return sum(_correct(withdrawal_id, now) for withdrawal_id in waiting)


@transaction.atomic
def _correct(withdrawal_id: int, now: dt.datetime) -> int:
    hold_place()
    if Withdrawal.objects.untold().filter(pk=withdrawal_id).update(told_at=now) != 1:
        return 0
    withdrawal = Withdrawal.objects.select_related("event").get(pk=withdrawal_id)
    lines = DeliveryLine.objects.filter(delivery=OuterRef("pk"), is_correction=False)
    deliveries = Delivery.objects.filter(Exists(lines.filter(event=withdrawal.event_id)))
    outbox.drop(_nothing_else_to_say(deliveries, lines), "taken back before it was sent")
    told = deliveries.filter(
        state__in=(DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.PENDING),
        subscription__in=Subscription.objects.told(),
    )
    languages = told.order_by().values_list("subscription__language", flat=True).distinct()
    return sum(_tell(withdrawal, told, language, now) for language in list(languages))


def _nothing_else_to_say(deliveries: QuerySet[Delivery], lines: QuerySet[DeliveryLine]) -> QuerySet[Delivery]:
    """Deliveries that nobody has tried to send yet and whose every event is withdrawn."""
    untouched = deliveries.filter(state=DeliveryState.PENDING, attempts=0)
    return untouched.filter(~Exists(lines.filter(event__withdrawal=None)))


def _tell(withdrawal: Withdrawal, told: QuerySet[Delivery], language: str, now: dt.datetime) -> int:
    message = compose.tell_correction(withdrawal, language, now)
    rows = told.filter(subscription__language=language).order_by()
    values = rows.values_list(
        "subscription",
        F("subscription__last_sequence") + 1,
        "kind",
        "pk",
        *made(message, f"correction {withdrawal.pk}", now),
    )
    count = insert_from(Delivery, ("subscription", "sequence", "kind", "answers", *MADE), values)
    number_and_line(message, [withdrawal.event_id], is_correction=True)
    return count
