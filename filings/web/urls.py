"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import (
    about,
    changes,
    corrections,
    filings,
    health,
    home,
    organizations,
    products,
    registers,
    search,
    snapshots,
    sources,
    subscriptions,
)


class TextConverter(StringConverter):
    """A piece of an address without the NUL character, which PostgreSQL takes in no text."""

    regex = r"[^/\x00]+"


register_converter(TextConverter, "text")

urlpatterns = [
    path("", home.home, name="home"),
    path("products/", products.products, name="products"),
    path("products/<slug:slug>/", products.product, name="product"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/<slug:slug>/", organizations.organization, name="organization"),
    path("filings/<text:series>/<text:number>/", filings.filing, name="filing"),
    path("registers/", registers.registers, name="registers"),
    path("registers/<text:series>/<text:batch>/", registers.register, name="register"),
    path("changes/", changes.changes, name="changes"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("sources/", sources.sources, name="sources"),
    path("search/", search.search, name="search"),
    path("snapshots/<text:sha256>/", snapshots.snapshot, name="snapshot"),
    path("subscribe/<text:token>/", subscriptions.subscription, name="subscription"),
    path("about/", about.about, name="about"),
    path("healthz/", health.healthz, name="healthz"),
]
