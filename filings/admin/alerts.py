"""The admin of who follows what, and of every message made for them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from filings import jobs
from filings.models import Delivery, DeliveryLine, DeliveryState, Subscription

from .base import EditorAdmin, ReadOnlyAdmin, ReadOnlyInline, queue_rows


@admin.register(Subscription)
class SubscriptionAdmin(EditorAdmin):
    """Who follows what. A subscription is switched off, never deleted: its messages stay on record."""

    editor_fields = ("email", "scope", "product", "organization", "series", "language", "is_active")
    machine_fields = ("created_at", "last_sequence")
    # The address of the subscriber's own page is the subscriber's secret.
    view_on_site = False
    list_display = ("email", "scope", "followed", "language", "is_active", "last_sequence", "created_at")
    list_select_related = ("product", "organization")
    list_filter = ("is_active", "scope", "series", "language")
    search_fields = ("email", "product__name", "organization__name")
    autocomplete_fields = ("product", "organization")

    @admin.display(description=_("Follows"))
    def followed(self, subscription: Subscription) -> str:
        return subscription.target


class DeliveryLineInline(ReadOnlyInline):
    """The events a message tells of."""

    model = DeliveryLine
    fields = ("event", "filing")
    readonly_fields = ("filing",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeliveryLine]:
        return super().get_queryset(request).select_related("event__filing")

    @admin.display(description=_("Filing"))
    def filing(self, line: DeliveryLine) -> str:
        subject = line.event.subject
        return f"{subject} {subject.name}" if line.event.filing else subject.name


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """One message to one subscriber, sent or visibly given up."""

    list_display = (
        "id",
        "subscription",
        "sequence",
        "change_set",
        "state",
        "attempts",
        "next_attempt_at",
        "sent_at",
        "last_error",
    )
    list_select_related = ("subscription__product", "subscription__organization", "change_set__document")
    list_filter = ("state",)
    search_fields = ("subscription__email", "last_error")
    inlines = (DeliveryLineInline,)
    actions = ("try_again",)

    @admin.action(description=_("Try again"), permissions=["act"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        dead = queryset.filter(state=DeliveryState.DEAD)
        queue_rows(
            self, request, queryset, dead, jobs.retry_delivery, _("only a message that was given up is tried again.")
        )


@admin.register(DeliveryLine)
class DeliveryLineAdmin(ReadOnlyAdmin):
    """Which message told of which event."""

    list_display = ("id", "delivery", "event__kind", "event__filing")
    list_select_related = ("delivery__subscription", "event__filing")
    search_fields = ("delivery__subscription__email", "event__filing__number")
