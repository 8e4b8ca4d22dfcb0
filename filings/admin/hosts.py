"""The admin of the hosts that the network gate knows."""

from __future__ import annotations

from django.contrib import admin

from filings.models import Host

from .base import ReadOnlyAdmin


@admin.register(Host)
class HostAdmin(ReadOnlyAdmin):
    """Why a host is or is not asked at the moment."""

    noted = ("reason",)
    list_display = ("name", "next_request_at", "not_before", "failures", "reason", "robots_fetched_at")
    search_fields = ("name", "reason")
