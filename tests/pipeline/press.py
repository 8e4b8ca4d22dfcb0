"""Publishers in threads, each with a feed and articles of its own, and groups as the catalogue knows them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from filings import jobs
from filings.catalogue import Catalogue, bundled_catalogue
from filings.models import Group, Outlet, Site, Source, SourceKind, Tier
from filings.pipeline.load_catalogue import load_catalogue
from tests import newsroom
from tests.gate.web import Script, ScriptedHandler, Web, page

WORDS = re.findall(
    r"\w+",
    "afternoon bridge carpet donkey evening fountain garden harbour island jacket kettle ladder market needle orchard "
    "pepper quarry river saddle table umbrella valley window yellow zebra anchor basket candle dinner engine feather",
)


@dataclass
class Paper:
    """A publisher on a host of its own, as an outlet and as a source."""

    name: str
    web: Web
    source: Source
    outlet: Outlet
    items: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.web.url

    def write(
        self,
        title: str,
        *paragraphs: str,
        day: str,
        path: str = "",
        summary: str = "",
        canonical: str = "",
        head: str = "",
        is_copy: bool = False,
    ) -> str:
        """Publish an article: a page, and an item of the feed with its first sentences. Returns its address.

        A copy is printed as given; other articles have paragraphs that no other one has.
        """
        path = path or f"/{day}/{len(self.items)}"
        body = paragraphs if is_copy else (*paragraphs, *filler(f"{self.name} {title}"))
        html = newsroom.page(title, body, published=day, canonical=canonical, outlet=self.name, head=head)
        url = self.web.on(path, page(html, Content_Type="text/html; charset=utf-8"))
        self.items.append(newsroom.item(title, url, published=day, summary=summary or " ".join(paragraphs)[:300]))
        return url

    def answers_with(self, *scripts: Script) -> None:
        """The feed answers otherwise."""
        self.web.on("/feed", *scripts)

    def poll(self) -> list[Any]:
        """What `manage.py poll` does with its feed; returns the attempts."""
        return jobs.poll_here([self.source.key], only_due=False, report=lambda _: None)


def filler(seed: str) -> list[str]:
    """Paragraphs that say nothing, and that no other article has."""
    chosen = random.Random(seed)
    return [" ".join(chosen.choices(WORDS, k=25)).capitalize() + "." for _ in range(3)]


@contextmanager
def paper(name: str, tier: Tier = Tier.FIRST, **outlet: Any) -> Iterator[Paper]:
    with Web() as web:
        key = name.lower().replace(" ", "-")
        source = Source.objects.create(
            key=key, name=name, kind=SourceKind.FEED, site=Site.OTHER, path=f"{web.url}/feed", interval_minutes=15
        )
        listed = Outlet.objects.create(host=web.name, name=name, tier=tier, **outlet)
        mine = Paper(name, web, source, listed)

        def feed(handler: ScriptedHandler) -> None:
            page(newsroom.rss(mine.items, title=name), Content_Type="application/rss+xml")(handler)

        web.on("/feed", feed)
        yield mine


def load_groups(*slugs: str) -> dict[str, Group]:
    """These groups of the bundled catalogue, with their products, beside those that are loaded already.

    Partners are left out: the press has to tell them.
    """
    bundled, wanted = bundled_catalogue(), {*slugs, *Group.objects.values_list("slug", flat=True)}
    groups = tuple(group for group in bundled.groups if group.slug in wanted)
    products = tuple(replace(one, partners=()) for one in bundled.products if one.group in wanted)
    load_catalogue(Catalogue(groups, products), timezone.now())
    return {group.slug: group for group in Group.objects.filter(slug__in=slugs)}
