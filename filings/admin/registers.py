"""The admin of what the registers know: organizations, products, filings and their versions."""

from __future__ import annotations

from django.contrib import admin
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

from .base import EditorAdmin, ReadOnlyAdmin
from .editing import ASSIGN, CORRECT, MERGE_ORGANIZATION, MERGE_PRODUCT, SPLIT_ORGANIZATION, SPLIT_PRODUCT, STATE
from .verbs import WithVerbs


@admin.register(Group)
class GroupAdmin(EditorAdmin):
    """What people call an actor; its names come with the catalogue, and an editor's change of them stays."""

    editor_fields = ("name", "chinese", "aliases", "note")
    machine_fields = ("slug", "loaded")
    list_display = ("name", "chinese", "slug")
    search_fields = ("name", "chinese", "aliases", "slug")

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(WithVerbs, EditorAdmin):
    """A filing entity; the lists give its name, the editor its English name and its group."""

    verbs = (MERGE_ORGANIZATION, SPLIT_ORGANIZATION)
    editor_fields = ("name_en", "group", "note")
    machine_fields = ("name", "slug", "province", "merged_into", "loaded")
    list_display = ("name", "name_en", "group", "province")
    list_select_related = ("group",)
    autocomplete_fields = ("group",)
    list_filter = ("province",)
    search_fields = ("name", "name_en", "group__name", "names__name", "entity_keys__key")

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
class ProductAdmin(WithVerbs, EditorAdmin):
    """What people ask about; the lists give its name and status, the editor its English name and its aliases."""

    verbs = (STATE, MERGE_PRODUCT, SPLIT_PRODUCT)
    editor_fields = ("name_en", "group", "partners", "aliases", "note")
    machine_fields = (
        "name",
        "key",
        "slug",
        "organization",
        "status",
        "proof",
        "listed_on",
        "merged_into",
        "loaded",
    )
    autocomplete_fields = ("group", "partners")
    list_display = ("name", "name_en", "organization", "status", "listed_on")
    list_select_related = ("organization",)
    list_filter = ("status", "proof")
    search_fields = ("name", "name_en", "aliases", "organization__name")

    def has_add_permission(self, request: object) -> bool:
        return False


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
class FilingAdmin(WithVerbs, ReadOnlyAdmin):
    """What a register knows under one number."""

    verbs = (CORRECT, ASSIGN, STATE)
    list_display = ("number", "copy", "series", "name", "organization", "state", "published_on")
    list_select_related = ("organization",)
    list_filter = ("series", "state", "province")
    search_fields = ("number", "name", "organization__name")
    exclude = ("search_text",)


@admin.register(FilingProduct)
class FilingProductAdmin(ReadOnlyAdmin):
    """A product that a filing names, or once named."""

    list_display = ("filing", "product", "is_current")
    list_select_related = ("filing", "product")
    list_filter = ("is_current",)
    search_fields = ("filing__number", "product__name")


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """One state of a filing's row."""

    list_display = ("filing", "ordinal", "name", "organization_name", "row", "last_seen_at")
    list_select_related = ("filing", "last_snapshot")
    search_fields = ("filing__number", "name", "organization_name")

    @admin.display(description=_("Last seen"), ordering="last_snapshot__last_seen_at")
    def last_seen_at(self, version: Version) -> object:
        return version.last_snapshot and version.last_snapshot.last_seen_at
