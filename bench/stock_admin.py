"""Django's own admin as it comes, over the rows that the pages list: what the pages are measured beside."""

from __future__ import annotations

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.urls import clear_url_caches, path

from filings.models import Event, Filing, Organization, Product

PLACE = "stock/"


class Fifty(ModelAdmin):
    """As many rows a page as ours."""

    list_per_page = 50


class Filings(Fifty):
    list_display = ("name", "state", "organization", "number", "series", "published_on")
    list_filter = ("series", "state", "province")
    list_select_related = ("organization", "document")
    search_fields = ("name", "number", "search_text")


class Products(Fifty):
    list_display = ("name", "status", "proof", "organization", "listed_on")
    list_filter = ("status", "proof", "organization__province")
    list_select_related = ("organization",)
    search_fields = ("name", "name_en", "search_text")


class Organizations(Fifty):
    list_display = ("name", "group", "province")
    list_filter = ("province",)
    list_select_related = ("group",)
    search_fields = ("name", "name_en", "search_text")


class Events(Fifty):
    list_display = ("kind", "status", "filing", "proof", "published_on", "seen_at")
    list_filter = ("kind", "proof", "series")
    list_select_related = ("filing__organization", "change_set__document")


def install() -> str:
    """Put it under an address of its own; returns that address."""
    import tracker.urls

    site = AdminSite("stock")
    for model, admin in ((Filing, Filings), (Product, Products), (Organization, Organizations), (Event, Events)):
        site.register(model, admin)
    tracker.urls.urlpatterns.insert(0, path(PLACE, site.urls))
    clear_url_caches()
    # The admin's own sizes are limits against abuse; nothing else of the settings is touched.
    assert not settings.DEBUG
    return f"/{PLACE}filings/"
