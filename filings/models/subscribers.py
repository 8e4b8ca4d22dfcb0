"""Who wants to know what, how often, and by which way. `filings/alerts/subscribe.py` writes here, and where a sending
switches a way off, `filings/alerts/channels.py`.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .registers import Organization, Product
from .words import Proof, Series

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]


def new_key() -> str:
    """An unguessable name, which the signed links of a subscriber carry."""
    return secrets.token_urlsafe(12)


class Subscriber(models.Model):
    """A person or a machine behind one confirmed address. There is no account: the signed link in a mail is the key."""

    email = models.EmailField(unique=True, help_text=_("In lower case, its domain in ASCII."))
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.email


class ChannelKind(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")
    CHAT = "chat", _("Chat")


class Channel(models.Model):
    """A way to a subscriber: the address itself, a webhook or a chat. One that is dead is off and says why."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=10, choices=ChannelKind, default=ChannelKind.EMAIL)
    address = models.CharField(max_length=500, help_text=_("E-mail address, web address, or an address of Apprise."))
    secret = models.CharField(max_length=80, blank=True, help_text=_("Signs what is sent to a webhook."))
    is_on = models.BooleanField(default=True)
    off_reason = models.TextField(blank=True, help_text=_("Why nothing is sent there any more."))
    off_at = models.DateTimeField(null=True)
    refusals = models.PositiveIntegerField(default=0, help_text=_("Refusals for good in a row."))
    tested_at = models.DateTimeField(null=True)
    test_answer = models.TextField(blank=True, help_text=_("What came of the last test."))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "kind", "address"], name="channel_once"),
            models.CheckConstraint(
                condition=Q(is_on=True, off_at=None) | Q(is_on=False, off_at__isnull=False), name="channel_off_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Scope(models.TextChoices):
    """What a subscription follows."""

    EVERYTHING = "everything", _("Everything")
    PRODUCT = "product", _("A product")
    ORGANIZATION = "organization", _("An organization")
    SERIES = "series", _("A series")
    PROVINCE = "province", _("A province")
    SEARCH = "search", _("A search")


class Rhythm(models.TextChoices):
    """How often it is told."""

    AT_ONCE = "now", _("At once")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")


class SubscriptionState(models.TextChoices):
    """Whether it is told at all."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


def _only(scope: str) -> Q:
    """The target of this scope is there, and no other."""
    product, organization = scope == "product", scope == "organization"
    condition = Q(scope=scope, product__isnull=not product, organization__isnull=not organization)
    for name in ("series", "province", "query"):
        empty = Q(**{name: ""})
        condition &= ~empty if scope == {"query": "search"}.get(name, name) else empty
    return condition


# The field that holds the target of each scope.
TARGETS = {
    Scope.EVERYTHING: "",
    Scope.PRODUCT: "product",
    Scope.ORGANIZATION: "organization",
    Scope.SERIES: "series",
    Scope.PROVINCE: "province",
    Scope.SEARCH: "query",
}


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """The questions asked of subscriptions."""

    def told(self) -> SubscriptionQuerySet:
        """Those that get messages: active, and their way is open."""
        return self.filter(state=SubscriptionState.ACTIVE, channel__is_on=True)

    def of(self, subscriber: Subscriber) -> SubscriptionQuerySet:
        return self.filter(channel__subscriber=subscriber).select_related("channel", "product", "organization")


class Subscription(models.Model):
    """One thing that one channel is told of, by which rule and in which rhythm."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="subscriptions")
    scope = models.CharField(max_length=12, choices=Scope)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    series = models.CharField(max_length=30, choices=Series, blank=True)
    province = models.CharField(max_length=20, blank=True)
    query = models.CharField(max_length=200, blank=True)

    kinds = models.CharField(max_length=200, blank=True, help_text=_("Kinds of event, in order; empty for all."))
    min_proof = models.PositiveSmallIntegerField(choices=Proof, default=Proof.COMPANY)
    with_press = models.BooleanField(default=True, help_text=_("Also what the press says, marked as such."))
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    zone = models.CharField(max_length=50, default="Asia/Shanghai", help_text=_("Where its mornings are."))
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en")
    quiet_note = models.BooleanField(default=False, help_text=_("A digest also when nothing happened."))

    state = models.CharField(max_length=10, choices=SubscriptionState, default=SubscriptionState.ACTIVE)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(
        default=timezone.now, help_text=_("When it was last set, changed or ended; links asked for before do nothing.")
    )
    cursor = models.PositiveBigIntegerField(
        default=0, help_text=_("Change sets up to this place of our own sequence are dealt with.")
    )
    next_digest_at = models.DateTimeField(null=True)
    last_sequence = models.PositiveIntegerField(default=0, editable=False, help_text=_("Number of its newest message."))

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=_only("everything")
                | _only("product")
                | _only("organization")
                | _only("series")
                | _only("province")
                | _only("search"),
                name="subscription_scope_has_its_target",
            ),
            *(
                models.UniqueConstraint(
                    fields=["channel", *([field] if field else [])],
                    condition=Q(scope=scope),
                    name=f"subscription_once_per_{scope}",
                )
                for scope, field in (
                    ("everything", ""),
                    ("product", "product"),
                    ("organization", "organization"),
                    ("series", "series"),
                    ("province", "province"),
                    ("search", "query"),
                )
            ),
            models.CheckConstraint(
                condition=Q(rhythm="now", next_digest_at=None) | (~Q(rhythm="now") & Q(next_digest_at__isnull=False)),
                name="subscription_digest_has_time",
            ),
        ]
        indexes = [models.Index(fields=["next_digest_at"], name="subscription_digest_due")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.target}"

    @property
    def target(self) -> str:
        """What is followed, in words."""
        if self.scope == Scope.SERIES:
            return str(Series(self.series).label)
        return str(self.product or self.organization or self.province or self.query or Scope(self.scope).label)

    @property
    def is_active(self) -> bool:
        return self.state == SubscriptionState.ACTIVE
