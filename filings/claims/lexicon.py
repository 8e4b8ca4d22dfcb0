"""Everything the data files say, read and compiled once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from filings.claims.base import STATUSES
from filings.claims.phrases import BEGIN, END, Phrase, Words, compile_choice, compile_phrase

FOLDER = Path(__file__).resolve().parent / "data"
FORMAT = 1
GAP = 60

NEEDS = {"regulator", "filing", "market", "opening", "service", "own", "deal", "partner"}
SIDES = {"before", "after", "inside", "deal"}
EFFECTS = {"negated", "planned", "conditional", "possible", "attributive", "denied", "past", "reported", "rumoured"}

# Between a word that says what part a name has, and the name: "with Chinese e-commerce giant Alibaba", "接入阿里千问".
LATIN_FILLER = r"(?:[\s'\"-]+(?!(?:is|are|was|were|has|have|had|said|says|that|which|who)\b)[^\s,.;:()]+){0,4}[\s'\"(-]*$"
HAN_FILLER = r"[^，。、；：,;:()（）\n]{0,5}$"
# What may stand between a word that touches a cue, and the cue.
TOUCHING = r"[\s'\"]{0,2}"


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
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Stance:
    """Wordings that say how a sentence stands to a cue: see data/stances.toml."""

    effect: str
    where: str
    reach: int
    across: bool
    statuses: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """Wordings beside a name that say what part it has in the sentence."""

    part: str
    where: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wordings:
    """All data files but the names."""

    cues: tuple[Cue, ...]
    discards: tuple[Phrase, ...]
    stances: tuple[Stance, ...]
    relations: tuple[Relation, ...]
    joint_between: re.Pattern[str]
    joint_after: re.Pattern[str]
    topics: Mapping[str, tuple[str, ...]]
    reference: Mapping[str, re.Pattern[str]]
    outlets: Mapping[str, tuple[str, ...]]
    voices: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def wordings() -> Wordings:
    """The bundled wordings; ValueError names the file and the entry that is not as it should be."""
    relations, reference, outlets = read("relations"), read("reference"), read("outlets")
    joint = relations["joint"][0]
    return Wordings(
        cues=tuple(cue for language in ("en", "zh", "ja") for cue in _cues(read(f"cues.{language}"))),
        discards=tuple(_discards(read("discards"))),
        stances=tuple(_stance(entry) for entry in read("stances")["stance"]),
        relations=tuple(relation for entry in relations["relation"] for relation in _relations(entry)),
        joint_between=compile_choice(joint["between"], GAP),
        joint_after=compile_choice(joint["after"], GAP),
        topics={name: tuple(words) for name, words in read("topics")["topics"].items()},
        reference={name: compile_choice(words, GAP) for name, words in reference.items() if name != "version"},
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


def _cues(data: dict[str, Any]) -> Iterator[Cue]:
    words: Words = data.get("lists", {})
    for entry in data["cue"]:
        _known(entry, "status", set(STATUSES))
        _known(entry, "needs", NEEDS)
        sides = tuple(entry["sides"])
        if not set(sides) <= SIDES:
            raise ValueError(f"{sides} is not a choice of {sorted(SIDES)}")
        for source in entry["phrases"]:
            phrase = compile_phrase(source, words, data["gap"])
            yield Cue(entry["status"], sides, entry["needs"], entry.get("weak", False), entry.get("sure", False), phrase)


def _discards(data: dict[str, Any]) -> Iterator[Phrase]:
    for value in data.values():
        if isinstance(value, list):
            yield from (compile_phrase(source, {}, data["gap"]) for source in value)


def _stance(entry: dict[str, Any]) -> Stance:
    _known(entry, "effect", EFFECTS)
    where, touching = entry["where"], entry.get("touching", False)
    begin = f"^{TOUCHING}" if touching and where == "after" else BEGIN
    end = f"{TOUCHING}$" if touching and where == "before" else END
    pattern = compile_choice(entry["phrases"], GAP, begin, end)
    statuses = frozenset(entry.get("statuses", STATUSES))
    return Stance(entry["effect"], where, entry.get("reach", 0), entry.get("across", False), statuses, pattern)


def _relations(entry: dict[str, Any]) -> Iterator[Relation]:
    """Latin and Han phrases apart: what may stand between them and the name is not alike."""
    latin = [phrase for phrase in entry["phrases"] if phrase[0].isascii()]
    han = [phrase for phrase in entry["phrases"] if not phrase[0].isascii()]
    for phrases, filler in ((latin, LATIN_FILLER), (han, HAN_FILLER)):
        if entry["where"] == "before":
            yield Relation(entry["part"], "before", compile_choice(phrases, 20, BEGIN, END + filler))
        else:
            yield Relation(entry["part"], "after", compile_choice(phrases, 20, r"^\s?", END))


def _known(entry: Mapping[str, Any], key: str, values: set[str]) -> None:
    if entry[key] not in values:
        raise ValueError(f"{key} = {entry[key]!r} is none of {sorted(values)}")


