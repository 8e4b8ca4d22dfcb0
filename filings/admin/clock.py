"""The admin of the clock's proof of life."""

from __future__ import annotations

from django.contrib import admin

from filings.models import Heartbeat

from .base import ReadOnlyAdmin


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """When each part of the system last did its work."""

    list_display = ("name", "at")
    search_fields = ("name",)
