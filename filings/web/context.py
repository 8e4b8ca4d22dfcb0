"""What every page needs besides its own: the navigation and when a source last answered well."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .queries import last_good_check


@dataclass(frozen=True)
class NavItem:
    """A line of the side navigation."""

    label: str | Promise
    url: str
    is_current: bool
    key: str


# Label, name of the address, the key that leads there after "g", and the other pages that belong to it.
ITEMS: list[tuple[str | Promise, str, str, tuple[str, ...]]] = [
    (_("Home"), "home", "h", ()),
    (_("Products"), "products", "p", ("product",)),
    (_("Organizations"), "organizations", "o", ("organization",)),
    (_("Filings"), "filings", "f", ("filing",)),
    (_("Changes"), "changes", "c", ()),
    (_("Registers"), "registers", "r", ("register",)),
    (_("Statistics"), "statistics", "t", ()),
    (_("Sources"), "sources", "s", ()),
    (_("About"), "about", "a", ()),
]


def site(request: HttpRequest) -> dict[str, Any]:
    """The first two are callables: the pages of the admin, which show neither, ask the database nothing."""
    match = getattr(request, "resolver_match", None)
    frame = "_part.html" if getattr(request, "htmx", False) else "base.html"
    current = match.url_name if match else ""
    return {
        "nav": lambda: navigation(current or ""),
        "last_check": functools.cache(last_good_check),
        "site_url": settings.SITE_URL,
        "frame": frame,
    }


def navigation(current: str) -> list[NavItem]:
    return [
        NavItem(label, reverse(view), current == view or current in pages, key) for label, view, key, pages in ITEMS
    ]
