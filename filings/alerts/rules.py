"""The one rule of who is told of what: a subscription's wish against the facts of an event.

The same code decides when a change set goes out, what a feed holds, and what a wish would have told in the past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from filings.models import (
    Event,
    EventKind,
    FilingProduct,
    Organization,
    OrganizationName,
    Product,
    Proof,
    Scope,
    Subscription,
)
from filings.models.subscribers import TARGETS
from filings.text import name_key, search_key, squeeze

# What a wish is made of; subscriptions that agree in these are told the same.
FIELDS = ("scope", "product", "organization", "series", "province", "query", "kinds", "min_proof", "with_press")


@dataclass(frozen=True)
class Wish:
    """What somebody wants to know: a scope with its target, kinds of event (none for all), and how well proved."""

    scope: str
    target: Any = None
    kinds: frozenset[str] = frozenset()
    min_proof: int = Proof.COMPANY
    with_press: bool = True

    def wants(self, facts: Facts) -> bool:
        if self.kinds and facts.kind not in self.kinds:
            return False
        is_proved = self.with_press if facts.proof == Proof.PRESS else facts.proof >= self.min_proof
        return is_proved and self._is_about(facts)

    def _is_about(self, facts: Facts) -> bool:
        if self.scope == Scope.SEARCH:
            return _says(facts.text, self.target)
        return self.scope == Scope.EVERYTHING or self.target in facts.of(self.scope)


@dataclass(frozen=True)
class Facts:
    """What a wish may ask of an event. What no wish asks for is not loaded and stays empty."""

    event_id: int
    kind: str
    proof: int
    series: str = ""
    provinces: frozenset[str] = frozenset()
    products: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    text: str = ""

    def of(self, scope: str) -> frozenset[Any]:
        """All targets of this scope that it is about."""
        if scope == Scope.SERIES:
            return frozenset({self.series} - {""})
        return {
            Scope.PROVINCE.value: self.provinces,
            Scope.PRODUCT.value: self.products,
            Scope.ORGANIZATION.value: self.organizations,
        }[scope]


def wish_of(row: dict[str, Any], merged: Merged) -> Wish:
    """The wish of a subscription, from its columns as `values(*FIELDS)` gives them; a tombstone means its survivor."""
    scope, field = row["scope"], TARGETS[Scope(row["scope"])]
    target = row[field] if field else None
    return Wish(
        scope, merged.survivor(scope, target), frozenset(row["kinds"].split()), row["min_proof"], row["with_press"]
    )


def _says(text: str, query: str) -> bool:
    """Every word somewhere in the text, or the query with its spaces taken out: as the search page finds it."""
    key = search_key(query)
    words = key.split()
    return bool(words) and (all(word in text for word in words) or squeeze(key) in text)


class Merged:
    """Products and organizations that were merged into others: who follows the old one follows the survivor."""

    def __init__(self) -> None:
        self._into: dict[str, dict[int, int]] = {}
        for scope, model in ((Scope.PRODUCT, Product), (Scope.ORGANIZATION, Organization)):
            rows: QuerySet[Any] = model._default_manager.exclude(merged_into=None)
            self._into[scope] = dict(rows.values_list("pk", "merged_into"))

    def survivor(self, scope: str, target: Any) -> Any:
        into, seen = self._into.get(scope, {}), set()
        while target in into and target not in seen:
            seen.add(target)
            target = into[target]
        return target

    def survivors(self, scope: str, targets: Iterable[int]) -> frozenset[int]:
        return frozenset(self.survivor(scope, target) for target in targets)

    def with_tombstones(self, scope: str, targets: Iterable[int]) -> set[int]:
        """The targets and everything that was merged into them."""
        wanted = set(targets)
        return wanted | {old for old in self._into.get(scope, {}) if self.survivor(scope, old) in wanted}


COLUMNS = (
    "pk",
    "kind",
    "proof",
    "filing",
    "product",
    "series",
    "filing__province",
    "filing__organization",
    "filing__organization__province",
    "product__organization",
    "product__organization__province",
)


def facts_of(events: QuerySet[Event], scopes: Iterable[str], merged: Merged) -> list[Facts]:
    """The facts of these events, oldest first, as far as wishes of these scopes ask for them."""
    rows = list(events.order_by("pk").values(*COLUMNS))
    loader = _Loader(events, rows, set(scopes), merged)
    return [loader.facts(row) for row in rows]


class _Loader:
    """Loads what belongs to many events in a handful of queries."""

    def __init__(
        self, events: QuerySet[Event], rows: Sequence[dict[str, Any]], scopes: set[str], merged: Merged
    ) -> None:
        self.merged = merged
        needs_products = bool(scopes & {Scope.PRODUCT, Scope.SEARCH})
        self.products = _products_of(rows) if needs_products else {}
        self.names = _named_organizations(events) if Scope.ORGANIZATION in scopes else {}
        self.texts = _texts_of(rows, self.products) if Scope.SEARCH in scopes else {}

    def facts(self, row: dict[str, Any]) -> Facts:
        owners = {row["filing__organization"], row["product__organization"], *self.names.get(row["pk"], ())} - {None}
        provinces = {row[name] for name in COLUMNS if name.endswith("province")} - {None, ""}
        products = self.products.get(row["pk"], set())
        return Facts(
            row["pk"],
            row["kind"],
            row["proof"],
            row["series"],
            frozenset(provinces),
            self.merged.survivors(Scope.PRODUCT, products),
            self.merged.survivors(Scope.ORGANIZATION, owners),
            self.texts.get(row["pk"], ""),
        )


def _products_of(rows: Sequence[dict[str, Any]]) -> dict[int, set[int]]:
    """The product an event is about, or those of its filing, past ones too: a row that drops one is news about it."""
    of_filing: dict[int, set[int]] = defaultdict(set)
    filings = {row["filing"] for row in rows if row["filing"]}
    for some in batched(sorted(filings)):
        for filing, product in FilingProduct.objects.filter(filing__in=some).values_list("filing", "product"):
            of_filing[filing].add(product)
    return {row["pk"]: {row["product"]} if row["product"] else of_filing[row["filing"]] for row in rows}


def _named_organizations(events: QuerySet[Event]) -> dict[int, set[int]]:
    """The organizations that a row named before and after: one that lost the filing is told too."""
    names: dict[int, set[str]] = {}
    for pk, changes, name in events.order_by().values_list("pk", "changes", "version__organization_name"):
        before = {change["before"] for change in changes if change["field"] == "organization"}
        names[pk] = {name_key(one) for one in before | {name} if one}
    owners: dict[str, int] = {}
    for some in batched(sorted(set().union(*names.values()))):
        owners |= dict(OrganizationName.objects.filter(key__in=some).values_list("key", "organization"))
    return {pk: {owners[key] for key in keys if key in owners} for pk, keys in names.items()}


def _texts_of(rows: Sequence[dict[str, Any]], products: dict[int, set[int]]) -> dict[int, str]:
    """All that a search looks through, per event."""
    pks = sorted(row["pk"] for row in rows)
    said: dict[int, list[str]] = defaultdict(list)
    columns = (
        "filing__search_text",
        "filing__organization__search_text",
        "filing__organization__name_en",
        "filing__organization__group__search_text",
    )
    for some in batched(pks):
        for pk, *texts in Event.objects.filter(pk__in=some).values_list("pk", *columns):
            said[pk] += [text for text in texts if text]
    of_product: dict[int, str] = {}
    for some in batched(sorted(set().union(*products.values()))):
        names = ("search_text", "name_en", "aliases", "group__search_text")
        for pk, *texts in Product.objects.filter(pk__in=some).values_list("pk", *names):
            of_product[pk] = " ".join(text for text in texts if text)
    return {pk: " ".join([*said[pk], *(of_product[p] for p in sorted(products[pk]))]).casefold() for pk in pks}


def batched(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    """Pieces that fit into one query on any database."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def candidates(facts: Iterable[Facts], merged: Merged) -> Q:
    """A condition on subscriptions that leaves out most of those that these events are not about."""
    touched: dict[str, set[Any]] = defaultdict(set)
    for one in facts:
        for scope in (Scope.SERIES, Scope.PROVINCE, Scope.PRODUCT, Scope.ORGANIZATION):
            touched[scope] |= one.of(scope)
    condition = Q(scope__in=(Scope.EVERYTHING, Scope.SEARCH))
    for name, targets in touched.items():
        if targets:
            condition |= Q(**{f"{TARGETS[Scope(name)]}__in": merged.with_tombstones(name, targets)})
    return condition


def narrowed(wish: Wish, merged: Merged) -> Q:
    """A condition on events that leaves out most of those that the wish is not about, in SQL."""
    condition = Q()
    if wish.kinds:
        condition &= Q(kind__in=wish.kinds)
    if not wish.with_press:
        condition &= ~Q(proof=Proof.PRESS)
    if wish.scope == Scope.SERIES:
        condition &= Q(series=wish.target)
    if wish.scope == Scope.PROVINCE:
        inside = Q(filing__province=wish.target) | Q(filing__organization__province=wish.target)
        condition &= inside | Q(product__organization__province=wish.target)
    if wish.scope == Scope.PRODUCT:
        products = merged.with_tombstones(Scope.PRODUCT, {wish.target})
        filings = FilingProduct.objects.filter(product__in=products).values("filing")
        condition &= Q(product__in=products) | Q(filing__in=filings)
    if wish.scope == Scope.ORGANIZATION:
        owners = merged.with_tombstones(Scope.ORGANIZATION, {wish.target})
        names = OrganizationName.objects.filter(organization__in=owners).values("name")
        owned = Q(filing__organization__in=owners) | Q(product__organization__in=owners)
        condition &= owned | Q(version__organization_name__in=names) | Q(kind=EventKind.AMENDED)
    return condition


def scopes_of(subscriptions: QuerySet[Subscription]) -> set[str]:
    """Which scopes are followed at all, so that nothing is loaded for nobody."""
    return set(subscriptions.order_by().values_list("scope", flat=True).distinct())
