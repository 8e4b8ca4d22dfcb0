"""Who is known by name: the bundled names of the press, the catalogue's, and whatever else a caller hands over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from filings.claims.base import Actor
from filings.claims.lexicon import Wordings, read, wordings
from filings.claims.names import Names


class Lexicon:
    """What the extraction knows. Making one takes a while; it may then be used for any number of articles.

    Of two actors with the same name the first counts, the bundled ones before those that are handed over.
    """

    def __init__(self, actors: Sequence[Actor] = ()) -> None:
        self.wordings: Wordings = wordings()
        known = [*bundled_actors(), *actors]
        self.names: Names[Actor | None] = Names([*_not_actors(), *((name, each) for each in known for name in each.names)])
        self.outlets = _outlets()
        self.shopkeepers = frozenset(read("actors")["shopkeepers"])
        self.abroad = frozenset(actor.organization for actor in known if actor.abroad)
        self._partners = {(actor.organization, partner) for actor in known for partner in actor.partners}

    def are_partners(self, one: str, other: str) -> bool:
        """Whether a product of the one is known to be made with the other."""
        return (one, other) in self._partners


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
