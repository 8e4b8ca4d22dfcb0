"""Who wants to know what, and every message made for them."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .events import ChangeSet, Event
from .leases import CLAIM_LENGTH
from .registers import Organization, Product
from .words import Series


def new_token() -> str:
    """An unguessable name for a subscription, used in the links of its mails."""
    return secrets.token_urlsafe(24)


class Scope(models.TextChoices):
    """What a subscription follows."""

    EVERYTHING = "everything", _("Everything")
    PRODUCT = "product", _("A product")
    ORGANIZATION = "organization", _("An organization")
    SERIES = "series", _("A series")


class Subscription(models.Model):
    """One address that wants to know about one thing."""

    email = models.EmailField()
    scope = models.CharField(max_length=12, choices=Scope)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    series = models.CharField(max_length=30, choices=Series, blank=True)
    language = models.CharField(max_length=10, choices=[("en", "English"), ("zh-hans", "简体中文")], default="en")
    is_active = models.BooleanField(default=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_sequence = models.PositiveIntegerField(default=0, editable=False, help_text=_("Number of its newest message."))
    history = HistoricalRecords(excluded_fields=["token", "last_sequence"])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="everything", product=None, organization=None, series="")
                | (Q(scope="product", product__isnull=False, organization=None, series=""))
                | (Q(scope="organization", product=None, organization__isnull=False, series=""))
                | (Q(scope="series", product=None, organization=None) & ~Q(series="")),
                name="subscription_scope_has_its_target",
                violation_error_message=_("Choose exactly the target that belongs to the scope."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["email", *([scope] if scope != "everything" else [])],
                    condition=Q(scope=scope),
                    name=f"subscription_once_per_{scope}",
                    violation_error_message=_("This address already follows that."),
                )
                for scope in ("everything", "product", "organization", "series")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.target}"

    @property
    def target(self) -> str:
        """What is followed, in words."""
        if self.scope == Scope.SERIES:
            return str(Series(self.series).label)
        return str(self.product or self.organization or Scope(self.scope).label)

    def get_absolute_url(self) -> str:
        """The subscriber's own page; whoever has the address may stop the mails."""
        return reverse("subscription", args=[self.token])


class DeliveryState(models.TextChoices):
    """Every message ends sent or visibly dead."""

    PENDING = "PENDING", _("Waiting")
    SENDING = "SENDING", _("Being sent")
    SENT = "SENT", _("Sent")
    DEAD = "DEAD", _("Given up")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The questions asked of deliveries."""

    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        """Waiting, and their time has come; oldest first."""
        return self.filter(state=DeliveryState.PENDING, next_attempt_at__lte=now).order_by("id")

    def being_sent(self) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.SENDING)


class Delivery(models.Model):
    """One message to one subscriber about one change set. Retries live in this row, not in the queue."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="deliveries")
    sequence = models.PositiveIntegerField(help_text=_("Runs per subscription, without gaps."))
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claim = models.CharField(max_length=CLAIM_LENGTH, blank=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "change_set"], name="delivery_once_per_change_set"),
            models.UniqueConstraint(fields=["subscription", "sequence"], name="delivery_sequence_once"),
            models.CheckConstraint(
                condition=Q(state="SENT", sent_at__isnull=False) | (~Q(state="SENT") & Q(sent_at=None)),
                name="delivery_sent_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"#{self.sequence} → {self.subscription.email}"


class DeliveryLine(models.Model):
    """One event that a message tells of."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="lines")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["delivery", "event"], name="delivery_line_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.event_id}"
