"""The admin of who follows what, of every message made for them, and of the brake."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filings import jobs
from filings.alerts import mailcheck
from filings.models import (
    Allowance,
    Brake,
    Channel,
    Delivery,
    DeliveryLine,
    DeliveryState,
    Letter,
    Message,
    Sequence,
    Subscriber,
    Subscription,
    SubscriptionState,
)

from .base import ReadOnlyAdmin, ReadOnlyInline, queue_rows


class ChannelInline(ReadOnlyInline):
    """The ways to a subscriber."""

    model = Channel
    noted = ("off_reason",)
    fields = ("kind", "address", "is_on", "off_reason")


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    """Whoever has confirmed an address. Its key is the subscriber's secret and is not shown."""

    list_display = ("id", "email", "created_at")
    search_fields = ("email",)
    fields = ("email", "created_at")
    inlines = (ChannelInline,)


@admin.register(Channel)
class ChannelAdmin(ReadOnlyAdmin):
    """Ways to subscribers, and why some are off."""

    noted = ("off_reason", "test_answer")
    list_display = ("id", "subscriber", "kind", "address", "is_on", "off_reason", "off_at")
    list_select_related = ("subscriber",)
    list_filter = ("kind", "is_on")
    search_fields = ("address", "subscriber__email")
    # The secret stays between us and the endpoint.
    exclude = ("secret",)


class DeliveryInline(ReadOnlyInline):
    """The messages of one subscription, by number."""

    model = Delivery
    noted = ("last_error",)
    fields = ("sequence", "message", "state", "attempts", "sent_at", "last_error")
    ordering = ("-sequence",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).select_related("message", "subscription__channel")


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    """Who follows what. An operator can end a subscription; everything else is its owner's."""

    view_on_site = False
    list_display = ("id", "channel", "scope", "followed", "rhythm", "language", "state", "last_sequence", "created_at")
    list_select_related = ("channel", "product", "organization")
    list_filter = ("state", "scope", "rhythm", "series", "language")
    search_fields = ("channel__address", "product__name", "organization__name", "query", "province")
    inlines = (DeliveryInline,)
    actions = ("stop",)

    @admin.display(description=_("Follows"))
    def followed(self, subscription: Subscription) -> str:
        return subscription.target

    @admin.action(description=_("Stop"), permissions=["act"])
    def stop(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        going = queryset.exclude(state=SubscriptionState.ENDED)
        queue_rows(self, request, queryset, going, jobs.stop_subscription, _("it has ended already."))


class DeliveryLineInline(ReadOnlyInline):
    """The events a message tells of."""

    model = DeliveryLine
    fields = ("event", "filing", "is_correction")
    readonly_fields = ("filing",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeliveryLine]:
        return super().get_queryset(request).select_related("event__filing", "event__product")

    @admin.display(description=_("Filing"))
    def filing(self, line: DeliveryLine) -> str:
        subject = line.event.subject
        return f"{subject} {subject.name}" if line.event.filing else subject.name


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """One message to one subscriber: sent, on its way, or visibly not."""

    change_list_template = "admin/filings/delivery/change_list.html"
    noted = ("last_error",)
    list_display = (
        "id",
        "subscription",
        "sequence",
        "kind",
        "occasion",
        "state",
        "attempts",
        "next_attempt_at",
        "sent_at",
        "last_error",
    )
    list_select_related = ("subscription__channel", "subscription__product", "subscription__organization")
    list_filter = ("state", "kind")
    search_fields = ("subscription__channel__address", "last_error")
    raw_id_fields = ("answers",)
    inlines = (DeliveryLineInline,)
    actions = ("try_again",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, (extra_context or {}) | overview())

    def get_urls(self) -> list[URLPattern]:
        check = path("mail-check/", self.admin_site.admin_view(self.mail_check), name="filings_mail_check")
        return [check, *super().get_urls()]

    def mail_check(self, request: HttpRequest) -> HttpResponse:
        """What receivers of our mails find in the DNS about us, in words."""
        context = {**self.admin_site.each_context(request), "title": _("Mail settings"), "report": mailcheck.check()}
        return render(request, "admin/filings/mail_check.html", context)

    @admin.action(description=_("Try again"), permissions=["act"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        dead = queryset.filter(state=DeliveryState.DEAD)
        queue_rows(
            self, request, queryset, dead, jobs.retry_delivery, _("only a message that was given up is tried again.")
        )


def overview() -> dict[str, Any]:
    """What an operator wants to know first: how many in each state, the longest waiting, why some failed."""
    counts = dict(Delivery.objects.order_by().values_list("state").annotate(Count("pk")))
    waiting = Delivery.objects.filter(state__in=(DeliveryState.PENDING, DeliveryState.SENDING))
    failed = Delivery.objects.exclude(last_error="").exclude(state=DeliveryState.SENT).order_by()
    return {
        "states": [(DeliveryState(state).label, state, counts.get(state, 0)) for state in DeliveryState],
        "oldest": waiting.aggregate(oldest=Min("created_at"))["oldest"],
        "reasons": failed.values_list("state", "last_error").annotate(n=Count("pk")).order_by("-n")[:10],
        "brakes": list(Brake.objects.pulled()),
        "now": timezone.now(),
    }


@admin.register(DeliveryLine)
class DeliveryLineAdmin(ReadOnlyAdmin):
    """Which message told of which event."""

    list_display = ("id", "delivery", "event__kind", "event__filing", "is_correction")
    list_select_related = ("delivery__subscription__channel", "event__filing")
    search_fields = ("subscription__channel__address", "event__filing__number")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What was said, as it was frozen."""

    list_display = ("id", "subject", "language", "created_at")
    search_fields = ("subject",)
    fields = ("subject", "language", "why", "text", "data", "change_set", "withdrawal", "created_at")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Mails of the service itself. Their text holds secret links and is not shown."""

    noted = ("last_error",)
    list_display = ("id", "kind", "to", "state", "attempts", "created_at", "sent_at", "last_error")
    list_filter = ("kind", "state")
    search_fields = ("to",)
    exclude = ("text",)


@admin.register(Brake)
class BrakeAdmin(ReadOnlyAdmin):
    """When more messages went out than anybody expected. While a brake is on, none leaves."""

    noted = ("reason",)
    list_display = ("id", "pulled_at", "reason", "lifted_at", "lifted_by")
    list_select_related = ("lifted_by",)
    search_fields = ("reason",)
    actions = ("lift",)

    @admin.action(description=_("Lift the brake"), permissions=["act"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Brake]) -> None:
        person = request.user.pk
        assert person is not None, "only people who are logged in reach an action"
        on = queryset.filter(lifted_at=None)[:1]
        queue_rows(
            self,
            request,
            queryset,
            queryset.filter(pk__in=list(on.values_list("pk", flat=True))),
            lambda _pk: jobs.lift_brake(person),
            _("it was lifted already."),
        )


@admin.register(Allowance)
class AllowanceAdmin(ReadOnlyAdmin):
    """How much of what may be asked for in an hour is used up; whose it is can't be read from it."""

    list_display = ("key", "used", "until")
    search_fields = ("key",)


@admin.register(Sequence)
class SequenceAdmin(ReadOnlyAdmin):
    """Our own sequences and how far they have come."""

    list_display = ("name", "value")
    search_fields = ("name",)
