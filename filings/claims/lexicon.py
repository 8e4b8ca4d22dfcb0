"""Everything the data files say, read and compiled once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from filings.claims.base import STATUSES
from filings.claims.finder import Finder
from filings.claims.fold import fold
from filings.claims.phrases import Phrase, compile_phrase

FOLDER = Path(__file__).resolve().parent / "data"
LANGUAGES = ("en", "zh", "ja")
GAP = 60

NEEDS = {"regulator", "filing", "list", "market", "opening", "service", "own", "deal", "partner"}
SIDES = {"before", "after", "inside", "deal"}
EFFECTS = {
    "negated",
    "planned",
    "conditional",
    "possible",
    "attributive",
    "predicative",
    "denied",
    "past",
    "reported",
    "rumoured",
}
PLACES = {"before", "after", "inside", "sentence"}
PARTS = {"partner", "aside", "joint"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording that tells of a status, the sides on which its organization may stand, and what must be near.

    A weak one counts only where the article tells nothing further of the organization. In a sure one nothing inside
    it makes it a plan or a negation.
    """

    status: str
    sides: tuple[str, ...]
    needs: str
    weak: bool
    sure: bool
    source: str


@dataclass(frozen=True, slots=True)
class Stance:
    """How a sentence stands to a cue, and where the words for it must be: see data/stances.toml."""

    effect: str
    where: str
    reach: int
    touching: bool
    across: bool
    statuses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Longer:
    """A word that contains the words of a stance and does not mean them: "虚拟" is no "拟"."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What part a company has in a sentence, by the words before or after its name."""

    part: str
    where: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that stand for a company named before, or that string names together: see data/reference.toml."""

    kind: str


@dataclass(frozen=True, slots=True)
class Discard:
    """A wording that looks like a status and is none."""


Detail = Stance | Longer | Relation | Reference | Discard


@dataclass(frozen=True, slots=True)
class Wordings:
    """All data files but the names. `gate` finds cues and topics, `details` whatever else a sentence may hold."""

    gate: Finder[Cue | str]
    details: Finder[Detail]
    joints: frozenset[str]
    outlets: Mapping[str, tuple[str, ...]]
    voices: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def wordings() -> Wordings:
    """The bundled wordings; ValueError tells what is not as it should be."""
    relations, outlets = read("relations"), read("outlets")
    details: list[tuple[Phrase, Detail]] = [*_stances(), *_relations(relations), *_references(), *_discards()]
    return Wordings(
        gate=Finder([*_cues(), *_topics()]),
        details=Finder(details),
        joints=frozenset(relations["joint"][0]["between"]),
        outlets={name: tuple(names) for name, names in outlets["outlets"].items()},
        voices={name: tuple(names) for name, names in outlets["voices"].items()},
    )


def read(name: str) -> dict[str, Any]:
    """One data file."""
    path = FOLDER / f"{name}.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    if not isinstance(data.get("version"), int):
        raise ValueError(f"{path.name} does not say its version")
    return data


@lru_cache(maxsize=1)
def data_version() -> str:
    """Changes with every change of a data file."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.toml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _cues() -> Iterator[tuple[Phrase, Cue | str]]:
    for language in LANGUAGES:
        data = read(f"cues.{language}")
        for entry in data["cue"]:
            _check(entry, "status", set(STATUSES))
            _check(entry, "needs", NEEDS)
            sides = tuple(entry["sides"])
            if not set(sides) <= SIDES:
                raise ValueError(f"{sides} is not a choice of {sorted(SIDES)}")
            for source in entry["phrases"]:
                cue = Cue(
                    entry["status"], sides, entry["needs"], entry.get("weak", False), entry.get("sure", False), source
                )
                yield compile_phrase(source, data.get("lists", {}), data["gap"], plain=False), cue


def _topics() -> Iterator[tuple[Phrase, Cue | str]]:
    """The words of topics; the known products are AI."""
    for topic, words in read("topics")["topics"].items():
        yield from ((compile_phrase(word, {}, 0), topic) for word in words)
    for entry in read("actors")["organization"]:
        products = {name for names in entry.get("products", {}).values() for name in names}
        yield from ((Phrase(name, frozenset({fold(name)})), "ai") for name in sorted(products))


def _stances() -> Iterator[tuple[Phrase, Detail]]:
    data = read("stances")
    yield from ((compile_phrase(word, {}, GAP), Longer()) for word in data["longer"])
    for entry in data["stance"]:
        _check(entry, "effect", EFFECTS)
        _check(entry, "where", PLACES)
        stance = Stance(
            entry["effect"],
            entry["where"],
            entry.get("reach", 0),
            entry.get("touching", False),
            entry.get("across", False),
            frozenset(entry.get("statuses", STATUSES)),
        )
        yield from ((compile_phrase(source, {}, GAP), stance) for source in entry["phrases"])


def _relations(data: dict[str, Any]) -> Iterator[tuple[Phrase, Detail]]:
    for entry in data["relation"]:
        _check(entry, "part", PARTS)
        _check(entry, "where", PLACES)
        for source in entry["phrases"]:
            yield compile_phrase(source, {}, GAP), Relation(entry["part"], entry["where"])
    for source in data["joint"][0]["after"]:
        yield compile_phrase(source, {}, GAP), Relation("joint", "after")


def _references() -> Iterator[tuple[Phrase, Detail]]:
    for kind, words in read("reference").items():
        if kind != "version":
            yield from ((compile_phrase(word, {}, GAP), Reference(kind)) for word in words)


def _discards() -> Iterator[tuple[Phrase, Detail]]:
    data = read("discards")
    for value in data.values():
        if isinstance(value, list):
            yield from ((compile_phrase(source, {}, data["gap"]), Discard()) for source in value)


def _check(entry: Mapping[str, Any], key: str, values: set[str]) -> None:
    if entry[key] not in values:
        raise ValueError(f"{key} = {entry[key]!r} is none of {sorted(values)}")
