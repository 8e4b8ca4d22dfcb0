"""Cutting a text into sentences, in any of the languages and with the line breaks that a page leaves behind."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A longer sentence is no sentence: a table, a list of links, a text without punctuation.
LONGEST = 700

BREAK = re.compile(r"[。！？]+[”」』）)\"]*|\n[\s]*|[.!?]+[\"'”’)\]]*(?=\s|[㐀-鿿])")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Dr|Prof|St|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|est|e\.g|i\.e"
    r"|U\.S|U\.K|a\.m|p\.m|Sen|Rep|Gov|Gen|Jr|Sr))\.$"
)
# What a page puts before a sentence without meaning it.
BULLET = re.compile(r"[\s#>*•·|\-—–+]*(?:\d{1,2}[.)、]\s+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its place in the whole text."""

    index: int
    start: int
    end: int
    is_title: bool


def split(whole: str, title_end: int) -> list[Sentence]:
    """The sentences of a text whose title ends at a place."""
    sentences: list[Sentence] = []
    start = 0
    for cut in [*_cuts(whole, title_end), len(whole)]:
        for first, last in _pieces(whole, start, cut):
            sentences.append(Sentence(len(sentences), first, last, first < title_end))
        start = cut
    return sentences


def _cuts(whole: str, title_end: int) -> list[int]:
    return [match.end() for match in BREAK.finditer(whole) if match.start() == title_end or _ends(whole, match)]


def _ends(whole: str, match: re.Match[str]) -> bool:
    """A line that goes on in small letters is no end, nor is the dot of an abbreviation."""
    following = whole[match.end() : match.end() + 2].lstrip()[:1]
    goes_on = following.isascii() and following.islower()
    if match[0][0] == "\n":
        return not goes_on or "\n" in match[0][1:]
    if match[0][0] == ".":
        return not goes_on and not ABBREVIATION.search(whole, max(0, match.start() - 8), match.start() + 1)
    return True


def _pieces(whole: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch without its bullet and blanks, cut where it is too long; nothing if nothing is left."""
    bullet = BULLET.match(whole, start, end)
    start = bullet.end() if bullet else start
    pieces = []
    while start < end:
        cut = end if end - start <= LONGEST else _comma(whole, start)
        trimmed = start + len(whole[start:cut].rstrip())
        if trimmed > start:
            pieces.append((start, trimmed))
        start = cut
    return pieces


def _comma(whole: str, start: int) -> int:
    """The last place before the longest length where one may breathe."""
    best = max(whole.rfind(mark, start, start + LONGEST) for mark in "，,;； ")
    return best + 1 if best > start else start + LONGEST
