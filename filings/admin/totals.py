"""The admin of what the regulator says beside its lists, and of what is open between the two."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filings.models import Cancellation, Question, StatedTotals

from .base import ReadOnlyAdmin


@admin.register(StatedTotals)
class StatedTotalsAdmin(ReadOnlyAdmin):
    """How many services a notice says were filed and registered."""

    list_display = ("document", "as_of", "filed_new", "filed_total", "registered_new", "registered_total", "on_device")
    list_select_related = ("document",)
    search_fields = ("document__label",)


@admin.register(Cancellation)
class CancellationAdmin(ReadOnlyAdmin):
    """A number that a cancellation notice names."""

    list_display = ("number", "name", "organization_name", "cancelled_on", "document", "filing")
    list_select_related = ("document", "filing")
    search_fields = ("number", "name", "organization_name")


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """An open point that only a person can answer."""

    ordering = ("closed_at", "-id")  # type: ignore[assignment]
    noted = ("text",)
    list_display = ("text", "kind", "source", "opened_at", "closed_at", "closed_by")
    list_select_related = ("source", "closed_by")
    list_filter = ("kind", ("closed_at", admin.EmptyFieldListFilter))
    search_fields = ("text", "answer")
    actions = ("close",)

    @admin.action(description=_("Close: looked at"), permissions=["act"])
    def close(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        closed = queryset.filter(closed_at=None).update(closed_at=timezone.now(), closed_by=request.user)
        text = ngettext("%(count)d question closed.", "%(count)d questions closed.", closed) % {"count": closed}
        self.message_user(request, text, messages.SUCCESS)
