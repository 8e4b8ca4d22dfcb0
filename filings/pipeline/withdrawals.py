"""Takes an event back, in sight of all. The one writer of withdrawals."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from filings.models import Event, Withdrawal

from . import audit
from .standing import refresh_told


@transaction.atomic
def withdraw(event: Event, person: int, reason: str, now: dt.datetime) -> bool:
    """A person takes an event back. False when that was done before."""
    values = {"reason": reason, "by_id": person, "at": now}
    is_new = Withdrawal.objects.get_or_create(event=event, defaults=values)[1]
    if is_new:
        audit.note(person, "withdraw", event, now, before={"statement": event.statement}, reason=reason)
        refresh_told(event)
    return is_new
