"""What the regulator says beside its lists: totals to check them against, and numbers that it cancels by a notice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .registers import Filing
from .sources import Document


class StatedTotals(models.Model):
    """How many services a notice says were filed and registered. Empty for what it does not say."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="totals")
    as_of = models.DateField(null=True, help_text=_("Day up to which it counts, in Beijing."))
    filed_new = models.PositiveIntegerField(null=True)
    filed_total = models.PositiveIntegerField(null=True)
    registered_new = models.PositiveIntegerField(null=True)
    registered_total = models.PositiveIntegerField(null=True)
    on_device = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["as_of", "id"]
        verbose_name_plural = _("stated totals")

    def __str__(self) -> str:
        return f"{self.document}"


class Cancellation(models.Model):
    """A number that a cancellation notice (注销公告) names. Without a filing, no list read so far holds it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="cancellations")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=200, help_text=_("As compared."))
    name = models.TextField()
    organization_name = models.TextField()
    cancelled_on = models.DateField(null=True, help_text=_("As the notice says (注销时间)."))
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, related_name="cancellations")

    class Meta:
        ordering = ["document", "row"]
        constraints = [models.UniqueConstraint(fields=["document", "row"], name="cancellation_once_per_row")]
        indexes = [models.Index(fields=["number"], name="cancellation_of_number")]

    def __str__(self) -> str:
        return self.number
