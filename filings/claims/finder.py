"""Finding many phrases in one pass: an automaton over what must occur in them, their patterns only where it does."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Generic, TypeVar

import ahocorasick

from filings.claims.phrases import Phrase

T = TypeVar("T")
LETTERS = frozenset(string.ascii_lowercase + string.digits)

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


class Automaton:
    """Aho-Corasick over literals, those in ASCII apart from the others.

    Whatever begins no literal is held against all first characters, of which Chinese has hundreds; a Latin text, or a
    Latin sentence, is spared them.
    """

    def __init__(self, values: Mapping[str, object]) -> None:
        self._latin = _built({literal: value for literal, value in values.items() if literal.isascii()})
        self._other = _built({literal: value for literal, value in values.items() if not literal.isascii()})

    def find(self, text: str, start: int, end: int) -> Iterable[tuple[int, Any]]:
        """The place of the last character of each literal between two places, and its value, by their places."""
        stretch = text if start == 0 and end == len(text) else text[start:end]
        found = self._latin.iter(text, start, end) if self._latin else ()
        if not self._other or stretch.isascii():
            return found
        return sorted((*found, *self._other.iter(text, start, end)), key=itemgetter(0))


def _built(values: Mapping[str, object]) -> ahocorasick.Automaton | None:
    if not values:
        return None
    automaton = ahocorasick.Automaton()
    for literal, value in values.items():
        automaton.add_word(literal, value)
    automaton.make_automaton()
    return automaton


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
        self._words = Automaton(
            {word: (len(word), tuple(one.plain), tuple(one.numbers)) for word, one in words.items()}
        )
        musts = {literal for phrase, _value in self.phrases for must in phrase.musts for literal in must}
        self._musts = Automaton({literal: literal for literal in musts})

    def scan(self, folded: str, start: int, end: int) -> Marks[T]:
        """One pass between two places of a text, without a look at any pattern."""
        marks: Marks[T] = Marks()
        for last, (length, plain, numbers) in self._words.find(folded, start, end):
            if numbers:
                marks.anchors.append((last + 1, numbers))
            for value, open_ended in plain:
                if _is_whole(folded, last + 1 - length, last + 1, open_ended):
                    marks.plain.append((last + 1 - length, last + 1, value))
        return marks

    def verify(self, numbers: Collection[int], folded: str, start: int, end: int) -> Iterator[Place[T]]:
        """The matches of some phrases between two places; a pattern is tried only where all that it needs occurs."""
        if not numbers:
            return
        present = {literal for _last, literal in self._musts.find(folded, start, end)}
        for number in numbers:
            phrase, value = self.phrases[number]
            if phrase.pattern and not any(must.isdisjoint(present) for must in phrase.musts):
                for match in phrase.pattern.finditer(folded, start, end):
                    yield match.start(), match.end(), value

    def find(self, folded: str, start: int, end: int) -> list[Place[T]]:
        """All phrases between two places of a text."""
        marks = self.scan(folded, start, end)
        numbers = dict.fromkeys(number for _end, found in marks.anchors for number in found)
        return [*marks.plain, *self.verify(numbers, folded, start, end)]


def _is_whole(text: str, start: int, end: int, open_ended: bool) -> bool:
    """No letter or digit goes on beyond either end."""
    if text[start] in LETTERS and start and text[start - 1] in LETTERS:
        return False
    return open_ended or text[end - 1] not in LETTERS or text[end : end + 1] not in LETTERS
