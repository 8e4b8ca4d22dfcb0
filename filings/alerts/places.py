"""Our own sequence of dispatches. Taking the next place locks it until the transaction ends, on both databases."""

from __future__ import annotations

from django.db.models import F

from filings.models import Sequence

NAME = "dispatch"


def take_place() -> int:
    """The next place. Call it first in a transaction: whoever comes second waits here until the first has ended."""
    return _move(1)


def hold_place() -> int:
    """The place of the newest change set; until the transaction ends no further one is dispatched."""
    return _move(0)


def _move(by: int) -> int:
    mine = Sequence.objects.filter(name=NAME)
    if mine.update(value=F("value") + by) == 0:
        Sequence.objects.get_or_create(name=NAME)
        mine.update(value=F("value") + by)
    return mine.values_list("value", flat=True).get()
