"""Counts over the whole record, kept for a while and no longer than until something new is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from filings.models import ChangeSet, ChangeSetState

Value = TypeVar("Value")
# What the machine records comes with a change set, at which everything is counted anew. An editor's own fields do not.
SECONDS = 300


# The stamp that the page being made has asked for; None outside pages.
_of_page: ContextVar[list[str] | None] = ContextVar("_of_page", default=None)


def one_state_per_page(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: all that a page counts, it counts of one state of the record, which is asked for once."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _of_page.set([] if request.method in ("GET", "HEAD") else None)
        try:
            return get_response(request)
        finally:
            _of_page.reset(token)

    return middleware


def stamp() -> str:
    """What changes whenever the machine records something."""
    known = _of_page.get()
    if known:
        return known[0]
    newest = ChangeSet.objects.filter(state=ChangeSetState.RELEASED).order_by("-decided_at", "-pk")
    pk, decided_at = newest.values_list("pk", "decided_at").first() or (0, None)
    found = f"{pk} {decided_at}"
    if known is not None:
        known.append(found)
    return found


def remembered(name: str, count: Callable[[], Value], at: str = "", seconds: int = SECONDS) -> Value:
    """What `count` gives, counted once per state of the record and process. Who asks often gives the stamp along."""
    key = hashlib.sha256(f"{name} {at or stamp()}".encode()).hexdigest()
    value: Value | None = cache.get(key)
    if value is None:
        value = count()
        cache.set(key, value, seconds)
    return value
