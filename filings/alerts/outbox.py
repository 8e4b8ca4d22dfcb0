"""The states of whatever is sent: claimed, sent, tried again later, given up, or left unsent. The one writer of them.

A batch is claimed at once and sent in the order of its ids, each noted in the sender's journal before the next begins.
So of a batch whose sender died, the first that is noted nowhere may have arrived, and the others have not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from filings.models import Delivery, DeliveryState, Letter
from filings.models.deliveries import Outgoing
from filings.models.leases import is_dead, lease_end, new_claim

from . import journal

# After the first attempt and each further one; the sixth is the last.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
DIED = "the sender died while this was on its way; it may have arrived"
LONGEST_ERROR = 2000

Row = TypeVar("Row", Delivery, Letter)


class _Claim(NamedTuple):
    """What a claimed row says."""

    claim: str
    lease_until: dt.datetime
    state: str = DeliveryState.SENDING


def claim(
    due: QuerySet[Row], size: int, now: dt.datetime, read: Callable[[QuerySet[Row]], list[Row]] = list
) -> list[Row]:
    """Claim up to so many due rows by compare-and-swap, ordered by id; those that another sender took are left out.

    `read` is how they are read, such as with what belongs to them.
    """
    rows, claimed = due.model._default_manager, _Claim(new_claim(), lease_end(now))
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            # Each of several senders takes others, instead of waiting for one that takes the same.
            due = due.select_for_update(skip_locked=True, of=("self",))
        chosen = read(due[:size])
        free = rows.filter(pk__in=[row.pk for row in chosen], state=DeliveryState.PENDING, next_attempt_at__lte=now)
        taken = free.update(**claimed._asdict()) if chosen else 0
    if taken < len(chosen):
        mine = set(rows.filter(claim=claimed.claim, state=DeliveryState.SENDING).values_list("pk", flat=True))
        chosen = [row for row in chosen if row.pk in mine]
    for row in chosen:
        row.__dict__.update(claimed._asdict())
    return sorted(chosen, key=lambda row: row.pk)


def is_mine(row: Outgoing, now: dt.datetime) -> bool:
    """Whether the lease still holds; without a question to the database."""
    return row.lease_until is not None and now < row.lease_until


def sent(model: type[Outgoing], claim: str, keys: Sequence[int]) -> int:
    """The other side took these rows of one claim. Returns how many were still the claim's."""
    rows: QuerySet[Any] = model._default_manager.filter(pk__in=keys, claim=claim, state=DeliveryState.SENDING)
    taken = {"state": DeliveryState.SENT, "sent_at": timezone.now(), "last_error": "", "claim": ""}
    return rows.update(attempts=F("attempts") + 1, **taken) if keys else 0


def failed(row: Outgoing, error: str, *, is_final: bool = False) -> bool:
    """Note an attempt in vain. True when it was the last: the row is given up."""
    attempts = row.attempts + 1
    is_last = is_final or attempts > len(PAUSES)
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    _mine(row).update(
        state=DeliveryState.DEAD if is_last else DeliveryState.PENDING,
        attempts=attempts,
        next_attempt_at=timezone.now() + pause,
        last_error=error[:LONGEST_ERROR],
        claim="",
    )
    return is_last


def give_back(rows: Sequence[Outgoing], reason: str, pause: dt.timedelta = PAUSES[0]) -> None:
    """Return claimed rows that nobody tried to send: what keeps them is not their own fault, and costs no attempt."""
    for row in rows:
        _mine(row).update(
            state=DeliveryState.PENDING, next_attempt_at=timezone.now() + pause, last_error=reason, claim=""
        )


def leave_unsent(row: Outgoing, reason: str) -> None:
    """A claimed row that must not go out any more, and why."""
    _mine(row).update(state=DeliveryState.DROPPED, last_error=reason, claim="")


def drop(deliveries: QuerySet[Delivery], reason: str) -> int:
    """The same for rows that wait unclaimed."""
    waiting = Delivery.objects.filter(pk__in=list(deliveries.values_list("pk", flat=True)))
    return waiting.filter(state=DeliveryState.PENDING).update(state=DeliveryState.DROPPED, last_error=reason)


def revive(deliveries: QuerySet[Delivery], now: dt.datetime) -> int:
    """Give messages that were given up another round of attempts. Returns how many were."""
    dead = deliveries.filter(state=DeliveryState.DEAD)
    return dead.update(state=DeliveryState.PENDING, attempts=0, next_attempt_at=now)


def sweep(now: dt.datetime) -> int:
    """Free what senders left that died or whose lease ran out. Returns how many rows."""
    models: Iterable[Any] = (Delivery, Letter)
    return sum(_free(model.objects.filter(state=DeliveryState.SENDING), now) for model in models)


def _free(sending: QuerySet[Any], now: dt.datetime) -> int:
    freed = 0
    for token, lease in list(sending.order_by().values_list("claim", "lease_until").distinct()):
        if not (is_dead(token) or lease is None or lease <= now):
            continue
        freed += sent(sending.model, token, journal.left_behind(token))
        journal.forget(token)
        left = sending.filter(claim=token, lease_until=lease)
        in_doubt = left.order_by("pk").values_list("pk", flat=True).first()
        doubtful = left.filter(pk=in_doubt)
        pending = {"state": DeliveryState.PENDING, "next_attempt_at": now, "claim": ""}
        dead = {"state": DeliveryState.DEAD, "claim": ""}
        noted = {"attempts": F("attempts") + 1, "last_error": DIED}
        # Whatever kills its sender each time ends as well.
        freed += doubtful.filter(attempts__gte=len(PAUSES)).update(**dead, **noted)
        freed += doubtful.update(**pending, **noted) + left.update(**pending)
    return freed


def _mine(row: Outgoing) -> QuerySet[Any]:
    rows: QuerySet[Any] = type(row)._default_manager.filter(pk=row.pk)
    return rows.filter(Q(claim=row.claim), state=DeliveryState.SENDING)
