"""The admin of corrections and of the trace that every human change leaves."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from filings.models import Correction, CorrectionState

from .base import ReadOnlyAdmin
from .editing import END, KEEP
from .render import changes_table, link
from .verbs import WithVerbs

REOPENED_FIRST = Case(When(state=CorrectionState.REOPENED, then=Value(0)), default=Value(1))


@admin.register(Correction)
class CorrectionAdmin(WithVerbs, ReadOnlyAdmin):
    """What counts instead of what a list prints. Made on the page of the filing; those to look at come first."""

    verbs = (KEEP, END)
    ordering = (REOPENED_FIRST, "-id")  # type: ignore[assignment]
    list_display = ("filing", "field", "before", "after", "state", "by", "at", "expires_on")
    list_select_related = ("filing", "by")
    list_filter = ("state", "field")
    search_fields = ("filing__number", "before", "after", "reason")
    fields = (
        "row",
        "field",
        "before_and_after",
        "printed",
        "reason",
        "evidence_url",
        "state",
        "by",
        "at",
        "state_at",
        "expires_on",
    )
    readonly_fields = ("row", "before_and_after")

    @admin.display(description=_("Filing"))
    def row(self, correction: Correction) -> SafeString:
        return link(reverse("admin:filings_filing_change", args=[correction.filing_id]), correction.filing)

    @admin.display(description=_("Changes"))
    def before_and_after(self, correction: Correction) -> SafeString:
        change = {"field": correction.get_field_display(), "before": correction.before, "after": correction.after}
        return changes_table([change])
