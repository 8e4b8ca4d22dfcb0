"""How often something may be asked for within an hour, counted in the database so that all processes count together."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from filings.models import Allowance

HOUR = dt.timedelta(hours=1)


def take(purpose: str, whose: str, limit: int, now: dt.datetime) -> bool:
    """Use up one of so many an hour. False when they are used up. Addresses are kept as keyed hashes only."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    name = salted_hmac("allowance", whose).hexdigest()[:40]
    row = Allowance.objects.filter(key=f"{purpose} {hour:%Y%m%d%H} {name}")
    left = row.filter(used__lt=limit)
    if left.update(used=F("used") + 1):
        return True
    if row.exists():
        return False
    try:
        with transaction.atomic():
            Allowance.objects.create(key=f"{purpose} {hour:%Y%m%d%H} {name}", used=1, until=hour + HOUR)
    except IntegrityError:
        # Somebody else made it a moment ago.
        return left.update(used=F("used") + 1) == 1
    return True


def forget_old(now: dt.datetime) -> None:
    Allowance.objects.filter(until__lt=now).delete()
