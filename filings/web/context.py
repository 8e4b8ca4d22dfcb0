"""What every page needs besides its own: the navigation and when a source last answered well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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


# Label, name of the address, and the other pages that belong to it.
ITEMS: list[tuple[str | Promise, str, tuple[str, ...]]] = [
    (_("Home"), "home", ()),
    (_("Products"), "products", ("product",)),
    (_("Organizations"), "organizations", ("organization",)),
    (_("Changes"), "changes", ()),
    (_("Registers"), "registers", ("register", "filing")),
    (_("Sources"), "sources", ()),
    (_("About"), "about", ()),
]


def site(request: HttpRequest) -> dict[str, Any]:
    """Both are callables: the pages of the admin, which show neither, ask the database nothing."""
    match = getattr(request, "resolver_match", None)
    current = match.url_name if match else ""
    return {"nav": lambda: navigation(current or ""), "last_check": last_good_check}


def navigation(current: str) -> list[NavItem]:
    return [NavItem(label, reverse(view), current == view or current in pages) for label, view, pages in ITEMS]
