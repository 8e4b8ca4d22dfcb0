"""What the press says: outlets, their articles, the claims in these, and what people decided about them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .addresses import address_of
from .events import Event
from .registers import Filing, Group, Organization, Product
from .sources import Document
from .words import Precision, Status


class Tier(models.TextChoices):
    """How far the word of an outlet goes."""

    PRIMARY = "primary", _("Primary: the regulator, or a company on itself")
    FIRST = "first", _("Publisher with reporters of its own")
    SECOND = "second", _("Publisher that mostly tells what others report")
    UNLISTED = "unlisted", _("Not on our list")

    @property
    def is_listed(self) -> bool:
        """Whether its word can count without a person, together with another one's."""
        return self is not Tier.UNLISTED


class Outlet(models.Model):
    """Who publishes articles, known by the host. A host that nobody has listed can never change a status."""

    host = models.CharField(
        max_length=260, unique=True, help_text=_("Such as reuters.com; hosts below it belong to it as well.")
    )
    name = models.CharField(max_length=200, help_text=_("As others cite it, such as Reuters."))
    aliases = models.TextField(
        blank=True, help_text=_("Other names by which it is cited, one per line, such as 路透社.")
    )
    tier = models.CharField(max_length=10, choices=Tier, default=Tier.UNLISTED)
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outlets",
        help_text=_("Whose own site it is. On others its word counts like an unlisted one's."),
    )
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> list[str]:
        """Its name and what else it is called."""
        return [self.name, *filter(None, map(str.strip, self.aliases.splitlines()))]


class Dated(models.TextChoices):
    """Where the day of an article comes from."""

    PAGE = "page", _("stated on the page")
    FEED = "feed", _("stated in the feed")
    SEEN = "seen", _("not stated: the day we first saw it")
    EDITOR = "editor", _("entered by an editor")


class ArticleQuerySet(models.QuerySet["Article"]):
    """The questions asked of articles."""

    def around(self, day: dt.date, days: int) -> ArticleQuerySet:
        """Published at most so many days before or after."""
        reach = dt.timedelta(days=days)
        return self.filter(published_on__gte=day - reach, published_on__lte=day + reach)


class Article(models.Model):
    """An article as it was read. Its bytes are the snapshots of its document."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="article")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="articles")
    title = models.TextField()
    language = models.CharField(max_length=10, blank=True)
    published_on = models.DateField(help_text=_("In Beijing; where nobody states it, the day we first saw it."))
    precision = models.CharField(max_length=6, choices=Precision, default=Precision.DAY)
    published_at = models.DateTimeField(null=True, help_text=_("The moment, where it is stated."))
    dated = models.CharField(max_length=6, choices=Dated)
    url = models.CharField(max_length=2000, blank=True, help_text=_("The address that the page calls its own."))
    text = models.TextField()
    is_teaser = models.BooleanField(default=False, help_text=_("Only its beginning or a summary could be read."))
    sketch = models.JSONField(default=list, help_text=_("A few numbers that near-identical texts share."))
    original = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="copies", help_text=_("The article whose copy it is.")
    )
    cites = models.CharField(max_length=260, blank=True, help_text=_("Whose report it tells, by host or name."))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The editor who added it; empty when a feed led to it."),
    )
    seen_at = models.DateTimeField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-id"]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="article_newest_first"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("article", self.pk)

    @property
    def whole(self) -> str:
        """Title and text: what the places of claims refer to."""
        return f"{self.title}\n{self.text}"

    @property
    def voice(self) -> str:
        """Whose word it is in the end: articles with the same one are one source, however many they are."""
        first = self.original or self
        return first.cites or first.outlet.host


class ClaimStatus(models.TextChoices):
    """What a claim says of a product, in the words of the readers of articles."""

    ANNOUNCED = "announced", _("Announced")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    DELAYED = "delayed", _("Delayed")
    APPROVED = "approved", _("Approved, it says")
    REGISTERED = "registered", _("Registered, it says")
    REJECTED = "rejected", _("Rejected, it says")
    LAUNCHED = "launched", _("Launched")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def means(self) -> Status:
        """How far it can take a product: only a list files or registers one."""
        return _MEANS.get(self) or Status(self.value)


_MEANS = {
    ClaimStatus.APPROVED: Status.REPORTED_APPROVED,
    ClaimStatus.REGISTERED: Status.REPORTED_APPROVED,
    ClaimStatus.REJECTED: Status.REPORTED_REJECTED,
}


class ClaimState(models.TextChoices):
    """What became of a claim."""

    PENDING = "pending", _("Waits for a person")
    ACCEPTED = "accepted", _("On the timeline")
    REJECTED = "rejected", _("Rejected by a person")
    NOTED = "noted", _("Noted only: it tells of what was so before")
    OVERTAKEN = "overtaken", _("Overtaken by a list")


class Role(models.TextChoices):
    """Whether a sentence tells news."""

    EVENT = "event", _("event")
    BACKGROUND = "background", _("background")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """The questions asked of claims."""

    def pending(self) -> ClaimQuerySet:
        return self.filter(state=ClaimState.PENDING)

    def for_review(self) -> ClaimQuerySet:
        """With all that a person looks at."""
        return self.select_related("article__outlet", "article__document", "product", "group", "organization", "event")


class Claim(models.Model):
    """One sentence of an article that says something about a product's status, as the machine read it."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    key = models.CharField(max_length=64, db_index=True, help_text=_("The same for the same sentence elsewhere."))
    actor = models.TextField(help_text=_("The organization, as it was read."))
    named_product = models.TextField(blank=True, help_text=_("The product, as it was read."))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="claims")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="claims")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="claims")
    partners = models.JSONField(default=list)
    status = models.CharField(max_length=20, choices=ClaimStatus)
    denies = models.BooleanField(default=False, help_text=_("It says that this is not so."))
    happened_on = models.DateField(null=True, help_text=_("Where the sentence states it."))
    precision = models.CharField(max_length=6, choices=Precision, blank=True)
    quote = models.TextField()
    start = models.PositiveIntegerField(help_text=_("Where the quote begins in title and text."))
    end = models.PositiveIntegerField()
    role = models.CharField(max_length=10, choices=Role)
    hedge = models.CharField(max_length=20, blank=True)
    attribution = models.TextField(blank=True, help_text=_("Whom the sentence cites."))
    reasons = models.JSONField(default=list, help_text=_("How it was understood."))
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.PENDING)
    because = models.TextField(blank=True, help_text=_("Why it is in this state, in words."))
    decision = models.ForeignKey("Decision", on_delete=models.PROTECT, null=True, related_name="claims")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="claims")
    confirmed_by = models.ForeignKey(
        Filing,
        on_delete=models.PROTECT,
        null=True,
        related_name="confirmed_claims",
        help_text=_("What later came true."),
    )
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "key", "start"], name="claim_once_per_place"),
            models.CheckConstraint(
                condition=Q(happened_on=None, precision="") | (Q(happened_on__isnull=False) & ~Q(precision="")),
                name="claim_date_with_precision",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="claim_by_state"),
            models.Index(fields=["product", "status", "state"], name="claim_of_product"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_status_display()}"

    @property
    def meaning(self) -> Status:
        """How far it could take a product."""
        return ClaimStatus(self.status).means

    @property
    def days_until_confirmed(self) -> int | None:
        """From the day of the article to the day that the list gives, or was published."""
        filing = self.confirmed_by
        day = filing and (filing.filed_on or filing.published_on)
        return (day - self.article.published_on).days if day else None


class Judgement(models.TextChoices):
    """What a person says of a claim."""

    ACCEPT = "accept", _("Accepted")
    REJECT = "reject", _("Rejected")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """The questions asked of decisions."""

    def standing(self) -> DecisionQuerySet:
        return self.filter(undone_at=None)


class Decision(models.Model):
    """A person's word on a sentence, remembered: the same sentence elsewhere is not asked about again.

    An accepting decision says what counts: the product, and the status and day as put right by the person.
    """

    key = models.CharField(max_length=64, help_text=_("The sentence that it is about."))
    verdict = models.CharField(max_length=10, choices=Judgement)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=ClaimStatus, blank=True)
    happened_on = models.DateField(null=True)
    precision = models.CharField(max_length=6, choices=Precision, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(undone_at=None), name="decision_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.at:%Y-%m-%d}"
