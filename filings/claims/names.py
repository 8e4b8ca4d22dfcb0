"""Finding names in a text: whole words only, the longest at each place, a capital where the name has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from filings.claims.finder import Automaton
from filings.claims.fold import fold

T = TypeVar("T")

KATAKANA = range(0x30A1, 0x30FF)
SHORTEST_LATIN, SHORTEST_HAN = 3, 2


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A name at its place in the text, and whom it stands for."""

    start: int
    end: int
    value: T


class Names(Generic[T]):
    """An automaton over names; of two equal ones the first given counts."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        values: dict[str, tuple[int, bool, T]] = {}
        for name, value in names:
            folded = fold(name).strip()
            if _is_long_enough(folded):
                values.setdefault(folded, (len(folded), _has_capital(name, 0, len(name)), value))
        self._automaton = Automaton(values)

    def find(self, text: str, folded: str, start: int, end: int) -> list[Found[T]]:
        """The names between two places, from left to right, without overlaps."""
        hits = []
        for last, (length, capital, value) in self._automaton.find(folded, start, end):
            first = last + 1 - length
            if _is_whole(folded, first, last + 1) and (not capital or _has_capital(text, first, last + 1)):
                hits.append(Found(first, last + 1, value))
        return _longest(hits)


def _is_long_enough(name: str) -> bool:
    return len(name) >= (SHORTEST_LATIN if name.isascii() else SHORTEST_HAN)


def _is_whole(text: str, start: int, end: int) -> bool:
    """No letter goes on beyond either end. Digits may follow: Qwen3."""
    before, first = text[start - 1 : start], text[start]
    last, after = text[end - 1], text[end : end + 1]
    if before.isascii() and before.isalnum() and first.isascii() and first.isalnum():
        return False
    if after.isascii() and after.isalpha() and last.isascii() and last.isalpha():
        return False
    return not (_katakana(before) and _katakana(first)) and not (_katakana(last) and _katakana(after))


def _katakana(character: str) -> bool:
    return bool(character) and ord(character) in KATAKANA and character != "・"


def _has_capital(text: str, start: int, end: int) -> bool:
    return any("A" <= character <= "Z" for character in text[start:end])


def _longest(hits: list[Found[T]]) -> list[Found[T]]:
    """Of overlapping names the one that begins first, and of these the longest."""
    kept: list[Found[T]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
