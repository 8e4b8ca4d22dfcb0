"""What people say about who is who: joined and separated products and entities, and what likeness proposes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .registers import Filing, Group, Organization, Product


class DecisionKind(models.TextChoices):
    """What was decided."""

    MERGE_PRODUCTS = "merge_products", _("Products joined")
    SPLIT_PRODUCT = "split_product", _("Product separated")
    MERGE_ORGANIZATIONS = "merge_organizations", _("Entities joined")
    SPLIT_ORGANIZATION = "split_organization", _("Entity separated")
    ASSIGN_FILING = "assign_filing", _("Filing given to a product")
    PLACE_ORGANIZATION = "place_organization", _("Entity put into a group")


class IdentityDecisionQuerySet(models.QuerySet["IdentityDecision"]):
    """The questions asked of decisions."""

    def standing(self) -> IdentityDecisionQuerySet:
        return self.filter(undone_at=None)

    def untold(self) -> IdentityDecisionQuerySet:
        """Standing mergers whose followers have not been told yet, oldest first."""
        joined = (DecisionKind.MERGE_PRODUCTS, DecisionKind.MERGE_ORGANIZATIONS)
        return self.standing().filter(kind__in=joined, told_at=None).exclude(by=None).order_by("id")


class IdentityDecision(models.Model):
    """One decision about who is who, with all that it moved, so that it can be taken back.

    The subscriptions of what was joined stay where they are: whoever tells followers looks where `merged_into` leads.
    """

    kind = models.CharField(max_length=20, choices=DecisionKind)
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, related_name="+", help_text=_("What was joined, or taken from.")
    )
    to_product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, related_name="+", help_text=_("What it was joined to.")
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    to_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    moved = models.JSONField(default=dict, help_text=_("What was moved and from where."))
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Empty for the catalogue."),
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undo_reason = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, help_text=_("When followers of what was joined were told."))

    objects = IdentityDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="identity_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False), name="identity_undone_has_time"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_kind_display()}"


class Assignment(models.Model):
    """A filing that a person gave to another product than its row's words lead to. Holds on every later poll."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="assignments")
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="+", help_text=_("The product that the row's words lead to.")
    )
    to_product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="+", help_text=_("The product that it belongs to.")
    )
    decision = models.ForeignKey(IdentityDecision, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["filing", "product"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.filing}: {self.product} → {self.to_product}"


class ProposalKind(models.TextChoices):
    """What likeness proposes."""

    PRODUCT = "product", _("This product is that one")
    GROUP = "group", _("This entity belongs to that group")


class ProposalState(models.TextChoices):
    """What became of it. A no is remembered: the same is not proposed again."""

    OPEN = "open", _("To decide")
    LATER = "later", _("Put off")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """The questions asked of proposals."""

    def waiting(self) -> ProposalQuerySet:
        """Not decided; the likeliest first, those put off last."""
        undecided = self.filter(state__in=(ProposalState.OPEN, ProposalState.LATER))
        return undecided.order_by("-state", "-score", "id")


class Proposal(models.Model):
    """Two things that look alike, for a person to say whether they belong together."""

    key = models.CharField(max_length=100, unique=True, help_text=_("What is compared, so that it is asked once."))
    kind = models.CharField(max_length=10, choices=ProposalKind)
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, null=True, related_name="proposals")
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, null=True, related_name="+", help_text=_("Where the filing stands now.")
    )
    to_product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="+")
    score = models.PositiveSmallIntegerField(help_text=_("Likeness, of 100."))
    reasons = models.JSONField(default=list, help_text=_("What is alike, in words."))
    state = models.CharField(max_length=6, choices=ProposalState, default=ProposalState.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(IdentityDecision, on_delete=models.PROTECT, null=True, related_name="proposals")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="product", filing__isnull=False, product__isnull=False, to_product__isnull=False)
                | Q(kind="group", organization__isnull=False, group__isnull=False),
                name="proposal_has_two_sides",
            )
        ]
        indexes = [models.Index(fields=["state", "-score"], name="proposal_queue")]

    def __str__(self) -> str:
        return f"{self.filing or self.organization} → {self.to_product or self.group}"
