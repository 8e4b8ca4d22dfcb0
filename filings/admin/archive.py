"""The admin of what was seen: snapshots with the ledger of their rows."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from filings.models import Snapshot
from filings.noted import noted

from .base import ReadOnlyAdmin
from .render import link, table, words


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """The exact bytes of a document, what became of them, and every row that was not accepted."""

    list_display = (
        "document",
        "short_hash",
        "size",
        "media_type",
        "verdict",
        "rows",
        "accepted",
        "rejected",
        "first_seen_at",
        "last_seen_at",
    )
    list_select_related = ("document",)
    list_filter = ("verdict", "media_type", "document__kind", "document__series")
    search_fields = ("sha256", "document__label")
    fields = (
        "document",
        "download",
        "size",
        "media_type",
        "url",
        "headers",
        "first_seen_at",
        "last_seen_at",
        "saved_at",
        "reader_version",
        "verdict",
        "rows",
        "accepted",
        "rejected",
        "rejected_rows",
    )
    readonly_fields = ("download", "rejected_rows")

    @admin.display(description="SHA-256", ordering="sha256")
    def short_hash(self, snapshot: Snapshot) -> str:
        return snapshot.sha256[:12]

    @admin.display(description=_("Archived bytes"))
    def download(self, snapshot: Snapshot) -> SafeString:
        return link(reverse("snapshot", args=[snapshot.sha256]), snapshot.sha256)

    @admin.display(description=_("Rejected rows"))
    def rejected_rows(self, snapshot: Snapshot) -> SafeString:
        lost = snapshot.rejections
        rows = ([one.get("row"), noted(one.get("reason", "")), words(one.get("cells"))] for one in lost)
        return table([_("Row"), _("Reason"), _("Cells")], rows)
