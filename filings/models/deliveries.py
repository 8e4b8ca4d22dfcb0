"""Every message made for somebody, and how far it has come. Retries live in these rows, not in the queue.

`filings/alerts/dispatch.py` makes deliveries and their messages, `filings/alerts/letters.py` makes letters, and
`filings/alerts/outbox.py` alone moves both from state to state.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .events import ChangeSet, Event, Withdrawal
from .leases import CLAIM_LENGTH
from .subscribers import LANGUAGES, ChannelKind, Subscription


class DeliveryState(models.TextChoices):
    """Every message ends sent, visibly dead, or left unsent for a reason that is no failure."""

    PENDING = "PENDING", _("Waiting")
    SENDING = "SENDING", _("Being sent")
    SENT = "SENT", _("Sent")
    DEAD = "DEAD", _("Given up")
    DROPPED = "DROPPED", _("Not sent")


class Outgoing(models.Model):
    """What is claimed, sent and recorded."""

    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claim = models.CharField(max_length=CLAIM_LENGTH, blank=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class Message(models.Model):
    """What is said, frozen when the change set went out. Everybody who follows the same by the same rule shares one.

    The number and the links of each receiver are put around it when it is sent.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, null=True, related_name="messages")
    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, null=True, related_name="messages")
    language = models.CharField(max_length=10, choices=LANGUAGES)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    data = models.JSONField(default=dict, help_text=_("The same for programs."))
    why = models.TextField(help_text=_("Why its receivers get it, in words."))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The questions asked of deliveries."""

    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        """Waiting, and their time has come; longest waiting first. A correction waits for what it corrects."""
        found = self.filter(state=DeliveryState.PENDING, next_attempt_at__lte=now)
        unsent = Delivery.objects.filter(
            pk=OuterRef("answers"), state__in=(DeliveryState.PENDING, DeliveryState.SENDING)
        )
        return found.filter(Q(answers=None) | ~Exists(unsent)).order_by("next_attempt_at", "id")


class Delivery(Outgoing):
    """One message to one subscription about one change set, one period or one correction."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=10, choices=ChannelKind, help_text=_("By which way it goes."))
    occasion = models.CharField(max_length=40, help_text=_("What made it: a change set, a digest's day, a correction."))
    sequence = models.PositiveIntegerField(help_text=_("Runs per subscription, without gaps."))
    answers = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        related_name="answered_by",
        db_index=False,
        help_text=_("What it corrects."),
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "occasion"], name="delivery_once_per_occasion"),
            models.UniqueConstraint(fields=["subscription", "sequence"], name="delivery_sequence_once"),
            models.CheckConstraint(
                condition=Q(state="SENT", sent_at__isnull=False) | (~Q(state="SENT") & Q(sent_at=None)),
                name="delivery_sent_has_time",
            ),
        ]
        indexes = [
            # Partial ones: of a hundred thousand messages that were sent, none stands in the way of the next.
            models.Index(fields=["kind", "next_attempt_at", "id"], name="delivery_due", condition=Q(state="PENDING")),
            models.Index(fields=["claim"], name="delivery_claimed", condition=Q(state="SENDING")),
            models.Index(fields=["answers"], name="delivery_answers", condition=Q(answers__isnull=False)),
            models.Index(fields=["sent_at"], name="delivery_sent", condition=Q(sent_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} → {self.subscription.channel}"


class DeliveryLine(models.Model):
    """One event that a message tells of, or takes back."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="lines")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_correction = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "subscription", "is_correction"], name="delivery_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.event_id}"


class LetterKind(models.TextChoices):
    """Why we write to somebody outside any subscription."""

    CONFIRM = "confirm", _("Please confirm")
    LINK = "link", _("The link asked for")
    CHANNEL_OFF = "off", _("A channel was switched off")


class LetterQuerySet(models.QuerySet["Letter"]):
    """The questions asked of letters."""

    def due(self, now: dt.datetime) -> LetterQuerySet:
        """Waiting, and their time has come; longest waiting first."""
        waiting = self.filter(state=DeliveryState.PENDING, next_attempt_at__lte=now)
        return waiting.order_by("next_attempt_at", "id")


class Letter(Outgoing):
    """A mail of the service itself, such as the one that asks to confirm. Kept for a few days."""

    kind = models.CharField(max_length=10, choices=LetterKind)
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="SENT", sent_at__isnull=False) | (~Q(state="SENT") & Q(sent_at=None)),
                name="letter_sent_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at", "id"], name="letter_due")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"


class BrakeQuerySet(models.QuerySet["Brake"]):
    """The questions asked of the brake."""

    def pulled(self) -> BrakeQuerySet:
        return self.filter(lifted_at=None)


class Brake(models.Model):
    """More messages went out than anybody expected: nothing leaves until a person has looked and lifts it."""

    pulled_at = models.DateTimeField()
    reason = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BrakeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.reason


class Allowance(models.Model):
    """How often something was asked for within one hour, such as a confirmation for one address."""

    key = models.CharField(max_length=120, unique=True, help_text=_("What for, whose, and which hour."))
    used = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.key


class Sequence(models.Model):
    """A number of our own that grows by one in the order in which transactions end. Whoever takes one holds its row."""

    name = models.CharField(max_length=40, unique=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
