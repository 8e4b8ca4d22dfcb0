"""Room 6, for editors: every table can be looked at, only the editor's fields can be changed, actions only enqueue."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import (
    alerts,
    archive,
    audit,
    claims,
    clock,
    corrections,
    events,
    hosts,
    identity,
    news,
    people,
    registers,
    sources,
    totals,
)
from .labels import name_tables

__all__ = [
    "alerts",
    "archive",
    "audit",
    "claims",
    "clock",
    "corrections",
    "events",
    "hosts",
    "identity",
    "news",
    "people",
    "registers",
    "sources",
    "totals",
]

name_tables()
admin.site.site_header = admin.site.site_title = _("China AI Filing Tracker")
