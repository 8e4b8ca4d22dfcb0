"""What was seen: the exact bytes of a document at one moment. The bytes lie in DATA_DIR under their SHA-256."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .sources import Document


class Verdict(models.TextChoices):
    """What became of the bytes."""

    UNREAD = "unread", _("not judged yet")
    ACCEPTED = "accepted", _("read and accepted")
    REFUSED = "refused", _("refused: not understood or doubtful")
    HELD = "held", _("held for a person")
    DROPPED = "dropped", _("dropped by a person")


class Snapshot(models.Model):
    """The bytes of one document from their first to their last sighting in a row, with the ledger of their rows."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="snapshots")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text=_("Bytes."))
    media_type = models.CharField(max_length=20)
    url = models.CharField(max_length=2000)
    headers = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, help_text=_("Save date inside the file: an upper bound for its edits."))
    reader_version = models.CharField(max_length=40, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.UNREAD)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    first_number = models.PositiveIntegerField(null=True, help_text=_("Lowest running number (序号), if any."))
    last_number = models.PositiveIntegerField(null=True, help_text=_("Highest running number (序号)."))
    late_entries = models.PositiveIntegerField(default=0, help_text=_("Rows marked as late entries (补登)."))
    rejections = models.JSONField(default=list, help_text=_("Each rejected row: row, reason, cells."))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(rows=F("accepted") + F("rejected")), name="snapshot_rows_add_up"),
            models.CheckConstraint(condition=Q(last_seen_at__gte=F("first_seen_at")), name="snapshot_seen_in_order"),
        ]
        indexes = [models.Index(fields=["document", "-id"], name="snapshot_by_document")]

    def __str__(self) -> str:
        return f"{self.document} {self.sha256[:12]}"
