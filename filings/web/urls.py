"""The addresses of the pages."""

from __future__ import annotations

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from .views import (
    about,
    changes,
    feeds,
    filings,
    health,
    home,
    organizations,
    products,
    registers,
    search,
    snapshots,
    sources,
    subscribe,
    subscriber,
)


class TextConverter(StringConverter):
    """A piece of an address without the NUL character, which PostgreSQL takes in no text."""

    regex = r"[^/\x00]+"


register_converter(TextConverter, "text")

# The subscriber's own page and what can be done on it; the signed token in the address is the key.
OWN = [
    path("", subscriber.page, name="subscriber"),
    path("data.json", subscriber.data, name="subscriber-data"),
    path("leave/", subscriber.leave, name="subscriber-leave"),
    path("renew/", subscriber.renew, name="subscriber-renew"),
    path("delete/", subscriber.delete, name="subscriber-delete"),
    path("channels/", subscriber.add_channel, name="channel-add"),
    path("channels/<int:number>/", subscriber.act_on_channel, name="channel-act"),
    path("messages/<int:number>/", subscriber.message, name="subscriber-message"),
    path("<int:number>/", subscriber.terms, name="subscription-terms"),
    path("<int:number>/act/", subscriber.act, name="subscription-act"),
]

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
    path("sources/", sources.sources, name="sources"),
    path("search/", search.search, name="search"),
    path("snapshots/<text:sha256>/", snapshots.snapshot, name="snapshot"),
    path("feed.atom", feeds.atom, name="feed"),
    path("calendar.ics", feeds.calendar, name="calendar"),
    path("subscribe/", subscribe.follow, name="follow"),
    path("subscribe/link/", subscribe.link, name="link"),
    path("subscribe/confirm/<text:token>/", subscribe.confirm, name="confirm"),
    path("subscribe/stop/<text:token>/", subscriber.stop, name="stop"),
    path("subscribe/mine/<text:token>/", include(OWN)),
    path("about/", about.about, name="about"),
    path("healthz/", health.healthz, name="healthz"),
]
