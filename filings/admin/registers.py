"""The admin of what the registers know: organizations, products, filings and their versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from filings.models import (
    EntityKey,
    Filing,
    FilingProduct,
    Group,
    GroupEntity,
    Organization,
    OrganizationName,
    Product,
    ProductName,
    Version,
)
from filings.models.search import filing_matches, organization_matches, product_matches
from filings.pipeline.match import bounded
from filings.text import name_key, number_key

from . import catalogue
from .base import EditorAdmin, ReadOnlyAdmin
from .editing import ASSIGN, CORRECT, MERGE_ORGANIZATION, MERGE_PRODUCT, SPLIT_ORGANIZATION, SPLIT_PRODUCT, STATE
from .large import HangingAdmin, ProvinceFilter, SearchedAdmin
from .verbs import WithVerbs


class NameForm(forms.ModelForm):
    """A name that is compared by its key, which belongs to one row only."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.instance.key = bounded(name_key(values.get("name", "")))
        others = type(self.instance)._default_manager.filter(key=self.instance.key).exclude(pk=self.instance.pk)
        if isinstance(self.instance, ProductName):
            self.instance.group_id = self.instance.product.group_id or 0
            others = others.filter(group=self.instance.group_id)
        if taken := others.first():
            raise forms.ValidationError(_("This name belongs to %(owner)s."), params={"owner": owner_of(taken)})
        return values


def owner_of(row: Any) -> object:
    return row.product if isinstance(row, ProductName) else row.group


class NameInline(admin.TabularInline):
    """Names of the catalogue. Those that an editor adds or takes away stay so."""

    form = NameForm
    formfield_overrides = {models.TextField: {"widget": forms.TextInput(attrs={"size": 60})}}
    extra = 1


class EntityInline(NameInline):
    """The legal entities of a group."""

    model = GroupEntity
    fields = ("name",)


class ListedNameInline(NameInline):
    """The names under which the lists have a product of a group."""

    model = ProductName
    fields = ("name", "is_listed")


@admin.register(Group)
class GroupAdmin(EditorAdmin):
    """What people call an actor; its names come with the catalogue, and an editor's change of them stays."""

    change_list_template = "admin/filings/group_list.html"
    inlines = (EntityInline,)
    editor_fields = ("name", "chinese", "aliases", "sources", "note")
    machine_fields = ("slug", "place", "loaded")
    list_display = ("name", "chinese", "slug")
    search_fields = ("name", "chinese", "aliases", "slug")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return catalogue.may_write(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A new one is a new entry of the catalogue."""
        return catalogue.add_page(request, self.admin_site.each_context(request), catalogue.GroupForm, Group)

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        mine = [
            path("catalogue/", wrapped(self.catalogue), name="filings_group_catalogue"),
            path("catalogue/export/", wrapped(catalogue.export_page), name="filings_group_export"),
        ]
        return [*mine, *super().get_urls()]

    def catalogue(self, request: HttpRequest) -> HttpResponse:
        """The catalogue as one file."""
        return catalogue.import_page(request, self.admin_site.each_context(request))


@admin.register(Organization)
class OrganizationAdmin(WithVerbs, SearchedAdmin, EditorAdmin):
    """A filing entity; the lists give its name, the editor its English name and its group."""

    verbs = (MERGE_ORGANIZATION, SPLIT_ORGANIZATION)
    editor_fields = ("name_en", "group", "note")
    machine_fields = ("name", "slug", "province", "merged_into", "loaded")
    list_display = ("name", "name_en", "group", "province")
    list_select_related = ("group",)
    autocomplete_fields = ("group",)
    list_filter = (ProvinceFilter,)
    ordering = ("-id",)

    def matches(self, query: str) -> Q:
        """By name, or by its digits in numbers."""
        bearers = list(EntityKey.objects.filter(key=query).values_list("organization", flat=True))
        return organization_matches(query) | Q(pk__in=bearers) if bearers else organization_matches(query)

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(OrganizationName)
class OrganizationNameAdmin(ReadOnlyAdmin):
    """A name under which an organization has stood in a list."""

    list_display = ("name", "organization", "key")
    list_select_related = ("organization",)
    search_fields = ("name", "key")


@admin.register(EntityKey)
class EntityKeyAdmin(ReadOnlyAdmin):
    """The digits inside algorithm numbers that stand for one organization."""

    list_display = ("key", "organization")
    list_select_related = ("organization",)
    search_fields = ("key", "organization__name")


@admin.register(Product)
class ProductAdmin(WithVerbs, SearchedAdmin, EditorAdmin):
    """What people ask about; the lists give its name and status, the editor its English name and its aliases."""

    verbs = (STATE, MERGE_PRODUCT, SPLIT_PRODUCT)
    editor_fields = ("name_en", "group", "partners", "aliases", "sources", "note")
    machine_fields = (
        "name",
        "key",
        "slug",
        "organization",
        "status",
        "proof",
        "listed_on",
        "merged_into",
        "place",
        "loaded",
    )
    autocomplete_fields = ("group", "partners")
    list_display = ("name", "name_en", "organization", "status", "listed_on")
    list_select_related = ("organization",)
    list_filter = ("status", "proof")
    ordering = ("-id",)

    def matches(self, query: str) -> Q:
        return product_matches(query)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[type[InlineModelAdmin[Any, Any]]]:
        """Only products of a group have names of their own in the catalogue."""
        return [ListedNameInline] if obj is not None and obj.group_id is not None else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return catalogue.may_write(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A new one is a new entry of the catalogue."""
        return catalogue.add_page(request, self.admin_site.each_context(request), catalogue.ProductForm, Product)


@admin.register(GroupEntity)
class GroupEntityAdmin(ReadOnlyAdmin):
    """The name of a legal entity that the catalogue puts into a group."""

    list_display = ("name", "group", "key")
    list_select_related = ("group",)
    search_fields = ("name", "key", "group__name")


@admin.register(ProductName)
class ProductNameAdmin(ReadOnlyAdmin):
    """A name under which the lists have a product of a group, by the catalogue."""

    list_display = ("name", "product", "group", "key")
    list_select_related = ("product", "group")
    search_fields = ("name", "key", "product__name", "group__name")


@admin.register(Filing)
class FilingAdmin(WithVerbs, SearchedAdmin, ReadOnlyAdmin):
    """What a register knows under one number."""

    verbs = (CORRECT, ASSIGN, STATE)
    list_display = ("number", "copy", "series", "name", "organization", "state", "published_on")
    list_select_related = ("organization",)
    list_filter = ("series", "state", ProvinceFilter)
    exclude = ("search_text",)

    def matches(self, query: str) -> Q:
        """By its very number, which an index finds, or else as the public search does."""
        exact = list(Filing.objects.filter(number=number_key(query)).values_list("pk", flat=True))
        return Q(pk__in=exact) if exact else filing_matches(query)


@admin.register(FilingProduct)
class FilingProductAdmin(HangingAdmin, ReadOnlyAdmin):
    """A product that a filing names, or once named."""

    list_display = ("filing", "product", "is_current")
    list_select_related = ("filing", "product")
    list_filter = ("is_current",)


@admin.register(Version)
class VersionAdmin(HangingAdmin, ReadOnlyAdmin):
    """One state of a filing's row."""

    list_display = ("filing", "ordinal", "name", "organization_name", "row", "last_seen_at")
    list_select_related = ("filing", "last_snapshot")

    @admin.display(description=_("Last seen"), ordering="last_snapshot__last_seen_at")
    def last_seen_at(self, version: Version) -> object:
        return version.last_snapshot and version.last_snapshot.last_seen_at
