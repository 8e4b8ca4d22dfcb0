"""What people do to the record: corrections of printed rows, and a trace of every human change."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .registers import Filing


class CorrectionField(models.TextChoices):
    """The columns of a row that a person may correct. The number is what a row is known by, and stays."""

    NAME = "name", _("Name")
    ORGANIZATION = "organization", _("Entity")
    ROLE = "role", _("Role")
    PRODUCTS = "products", _("Products")
    PURPOSE = "purpose", _("Purpose")
    REMARK = "remark", _("Remark")
    CATEGORY = "category", _("Category")
    PROVINCE = "province", _("Province")
    FILED_ON = "filed_on", _("Filed on")
    SCENARIO = "scenario", _("Scenario")


class CorrectionState(models.TextChoices):
    """Whether a correction counts. The first two do."""

    ACTIVE = "active", _("In force")
    REOPENED = "reopened", _("In force, but the source has changed its own value")
    CONFIRMED = "confirmed", _("The source says the same now")
    EXPIRED = "expired", _("Expired")
    ENDED = "ended", _("Taken back")


IN_FORCE = (CorrectionState.ACTIVE, CorrectionState.REOPENED)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """The questions asked of corrections."""

    def in_force(self) -> CorrectionQuerySet:
        return self.filter(state__in=IN_FORCE)

    def reopened(self) -> CorrectionQuerySet:
        return self.filter(state=CorrectionState.REOPENED)

    def run_out(self, today: dt.date) -> CorrectionQuerySet:
        """In force, and their last day is over."""
        return self.in_force().filter(expires_on__lt=today)


class Correction(models.Model):
    """A person's fix to one column of a filing's row, put in place of what the source prints on every later poll.

    `printed` is what the source said last. Once that is neither what was corrected nor the correction itself, the
    correction still holds, and a person is asked.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=20, choices=CorrectionField)
    before = models.TextField(blank=True, help_text=_("What the source printed when it was corrected."))
    after = models.TextField(blank=True, help_text=_("What counts instead."))
    printed = models.TextField(blank=True, help_text=_("What the source printed last."))
    reason = models.TextField()
    evidence_url = models.CharField(max_length=2000, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text=_("Its last day, in Beijing; empty for none."))
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.ACTIVE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state_at = models.DateTimeField(help_text=_("When it came into its state."))

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "field"],
                condition=Q(state__in=["active", "reopened"]),
                name="correction_in_force_once",
            )
        ]
        indexes = [models.Index(fields=["state", "-id"], name="correction_by_state")]

    def __str__(self) -> str:
        return f"{self.filing}: {self.get_field_display()}"

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE


class AuditEntry(models.Model):
    """One human change: who, when, to what, before, after, why. Rows are only ever added."""

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Empty for the command line."),
    )
    action = models.CharField(max_length=40, help_text=_("What was done, in one word."))
    model = models.CharField(max_length=60, help_text=_("To what kind of row."))
    object_id = models.CharField(max_length=40, blank=True)
    object_text = models.CharField(max_length=300, blank=True, help_text=_("What it was called then."))
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["model", "object_id"], name="audit_of_object"),
            models.Index(fields=["by", "-id"], name="audit_of_person"),
            models.Index(fields=["action", "-id"], name="audit_of_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_text}"
