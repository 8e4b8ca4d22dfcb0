"""Counts over the whole record, kept for a while and no longer than until something new is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from filings.models import ChangeSet, ChangeSetState

Value = TypeVar("Value")
# What the machine records comes with a change set, at which everything is counted anew. An editor's own fields do not.
SECONDS = 300


def stamp() -> str:
    """What changes whenever the machine records something."""
    newest = ChangeSet.objects.filter(state=ChangeSetState.RELEASED).order_by("-decided_at", "-pk")
    pk, decided_at = newest.values_list("pk", "decided_at").first() or (0, None)
    return f"{pk} {decided_at}"


def remembered(name: str, count: Callable[[], Value], at: str = "", seconds: int = SECONDS) -> Value:
    """What `count` gives, counted once per state of the record and process. Who asks often gives the stamp along."""
    key = hashlib.sha256(f"{name} {at or stamp()}".encode()).hexdigest()
    value: Value | None = cache.get(key)
    if value is None:
        value = count()
        cache.set(key, value, seconds)
    return value
