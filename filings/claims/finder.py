"""Finding many phrases in one pass: an automaton over what must occur in them, and their patterns only where it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import ahocorasick

from filings.claims.phrases import Phrase

T = TypeVar("T")

# Where something begins and ends, and what it is.
Place = tuple[int, int, T]


@dataclass(slots=True)
class Marks(Generic[T]):
    """What one pass finds: plain phrases by themselves, of the others the end of an anchor and their numbers."""

    plain: list[Place[T]] = field(default_factory=list)
    anchors: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)


@dataclass(slots=True)
class _Word:
    """What one literal stands for: plain phrases, with whether they are open-ended, and numbers of others."""

    plain: list[tuple[T, bool]] = field(default_factory=list)  # type: ignore[valid-type]
    numbers: list[int] = field(default_factory=list)


class Finder(Generic[T]):
    """Phrases, each with what it stands for. Texts must be folded."""

    def __init__(self, phrases: Iterable[tuple[Phrase, T]]) -> None:
        self.phrases = list(phrases)
        words: dict[str, _Word] = {}
        for number, (phrase, value) in enumerate(self.phrases):
            for anchor in phrase.anchors:
                word = words.setdefault(anchor, _Word())
                if phrase.pattern:
                    word.numbers.append(number)
                else:
                    word.plain.append((value, phrase.open_ended))
        self._automaton = ahocorasick.Automaton()
        for literal, word in words.items():
            self._automaton.add_word(literal, (len(literal), tuple(word.plain), tuple(word.numbers)))
        self._automaton.make_automaton()

    def scan(self, folded: str, start: int, end: int) -> Marks[T]:
        """One pass between two places of a text, without a look at any pattern."""
        marks: Marks[T] = Marks()
        for last, (length, plain, numbers) in self._automaton.iter(folded, start, end):
            if numbers:
                marks.anchors.append((last + 1, numbers))
            for value, open_ended in plain:
                if _is_whole(folded, last + 1 - length, last + 1, open_ended):
                    marks.plain.append((last + 1 - length, last + 1, value))
        return marks

    def verify(self, numbers: Iterable[int], folded: str, start: int, end: int) -> Iterator[Place[T]]:
        """The matches of some phrases between two places."""
        for number in numbers:
            phrase, value = self.phrases[number]
            for match in phrase.finditer(folded, start, end):
                yield match.start(), match.end(), value

    def find(self, folded: str, start: int, end: int) -> list[Place[T]]:
        """All phrases between two places of a text."""
        marks = self.scan(folded, start, end)
        numbers = dict.fromkeys(number for _end, found in marks.anchors for number in found)
        return [*marks.plain, *self.verify(numbers, folded, start, end)]


def _is_whole(text: str, start: int, end: int, open_ended: bool) -> bool:
    """No letter or digit goes on beyond either end."""
    if start and _is_letter(text[start]) and _is_letter(text[start - 1]):
        return False
    return open_ended or end >= len(text) or not (_is_letter(text[end - 1]) and _is_letter(text[end]))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()
