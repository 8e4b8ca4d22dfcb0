"""The addresses of the pages."""

from __future__ import annotations

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from .views import (
    about,
    articles,
    badge,
    card,
    changes,
    corrections,
    feeds,
    filings,
    health,
    home,
    organizations,
    product,
    products,
    registers,
    search,
    snapshots,
    sources,
    statistics,
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
    path("products/<slug:slug>/", product.product, name="product"),
    path("products/<slug:slug>/card.png", card.product_card, name="product_card"),
    path("products/<slug:slug>/badge.svg", badge.product_badge, name="product_badge"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/<slug:slug>/", organizations.organization, name="organization"),
    path("filings/", filings.filings, name="filings"),
    path("filings/<text:series>/<text:number>/", filings.filing, name="filing"),
    path("registers/", registers.registers, name="registers"),
    path("registers/<text:series>/<text:batch>/", registers.register, name="register"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("changes/", changes.changes, name="changes"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<slug:key>.csv", statistics.figure_csv, name="figure_csv"),
    path("statistics/<slug:key>.json", statistics.figure_json, name="figure_json"),
    path("statistics/<slug:key>.png", statistics.figure_png, name="figure_png"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("sources/", sources.sources, name="sources"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
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
