"""Where things are shown. A page of a list has a hundred addresses, so that each is worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def address_of(page: str, *values: object) -> str:
    """The address of a page of one thing."""
    return _address(get_script_prefix(), page, *values)


@lru_cache(maxsize=20_000)
def _address(_prefix: str, page: str, *values: object) -> str:
    return reverse(page, args=values)
