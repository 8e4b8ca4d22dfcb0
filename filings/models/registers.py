"""What the registers know: organizations, products, filings and every state of their rows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .addresses import address_of
from .archive import Snapshot
from .sources import Document
from .words import Proof, Series, Status


class Group(models.Model):
    """What people call an actor: Apple, ByteDance. Its names come with the catalogue; an editor's stay."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=100, help_text=_("In English, such as Apple."))
    chinese = models.CharField(max_length=100, blank=True)
    aliases = models.TextField(blank=True, help_text=_("Other names, one per line."))
    note = models.TextField(blank=True)
    sources = models.JSONField(default=list, blank=True, help_text=_('Addresses where it is stated, or "list".'))
    place = models.PositiveIntegerField(default=0, editable=False, help_text=_("Place in the catalogue; 0 for none."))
    search_text = models.TextField(blank=True)
    loaded = models.JSONField(default=dict, editable=False, help_text=_("The values that the catalogue last gave."))
    history = HistoricalRecords(excluded_fields=["slug", "search_text", "place", "loaded"])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupEntity(models.Model):
    """The name of a legal entity that belongs to a group, whether or not a list has named it yet."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="entities")
    name = models.TextField()
    key = models.CharField(max_length=200, unique=True, help_text=_("The name as compared."))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """A filing entity (主体). English name and group are the editor's, the rest follows the lists."""

    name = models.TextField(help_text=_("As printed in the newest row."))
    slug = models.SlugField(max_length=80, unique=True)
    province = models.CharField(max_length=20, blank=True)
    search_text = models.TextField(blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        help_text=_("The group it belongs to, such as Apple."),
    )
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        help_text=_("Its address leads there."),
    )
    loaded = models.JSONField(default=dict, editable=False, help_text=_("The values that the catalogue last gave."))
    history = HistoricalRecords(excluded_fields=["name", "slug", "province", "search_text", "merged_into", "loaded"])

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["id"], condition=Q(name_en__gt=""), name="organization_with_english")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("organization", self.slug)


class OrganizationName(models.Model):
    """A name under which an organization has stood in a list. Width and case do not make another name."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="names")
    name = models.TextField()
    key = models.CharField(max_length=200, unique=True, help_text=_("The name as compared."))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class EntityKey(models.Model):
    """The seven digits inside algorithm numbers that stand for one organization and outlive its renames."""

    key = models.CharField(max_length=7, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="entity_keys")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Product(models.Model):
    """What people ask about. English name and aliases are the editor's, the rest follows the lists.

    One of the catalogue belongs to a group, and has no organization before a list shows one. The products of the lists
    belong to the organization that files them.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="products")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="products")
    partners: models.ManyToManyField[Group, Any] = models.ManyToManyField(Group, blank=True, related_name="+")
    name = models.TextField()
    key = models.CharField(max_length=200, help_text=_("The name as compared."))
    slug = models.SlugField(max_length=100, unique=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.FILED)
    proof = models.PositiveSmallIntegerField(choices=Proof, default=Proof.NATIONAL)
    listed_on = models.DateField(null=True, help_text=_("First publication in a list, in Beijing."))
    search_text = models.TextField(blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    aliases = models.TextField(blank=True, help_text=_("Other names, one per line."))
    note = models.TextField(blank=True)
    sources = models.JSONField(default=list, blank=True, help_text=_('Addresses where it is stated, or "list".'))
    place = models.PositiveIntegerField(default=0, editable=False, help_text=_("Place in the catalogue; 0 for none."))
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        help_text=_("Its address leads there."),
    )
    loaded = models.JSONField(default=dict, editable=False, help_text=_("The values that the catalogue last gave."))
    history = HistoricalRecords(
        excluded_fields=[
            "organization",
            "name",
            "key",
            "slug",
            "status",
            "proof",
            "listed_on",
            "search_text",
            "merged_into",
            "place",
            "loaded",
        ]
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"], condition=Q(merged_into=None), name="product_once_per_organization"
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(group__isnull=False), name="product_has_an_owner"
            ),
        ]
        indexes = [
            models.Index(fields=["-listed_on", "-id"], name="product_newest_first"),
            models.Index(fields=["merged_into", "-listed_on", "-id"], name="product_page"),
            models.Index(fields=["status", "-listed_on", "-id"], name="product_of_status"),
            # Few have an English name or other names, and all of these are looked through.
            models.Index(fields=["id"], condition=Q(name_en__gt=""), name="product_with_english"),
            models.Index(fields=["id"], condition=Q(aliases__gt=""), name="product_with_aliases"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("product", self.slug)


class ProductName(models.Model):
    """A name under which the lists have a product of a group, whichever of its entities files it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listed_names")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()
    key = models.CharField(max_length=200, help_text=_("The name as compared."))
    is_listed = models.BooleanField(default=True, help_text=_("Whether a list prints it."))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="product_name_once_per_group")]

    def __str__(self) -> str:
        return self.name


class FilingState(models.TextChoices):
    """Where a filing stands in its register."""

    LISTED = "listed", _("Listed")
    CANCELLED = "cancelled", _("Cancelled")
    GONE = "gone", _("Gone from the list")


class Filing(models.Model):
    """What a register knows under one number, over all its versions.

    The number is not trusted to be unique: one that is listed twice makes two filings, both flagged (`copy` 1 and 2).
    """

    series = models.CharField(max_length=30, choices=Series)
    number = models.CharField(max_length=200)
    copy = models.PositiveSmallIntegerField(default=1)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="filings")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="filings")
    products: models.ManyToManyField[Product, FilingProduct] = models.ManyToManyField(
        Product, through="FilingProduct", related_name="filings"
    )
    current = models.OneToOneField("filings.Version", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField(help_text=_("As printed in the newest row."))
    province = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=FilingState, default=FilingState.LISTED)
    published_on = models.DateField(null=True, help_text=_("Day of the notice that first listed it, in Beijing."))
    filed_on = models.DateField(null=True, help_text=_("Day of filing, where the list gives one."))
    handed_in_on = models.DateField(
        null=True, help_text=_("Inferred from the date inside the number; no official text says what it means.")
    )
    cancelled_on = models.DateField(null=True, help_text=_("Day of the cancellation notice, where known."))
    confirmed_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="confirms",
        help_text=_("The entry of a national list that a provincial one came before."),
    )
    imported_at = models.DateTimeField(null=True, help_text=_("When it came with the bundled history, if it did."))
    missing_since = models.DateTimeField(null=True, help_text=_("When a good poll first did not find its row."))
    flags = models.JSONField(default=list, help_text=_("What is odd about the number."))
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ["-published_on", "number"]
        constraints = [models.UniqueConstraint(fields=["series", "number", "copy"], name="filing_number_once_per_copy")]
        indexes = [
            models.Index(fields=["document", "number"], name="filing_in_document"),
            models.Index(fields=["organization", "-published_on"], name="filing_of_organization"),
            models.Index(fields=["-published_on", "-id"], name="filing_newest_first"),
            models.Index(fields=["series", "-published_on", "-id"], name="filing_of_series"),
            models.Index(fields=["state", "-published_on", "-id"], name="filing_of_state"),
            models.Index(fields=["province", "-published_on", "-id"], name="filing_of_province"),
            models.Index(fields=["number", "id"], name="filing_by_number"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of("filing", self.series, self.number)


class FilingProduct(models.Model):
    """A product that a filing names, or once named."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="product_links")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="filing_links")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "product"], name="filing_product_once")]

    def __str__(self) -> str:
        return f"{self.filing} → {self.product}"


class Version(models.Model):
    """One state of a filing's row, with its place in the first and last snapshot that hold it.

    Purpose, remark and row are null where the bundled history did not carry them and no list has been read yet.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveIntegerField()
    name = models.TextField()
    role = models.TextField(blank=True)
    organization_name = models.TextField()
    products = models.TextField(blank=True)
    purpose = models.TextField(null=True)
    remark = models.TextField(null=True)
    province = models.CharField(max_length=60, blank=True, help_text=_("As printed (属地)."))
    category = models.CharField(max_length=60, blank=True, help_text=_("As printed (算法类别)."))
    filed_on = models.CharField(max_length=10, blank=True, help_text=_("Day of filing in the row, such as 2026-07-08."))
    scenario = models.TextField(blank=True, help_text=_("As printed (适用场景)."))
    note = models.TextField(blank=True, help_text=_("What the reader put right, in words."))
    number_raw = models.TextField()
    row = models.PositiveIntegerField(null=True, help_text=_("Place in the list, counted without the heading."))
    cells = models.JSONField(default=list, help_text=_("The row as printed."))
    first_snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    last_snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["filing", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "ordinal"], name="version_ordinal_once"),
            models.CheckConstraint(
                condition=Q(first_snapshot=None, last_snapshot=None)
                | Q(first_snapshot__isnull=False, last_snapshot__isnull=False),
                name="version_seen_first_and_last",
            ),
        ]
        # Few rows carry a remark, and each may name what it is built upon.
        indexes = [models.Index(fields=["id"], condition=Q(remark__gt=""), name="version_with_remark")]

    def __str__(self) -> str:
        return f"{self.filing_id}/{self.ordinal}"
