"""One pass over the text that finds the words on which everything else depends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import ahocorasick

from filings.claims.fold import fold
from filings.claims.lexicon import Wordings
from filings.claims.phrases import Phrase


@dataclass(slots=True)
class Marks:
    """Where the words of each kind stand in one text, by their ends, from left to right."""

    cues: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    discards: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    topics: list[tuple[int, int, str]] = field(default_factory=list)

    def topics_between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The words of a topic that lie between two places, as (end, start, topic)."""
        first = bisect_left(self.topics, (start + 1, 0, ""))
        last = bisect_left(self.topics, (end + 1, 0, ""))
        return self.topics[first:last]


@dataclass(slots=True)
class _Word:
    """What one literal may be part of."""

    length: int
    cues: list[int] = field(default_factory=list)
    discards: list[int] = field(default_factory=list)
    # The topic, and whether the word may have any ending.
    topics: list[tuple[str, bool]] = field(default_factory=list)


class Scanner:
    """An automaton over the anchors of all wordings and over all words of topics."""

    def __init__(self, wordings: Wordings) -> None:
        words: dict[str, _Word] = {}
        _add_anchors(words, "cues", (cue.phrase for cue in wordings.cues))
        _add_anchors(words, "discards", wordings.discards)
        _add_topics(words, wordings.topics)
        self._automaton = ahocorasick.Automaton()
        for literal, word in words.items():
            self._automaton.add_word(literal, (word.length, tuple(word.cues), tuple(word.discards), tuple(word.topics)))
        self._automaton.make_automaton()

    def scan(self, folded: str) -> Marks:
        marks = Marks()
        for last, (length, cues, discards, topics) in self._automaton.iter(folded):
            if cues:
                marks.cues.append((last + 1, cues))
            if discards:
                marks.discards.append((last + 1, discards))
            for topic, open_ended in topics:
                if _is_whole(folded, last + 1 - length, last + 1, open_ended):
                    marks.topics.append((last + 1, last + 1 - length, topic))
        return marks


def _add_anchors(words: dict[str, _Word], kind: str, phrases: Iterable[Phrase]) -> None:
    for number, phrase in enumerate(phrases):
        for anchor in phrase.anchors:
            getattr(words.setdefault(anchor, _Word(len(anchor))), kind).append(number)


def _add_topics(words: dict[str, _Word], topics: Mapping[str, tuple[str, ...]]) -> None:
    for topic, members in topics.items():
        for member in members:
            literal = fold(member.rstrip("*"))
            words.setdefault(literal, _Word(len(literal))).topics.append((topic, member.endswith("*")))


def _is_whole(text: str, start: int, end: int, open_ended: bool) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    begins = not (_is_letter(before) and _is_letter(text[start]))
    return begins and (open_ended or not (_is_letter(after) and _is_letter(text[end - 1])))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()
