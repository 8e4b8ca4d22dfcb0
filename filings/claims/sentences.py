"""Cutting a text into sentences, in any of the languages and with the line breaks that a page leaves behind."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# A longer sentence is no sentence: a table, a list of links, a text without punctuation.
LONGEST = 700

CLOSING = r"[\"'”’」』）)\]]*"
SHORTENED = (
    "Inc Corp Ltd Co Mr Mrs Ms Dr Prof St vs No est Sen Rep Gov Gen Jr Sr "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
NO_ABBREVIATION = "".join(rf"(?<!\b{word}\.)" for word in (*SHORTENED.split(), "[A-Z]", r"[aepiU]\.[mgekKS]"))
NO_NUMBER = r"(?<!\n\d\.)(?<!\n\d\d\.)"
# A line that goes on in small letters is no end, nor is the dot of an abbreviation. What ends a sentence comes first,
# so that the other places of a text are passed by at once.
BREAK = re.compile(
    rf"[。！？!?.\n](?:(?<=[。！？])[。！？]*{CLOSING}|(?<=\n)(?![a-z])\s*|(?<=[!?])[!?]*{CLOSING}(?=\s|[㐀-鿿])"
    rf"|(?<=\.){NO_ABBREVIATION}{NO_NUMBER}{CLOSING}(?=\s+[^\sa-z]|\s*$|[㐀-鿿]))"
)
# What a page puts before a sentence without meaning it.
BULLET = re.compile(r"[\s#>*•·|\-—–+]*(?:\d{1,2}[.)、]\s+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its number and its place in the whole text."""

    index: int
    start: int
    end: int
    is_title: bool


class Sentences:
    """The sentences of a text whose title ends at a place; each is made when it is asked for."""

    def __init__(self, whole: str, title_end: int) -> None:
        self._whole, self._title_end = whole, title_end
        cuts = [0, title_end, *(match.end() for match in BREAK.finditer(whole)), len(whole)]
        self._cuts = _not_too_far_apart(whole, sorted(set(cuts)))
        self._made: dict[int, Sentence] = {}

    def __len__(self) -> int:
        return len(self._cuts) - 1

    def __getitem__(self, number: int) -> Sentence:
        """A sentence by its number, without the bullet before it and the blanks around; it may be empty."""
        if number not in self._made:
            start, end = self._cuts[number], self._cuts[number + 1]
            bullet = BULLET.match(self._whole, start, end)
            first = bullet.end() if bullet else start
            last = first + len(self._whole[first:end].rstrip())
            self._made[number] = Sentence(number, first, last, start < self._title_end)
        return self._made[number]

    def number_at(self, place: int) -> int:
        """The number of the sentence in which a place lies."""
        return min(bisect_right(self._cuts, place), len(self)) - 1


def _not_too_far_apart(whole: str, cuts: list[int]) -> list[int]:
    """The cuts, and where two are too far apart, others between them at which one may breathe."""
    closer = cuts[:1]
    for cut in cuts[1:]:
        while cut - closer[-1] > LONGEST:
            start = closer[-1]
            best = max(whole.rfind(mark, start, start + LONGEST) for mark in "，,;； ")
            closer.append(best + 1 if best > start else start + LONGEST)
        closer.append(cut)
    return closer
