"""Who is known by name: the bundled names of the press, the catalogue's, and whatever else a caller hands over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from filings.catalogue import Catalogue
from filings.claims.base import Actor
from filings.claims.fold import fold
from filings.claims.lexicon import Wordings, read, wordings
from filings.claims.names import Names

# How many characters a name of a register must have to be looked for.
LONG_ENOUGH = 4


class Lexicon:
    """What the extraction knows. Making one takes a while; it may then be used for any number of articles.

    Of two actors with the same name the first counts: those of the catalogue, then the bundled ones, then those of the
    register. A bundled organization that the catalogue knows goes by the catalogue's name. Names of a register count
    only where they are long enough to mean nothing else.
    """

    def __init__(self, catalogue: Sequence[Actor] = (), register: Sequence[Actor] = ()) -> None:
        self.wordings: Wordings = wordings()
        self.outlets = _outlets()
        self.shopkeepers = frozenset(read("actors")["shopkeepers"])
        known = [*catalogue, *_renamed(bundled_actors(), catalogue)]
        self.names: Names[Actor | None] = Names([*_not_actors(), *_named(known), *_named(register, LONG_ENOUGH)])
        self.abroad = frozenset(actor.organization for actor in known if actor.abroad)
        self._partners = {(actor.organization, partner) for actor in known for partner in actor.partners}

    def are_partners(self, one: str, other: str) -> bool:
        """Whether a product of the one is known to be made with the other."""
        return (one, other) in self._partners


def actors_of(catalogue: Catalogue) -> tuple[Actor, ...]:
    """The groups of a catalogue and their products, as actors."""
    groups = {group.slug: group.name for group in catalogue.groups}
    organizations = [Actor(group.name, group.names) for group in catalogue.groups]
    products = [
        Actor(groups[product.group], product.names, product.english, tuple(groups[slug] for slug in product.partners))
        for product in catalogue.products
    ]
    return (*organizations, *products)


def _renamed(actors: Iterable[Actor], catalogue: Sequence[Actor]) -> Iterator[Actor]:
    """The actors under the names that the catalogue has for their organizations."""
    called = {
        fold(name): actor.organization for actor in reversed(catalogue) if not actor.product for name in actor.names
    }
    new: dict[str, str] = {}
    for actor in actors:
        if not actor.product:
            known = (called[fold(name)] for name in (actor.organization, *actor.names) if fold(name) in called)
            new[actor.organization] = next(known, actor.organization)
        yield replace(actor, organization=new[actor.organization])


def _named(actors: Iterable[Actor], shortest: int = 1) -> Iterator[tuple[str, Actor]]:
    common = _too_common()
    for actor in actors:
        yield from ((name, actor) for name in actor.names if len(name) >= shortest and fold(name) not in common)


@lru_cache(maxsize=1)
def _too_common() -> frozenset[str]:
    return frozenset(map(fold, read("actors")["too_common"]))


@lru_cache(maxsize=1)
def _outlets() -> Names[str]:
    spelt = {**wordings().outlets, **wordings().voices}
    return Names((name, outlet) for outlet, names in spelt.items() for name in names)


@lru_cache(maxsize=1)
def bundled_actors() -> tuple[Actor, ...]:
    """The actors of data/actors.toml: each organization, and each of its products."""
    data = read("actors")
    people: dict[str, list[str]] = data["people"]
    return tuple(actor for entry in data["organization"] for actor in _actors(entry, people.get(entry["name"], [])))


def _actors(entry: dict[str, object], people: Iterable[str]) -> Iterator[Actor]:
    name, abroad = str(entry["name"]), bool(entry.get("abroad", False))
    names: list[str] = entry["names"]  # type: ignore[assignment]
    products: dict[str, list[str]] = entry.get("products", {})  # type: ignore[assignment]
    yield Actor(name, (*names, *people), abroad=abroad)
    for product, called in products.items():
        yield Actor(name, tuple(called), product=product, abroad=abroad)


def _not_actors() -> list[tuple[str, None]]:
    return [(name, None) for name in read("actors")["not_actors"]]
