"""The site-wide brake: above so many messages an hour nothing leaves until a person has looked and lifts it."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings

from filings.models import Brake, Delivery

logger = logging.getLogger(__name__)

WINDOW = dt.timedelta(hours=1)


def allowance(now: dt.datetime) -> int:
    """How many messages may leave now; 0 while the brake is on. Pulls it when the hour is full."""
    if Brake.objects.pulled().exists():
        return 0
    lifted_at = Brake.objects.order_by("-lifted_at").values_list("lifted_at", flat=True).first()
    since = max(now - WINDOW, lifted_at or now - WINDOW)
    left: int = settings.MESSAGES_PER_HOUR - Delivery.objects.filter(sent_at__gt=since).count()
    if left <= 0:
        _pull(now)
    return max(left, 0)


def _pull(now: dt.datetime) -> None:
    reason = f"more than {settings.MESSAGES_PER_HOUR} messages within an hour"
    Brake.objects.create(pulled_at=now, reason=reason)
    logger.error("the brake is on, nothing leaves until a person lifts it in the admin: %s", reason)


def lift(user_id: int, now: dt.datetime) -> int:
    """A person has looked: messages leave again, and are counted afresh. Returns how many brakes were on."""
    return Brake.objects.pulled().update(lifted_at=now, lifted_by_id=user_id)
