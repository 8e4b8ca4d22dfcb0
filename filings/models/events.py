"""The timeline. Events are append-only; a released change set that is not dispatched yet is the outbox of alerts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .archive import Snapshot
from .registers import Filing, Product, Version
from .sources import Document
from .words import Cause, EventKind, Precision, Proof, Series, Status


class ChangeSetState(models.TextChoices):
    """Whether the changes of one poll count."""

    HELD = "held", _("Held for a person")
    RELEASED = "released", _("Released")
    DROPPED = "dropped", _("Dropped by a person")
    SUPERSEDED = "superseded", _("Overtaken by a later poll")


class ChangeSetKind(models.TextChoices):
    """What a change set proposes, or proposed."""

    READING = "reading", _("A list as read")
    DISAPPEARANCE = "disappearance", _("Rows that two good polls did not find")


class ChangeSetQuerySet(models.QuerySet["ChangeSet"]):
    """The questions asked of change sets."""

    def held(self) -> ChangeSetQuerySet:
        return self.filter(state=ChangeSetState.HELD)

    def undispatched(self) -> ChangeSetQuerySet:
        """The outbox, oldest first."""
        return self.filter(state=ChangeSetState.RELEASED, is_silent=False, dispatched_at=None).order_by("id")


class ChangeSet(models.Model):
    """The events of one poll of one document, or of one act of a person, released or held together.

    A held set is a proposal: it has no events, and nothing in the record has changed. Its snapshot is read again when a
    person releases it.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="change_sets")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="change_sets")
    kind = models.CharField(max_length=14, choices=ChangeSetKind, default=ChangeSetKind.READING)
    cause = models.CharField(max_length=20, choices=Cause)
    state = models.CharField(max_length=12, choices=ChangeSetState)
    is_silent = models.BooleanField(default=False, help_text=_("Alerts nobody."))
    reason = models.TextField(blank=True, help_text=_("Why it was held, in words."))
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="left_over",
        help_text=_("The set of which it was left over, when a person released the rest."),
    )
    proposal = models.JSONField(default=list, help_text=_("The events it would make: kind, number, name, changes."))
    event_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dispatched_at = models.DateTimeField(null=True)
    position = models.PositiveBigIntegerField(
        null=True, unique=True, help_text=_("Its place among the dispatched ones: our own sequence, never a date.")
    )

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dispatched_at=None) | Q(state="released", is_silent=False),
                name="changeset_dispatch_released",
            ),
            models.CheckConstraint(
                condition=Q(dispatched_at=None, position=None) | Q(dispatched_at__isnull=False, position__isnull=False),
                name="changeset_dispatch_position",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "dispatched_at"], name="changeset_outbox"),
            models.Index(fields=["state", "-decided_at", "-id"], name="changeset_newest_first"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.document}"


class EventQuerySet(models.QuerySet["Event"]):
    """The questions asked of events."""

    def newest_first(self) -> EventQuerySet:
        return self.order_by("-timeline_on", "-id")


class Event(models.Model):
    """One entry of a timeline. The three dates are never mixed: in the world, published, seen by us."""

    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="events")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, related_name="events")
    product = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        help_text=_("What it is about, where that is no filing: the press, or a person, says something of a product."),
    )
    series = models.CharField(
        max_length=30,
        choices=Series,
        blank=True,
        help_text=_("That of its filing, which never changes; empty where it is about no filing."),
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    previous = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=EventKind)
    status = models.CharField(max_length=20, choices=Status)
    proof = models.PositiveSmallIntegerField(choices=Proof)
    cause = models.CharField(max_length=20, choices=Cause)
    changes = models.JSONField(default=list, help_text=_("Each changed field: field, before, after."))
    aspects = models.CharField(
        max_length=200, blank=True, help_text=_("What an amendment touched: its fields, with spaces around each.")
    )
    statement = models.TextField(blank=True, help_text=_("What is said, in words, where no row says it."))
    evidence_url = models.CharField(max_length=2000, blank=True, help_text=_("Where it is said, where no row says it."))
    happened_on = models.DateField(null=True, help_text=_("In the world, in Beijing; empty when nobody says."))
    precision = models.CharField(max_length=6, choices=Precision, blank=True)
    published_on = models.DateField(
        null=True, help_text=_("When the source said so; empty when it did not announce it.")
    )
    seen_at = models.DateTimeField(help_text=_("When we saw it, or imported it."))
    not_after = models.DateField(
        null=True, help_text=_("Save date inside the file that shows it: it happened on this day or before.")
    )
    timeline_on = models.DateField(help_text=_("The best known of the dates, for order only."))
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    row = models.PositiveIntegerField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-timeline_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["change_set", "filing", "kind"], name="event_once_per_change_set"),
            models.CheckConstraint(
                condition=Q(happened_on=None, precision="") | (Q(happened_on__isnull=False) & ~Q(precision="")),
                name="event_date_with_precision",
            ),
            models.CheckConstraint(
                condition=Q(filing__isnull=False, product=None) | Q(filing=None, product__isnull=False),
                name="event_of_filing_or_product",
            ),
            models.CheckConstraint(
                condition=Q(filing=None, series="") | (Q(filing__isnull=False) & ~Q(series="")),
                name="event_series_of_filing",
            ),
        ]
        indexes = [
            models.Index(fields=["-timeline_on", "-id"], name="event_newest_first"),
            models.Index(fields=["filing", "-timeline_on"], name="event_of_filing"),
            models.Index(fields=["product", "-timeline_on"], name="event_of_product"),
            models.Index(fields=["kind", "-id"], name="event_of_kind"),
            models.Index(fields=["kind", "-timeline_on", "-id"], name="event_of_kind_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.filing_id or self.product_id}"

    @property
    def subject(self) -> Filing | Product:
        """What it is about: a filing, or a product of which somebody says something."""
        subject = self.filing or self.product
        assert subject is not None, "an event is about a filing or a product"
        return subject


class Evidence(models.Model):
    """A further proof of an event: another source that says the same. The first stands in the event itself."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="confirmations")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    row = models.PositiveIntegerField(null=True)
    proof = models.PositiveSmallIntegerField(choices=Proof)
    published_on = models.DateField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "document"], name="evidence_once_per_document")]

    def __str__(self) -> str:
        return f"{self.event} {self.document}"


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """The questions asked of withdrawals."""

    def untold(self) -> WithdrawalQuerySet:
        """Those of which nobody has been told yet, oldest first."""
        return self.filter(told_at=None).order_by("id")


class Withdrawal(models.Model):
    """A person takes an event back: it stays on the timeline, visibly withdrawn, and those who were told are told."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When corrections were made for all who had been told.")
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"withdrawn: {self.event}"
