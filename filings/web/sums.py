"""Whether the lists add up, and what is open between the regulator's sources, in words for the pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filings.models import Cancellation, Document, Filing, Question, Series, StatedTotals
from filings.pipeline import reconcile
from filings.pipeline.reconcile import Check, CheckKind

LABELS: dict[CheckKind, tuple[Promise, Promise]] = {
    CheckKind.ROWS: (_("Rows stored and rejected, each with its reason"), _("rows in the file")),
    CheckKind.NUMBERING: (_("Rows read"), _("rows by its running numbers (序号)")),
    CheckKind.STATED: (_("Rows of this list"), _("called new by the notice of that day")),
    CheckKind.TOTAL: (_("Rows of all lists up to this one"), _("the total that the notice of that day states")),
    CheckKind.MARKS: (_("Rows marked as cancelled"), _("of these named by a cancellation notice")),
}
# A list of open points is for reading; whoever wants all of them finds them in the admin.
SHOWN = 20


@dataclass(frozen=True)
class Sum:
    """One comparison, as a row of the table."""

    check: Check

    @property
    def found(self) -> Promise:
        return LABELS[self.check.kind][0]

    @property
    def expected(self) -> Promise:
        return LABELS[self.check.kind][1]

    @property
    def apart(self) -> int:
        return abs(self.check.found - (self.check.expected or 0))

    @property
    def verdict(self) -> str:
        """What the comparison says; a difference that late entries make is explained."""
        if self.check.expected is None:
            return str(_("nothing to compare with"))
        if not self.apart:
            return str(_("adds up"))
        apart = ngettext("%(n)d apart", "%(n)d apart", self.apart) % {"n": self.apart}
        if not self.check.adds_up:
            return apart
        return str(_("%(apart)s, explained: late entries (补登) are not called new") % {"apart": apart})


def sums_of_list(document: Document) -> list[Sum]:
    """All comparisons for one list."""
    return [Sum(check) for check in reconcile.checks_of_list(document)]


@dataclass(frozen=True)
class SeriesSum:
    """A series against the newest total that the regulator states for it."""

    series: Series
    stored: int
    stated: int
    notice: Document

    @property
    def apart(self) -> int:
        return self.stated - self.stored


def sums_of_series() -> list[SeriesSum]:
    """The series of which totals are stated; on-device services count as filed ones."""
    newest = StatedTotals.objects.exclude(as_of=None).select_related("document").order_by("-as_of").first()
    if newest is None:
        return []
    counted = Filing.objects.order_by().values_list("series").annotate(filings=Count("pk"))
    stored = dict.fromkeys(Series.values, 0) | dict(counted)
    filed = stored[Series.GENAI_FILING] + stored[Series.ON_DEVICE]
    pairs = (
        (Series.GENAI_FILING, filed, newest.filed_total),
        (Series.GENAI_REGISTRATION, stored[Series.GENAI_REGISTRATION], newest.registered_total),
    )
    return [SeriesSum(series, count, total, newest.document) for series, count, total in pairs if total is not None]


@dataclass(frozen=True)
class OpenPoints:
    """What two sources say differently, and what no reader understands."""

    questions: QuerySet[Question]
    unannounced: QuerySet[Filing]
    unmarked: QuerySet[Cancellation]


def open_points() -> OpenPoints:
    """Questions for a person, marks without a notice, notices without a mark or a row."""
    return OpenPoints(
        Question.objects.open().select_related("source")[:SHOWN],
        reconcile.marks_without_notice().select_related("organization")[:SHOWN],
        reconcile.notices_without_mark().select_related("document", "filing")[:SHOWN],
    )
