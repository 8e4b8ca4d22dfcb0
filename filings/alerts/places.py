"""Our own sequence of dispatches. Taking the next place locks it until the transaction ends, on both databases."""

from __future__ import annotations

from django.db.models import F

from filings.models import Sequence

NAME = "dispatch"


def take_place() -> int:
    """The next place. Call it first in a transaction: whoever comes second waits here until the first has ended."""
    mine = Sequence.objects.filter(name=NAME)
    if mine.update(value=F("value") + 1) == 0:
        Sequence.objects.get_or_create(name=NAME)
        mine.update(value=F("value") + 1)
    return mine.values_list("value", flat=True).get()


def last_place() -> int:
    """The place of the newest dispatch that others can see."""
    return Sequence.objects.filter(name=NAME).values_list("value", flat=True).first() or 0
