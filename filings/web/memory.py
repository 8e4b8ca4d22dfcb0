"""Counts over the whole record, kept until the record changes: every change comes with a change set of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from filings.models import ChangeSet, ChangeSetState

Value = TypeVar("Value")
SECONDS = 3600


def remembered(name: str, count: Callable[[], Value]) -> Value:
    """What `count` gives, counted once per state of the record and process."""
    newest = ChangeSet.objects.filter(state=ChangeSetState.RELEASED).order_by("-decided_at", "-pk")
    key = f"{name}:{newest.values_list('pk', 'decided_at').first()}"
    value: Value | None = cache.get(key)
    if value is None:
        value = count()
        cache.set(key, value, SECONDS)
    return value
