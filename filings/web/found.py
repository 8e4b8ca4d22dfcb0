"""What a search finds, in groups, with why each thing was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filings.models import Article, Filing, Organization, Product
from filings.models.search import looks_like_number
from filings.spellings import spellings

from . import queries_search
from .marks import is_in

SHOWN = 20
# More than this are not counted.
COUNTED = 1000
SUGGESTED = {"products": 5, "organizations": 3, "filings": 3}
LABELS: dict[str, str | Promise] = {
    "products": gettext_lazy("Products"),
    "organizations": gettext_lazy("Organizations"),
    "filings": gettext_lazy("Filings"),
    "articles": gettext_lazy("Articles"),
}


@dataclass(frozen=True)
class Hit:
    """One thing that was found; `reason` says by which other name where its own does not show it."""

    thing: Any
    reason: str = ""
    matched: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first of it, and how much there is (at least, where not all was counted)."""

    name: str
    hits: list[Hit]
    count: int
    is_at_least: bool
    href: str

    @property
    def label(self) -> str | Promise:
        return LABELS[self.name]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass(frozen=True)
class Found:
    """Everything that was found, and the spellings that were looked for."""

    groups: list[Group]
    spellings: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.groups


def find(query: str) -> Found:
    groups = [
        _group("products", queries_search.find_products(query), query),
        _group("organizations", queries_search.find_organizations(query), query),
        _group("filings", queries_search.find_filings(query), query),
        _group("articles", queries_search.find_articles(query), query),
    ]
    return Found([group for group in groups if group.hits], _searched_as(query))


def suggest_for(query: str) -> list[Group]:
    """A few of each kind; filings only where the text looks like a part of a number."""
    finders = {"products": queries_search.find_products, "organizations": queries_search.find_organizations}
    if looks_like_number(query):
        finders = {"filings": queries_search.find_filings_by_number, **finders}
    groups = []
    for name, finder in finders.items():
        hits = [_hit(thing, query) for thing in finder(query)[: SUGGESTED[name]]]
        if hits:
            groups.append(Group(name, hits, len(hits), True, _href(name, query)))
    return groups


def _group(name: str, rows: QuerySet[Any], query: str) -> Group:
    found = list(rows[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else rows.order_by().values("pk")[: COUNTED + 1].count()
    hits = [_hit(thing, query) for thing in found[:SHOWN]]
    return Group(name, hits, min(count, COUNTED), count > COUNTED, _href(name, query))


def _href(name: str, query: str) -> str:
    """The list of that kind, narrowed in the same way; there is none of articles."""
    return "" if name == "articles" else f"{reverse(name)}?{urlencode({'q': query})}"


def _hit(thing: Any, query: str) -> Hit:
    own = [thing.title if isinstance(thing, Article) else thing.name]
    if any(is_in(name, query) for name in [*own, getattr(thing, "name_en", ""), getattr(thing, "number", "")]):
        return Hit(thing)
    for reason, names in _other_names(thing):
        for name in names:
            if name and is_in(name, query):
                return Hit(thing, reason, name)
    return Hit(thing)


def _other_names(thing: Any) -> Sequence[tuple[str, Sequence[str]]]:
    if isinstance(thing, Product):
        group = thing.group
        names = [(_("also called"), thing.aliases.splitlines())]
        if thing.organization:
            names.append((_("filed by"), [thing.organization.name, thing.organization.name_en]))
        return [*names, (_("of the group"), [group.name, group.chinese, *group.aliases.splitlines()] if group else [])]
    if isinstance(thing, Organization):
        group = thing.group
        return [(_("of the group"), [group.name, group.chinese, *group.aliases.splitlines()] if group else [])]
    return [(_("filed by"), [thing.organization.name])] if isinstance(thing, Filing) else []


def _searched_as(query: str) -> list[str]:
    """What was looked for besides the text as typed: the same in simplified characters."""
    typed, *others = spellings(query)
    return [text for text in others if text != typed]
