"""Places we poll, the files they lead to, and every attempt made."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .leases import CLAIM_LENGTH
from .words import Outcome, Series


class SourceKind(models.TextChoices):
    """How a source is read."""

    CHANNEL = "channel", _("Notice channel")
    FILING_SYSTEM = "filing_system", _("Notices of the filing system")
    PAGE = "page", _("Page with a list attached")
    TABLE = "table", _("Page with a list in it")
    FEED = "feed", _("News feed")


class Site(models.TextChoices):
    """Whose host a source stands on; the address itself is a setting."""

    CAC = "cac", "CAC_BASE_URL"
    BEIAN = "beian", "BEIAN_BASE_URL"
    GUANGDONG = "guangdong", "GUANGDONG_BASE_URL"
    OTHER = "other", _("Elsewhere: the path is a whole address")

    @property
    def base_url(self) -> str:
        return "" if self == Site.OTHER else str(getattr(settings, str(self.label)))


class SourceQuerySet(models.QuerySet["Source"]):
    """The questions asked of sources."""

    def due(self, now: dt.datetime) -> SourceQuerySet:
        """Enabled, due and claimed by nobody alive."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, Q(next_poll_at=None) | Q(next_poll_at__lte=now), is_enabled=True)


class Source(models.Model):
    """A place we poll. The editor decides whether and how often; the pipeline keeps the rest."""

    key = models.SlugField(unique=True, help_text=_("Name on the command line."))
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SourceKind)
    site = models.CharField(max_length=20, choices=Site)
    path = models.CharField(max_length=300, help_text=_("Path and query on that site, or a whole address."))
    series = models.CharField(
        max_length=30, choices=Series, blank=True, help_text=_("What its one page lists; an index tells by titles.")
    )
    province = models.CharField(max_length=20, blank=True, help_text=_("Whose list it is, where its rows do not say."))
    page_path = models.CharField(
        max_length=300, blank=True, help_text=_("The same as a web page, read when the other can't be understood.")
    )
    is_enabled = models.BooleanField(default=True)
    interval_minutes = models.PositiveIntegerField(default=30)
    recheck_hours = models.PositiveIntegerField(
        default=24, help_text=_("How often files already read are fetched again.")
    )
    note = models.TextField(blank=True)

    next_poll_at = models.DateTimeField(null=True, editable=False)
    claim = models.CharField(max_length=CLAIM_LENGTH, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    last_poll_at = models.DateTimeField(null=True, editable=False)
    last_good_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False, help_text=_("Bad polls in a row."))
    baseline_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When it had been read to its end for the first time.")
    )

    history = HistoricalRecords(
        excluded_fields=[
            "next_poll_at",
            "claim",
            "lease_until",
            "last_poll_at",
            "last_good_at",
            "failures",
            "baseline_at",
        ]
    )
    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(interval_minutes__gte=1), name="source_interval_at_least_a_minute"),
            models.CheckConstraint(condition=Q(recheck_hours__gte=1), name="source_recheck_at_least_an_hour"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def base_url(self) -> str:
        return Site(self.site).base_url

    @property
    def url(self) -> str:
        return self.base_url + self.path

    @property
    def page_url(self) -> str:
        return self.base_url + self.page_path


class DocumentKind(models.TextChoices):
    """What a document is to its source."""

    INDEX = "index", _("Index")
    NOTICE = "notice", _("Notice page")
    LIST = "list", _("List")
    CANCELLATION = "cancellation", _("Cancellation notice")
    TOTALS = "totals", _("Notice with totals")
    ARTICLE = "article", _("Article")
    EVIDENCE = "evidence", _("Evidence of an editor")


# Their bytes are kept, but only editors may have them: they belong to a publisher.
CLOSED = (DocumentKind.ARTICLE, DocumentKind.EVIDENCE)


# The series whose totals the regulator states in notices of their own, and where they are kept.
STATED = {Series.GENAI_FILING: "totals__filed_total", Series.GENAI_REGISTRATION: "totals__registered_total"}


class DocumentQuerySet(models.QuerySet["Document"]):
    """The questions asked of documents."""

    def lists(self) -> DocumentQuerySet:
        return self.filter(kind=DocumentKind.LIST)

    def batch_days(self) -> dict[str, list[dt.date]]:
        """By series, the days on which lists were published, or notices that state how many services are listed."""
        rows = self.filter(kind__in=(DocumentKind.LIST, DocumentKind.TOTALS)).exclude(published_on=None)
        days: dict[str, list[dt.date]] = {}
        for series, day, *totals in rows.values_list("series", "published_on", *STATED.values()):
            stated = [name for name, total in zip(STATED, totals, strict=True) if total is not None]
            for name in [series, *stated] if series else stated:
                days.setdefault(name, []).append(day)
        return days


class Document(models.Model):
    """One logical file of a source over time, whatever its address is today.

    A notice page is recognised by its title and day, a list by its series and label: the regulator's addresses change.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind)
    key = models.CharField(max_length=400)
    series = models.CharField(max_length=30, choices=Series, blank=True)
    batch = models.CharField(max_length=10, blank=True, help_text=_("Year and month in the label, such as 2023-08."))
    label = models.CharField(max_length=300)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    url = models.CharField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, help_text=_("Day of the notice, in Beijing."))
    is_baseline = models.BooleanField(
        default=False,
        help_text=_("It was already there when its series was first read, so its first reading alerts nobody."),
    )
    found_at = models.DateTimeField(null=True, help_text=_("When a poll first found it; empty while only imported."))
    accepted_snapshot = models.ForeignKey(
        "filings.Snapshot",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The state of the record."),
    )
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    full_fetch_at = models.DateTimeField(null=True, help_text=_("Last fetch that did not rely on the server's word."))
    next_poll_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "label"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="document_once_per_source")]
        indexes = [
            models.Index(fields=["series", "batch"], name="document_series_batch"),
            models.Index(fields=["kind", "key"], name="document_by_kind"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_closed(self) -> bool:
        """Whether its bytes are for editors alone."""
        return self.kind in CLOSED


class PollQuerySet(models.QuerySet["Poll"]):
    """The questions asked of polls."""

    def open(self) -> PollQuerySet:
        return self.filter(outcome="")


class Poll(models.Model):
    """One attempt at a source or one of its documents, with its outcome and counts. Closed on every exit path."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="polls")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="polls")
    claim = models.CharField(max_length=CLAIM_LENGTH, help_text=_("The claim under which it ran."))
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, help_text=_("Empty while it runs."))
    message = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0, help_text=_("Events recorded."))
    held = models.PositiveIntegerField(default=0, help_text=_("Events that wait for a person."))
    snapshot = models.ForeignKey("filings.Snapshot", on_delete=models.PROTECT, null=True, related_name="polls")

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(rows=F("accepted") + F("rejected")), name="poll_rows_add_up"),
            models.CheckConstraint(
                condition=Q(outcome="", finished_at=None) | (~Q(outcome="") & Q(finished_at__isnull=False)),
                name="poll_closed_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="poll_by_source"),
            models.Index(fields=["document", "-id"], name="poll_by_document"),
            models.Index(fields=["claim"], name="poll_by_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.document or self.source} {self.outcome or '…'}"

    @property
    def seconds(self) -> float:
        return round((self.finished_at - self.started_at).total_seconds(), 3) if self.finished_at else 0.0
