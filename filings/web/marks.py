"""Where in a name the typed text is: in characters of either script, or in the pinyin of the characters."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from filings.spellings import simplified, spellings, squeezed_spellings

from .names import has_han

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A run of a name, matched or not."""

    text: str
    is_match: bool


def pieces(text: str, query: str) -> list[Piece]:
    """The text in runs; a single unmatched one where the query is not in it."""
    cuts = [0, *itertools.chain.from_iterable(_merged(_spans(text, query))), len(text)]
    runs = [Piece(text[start:end], bool(at % 2)) for at, (start, end) in enumerate(itertools.pairwise(cuts))]
    return [run for run in runs if run.text]


def is_in(text: str, query: str) -> bool:
    return bool(_spans(text, query))


def _spans(text: str, query: str) -> list[Span]:
    folded = _folded(text)
    whole = [span for spelling in spellings(query) for span in _found(folded, [spelling])]
    if whole:
        return whole
    words = [word for spelling in spellings(query) for word in spelling.split()]
    return _found(folded, words) or _spoken_spans(text, query)


def _folded(text: str) -> str:
    """As `spellings` folds a query, but character by character, so that places stay what they are."""
    folded = "".join(form if len(form := unicodedata.normalize("NFKC", c).casefold()) == 1 else c for c in text)
    plain = simplified(folded)
    return plain if len(plain) == len(text) else folded


def _found(text: str, words: Iterable[str]) -> list[Span]:
    return [(at, at + len(word)) for word in words if word and (at := text.find(word)) >= 0]


def _spoken_spans(text: str, query: str) -> list[Span]:
    """The characters whose syllables, one after the other, begin with what was typed."""
    if not has_han(text):
        return []
    syllables = [_syllable(character) for character in text]
    for typed in squeezed_spellings(query):
        for start in range(len(syllables)):
            spoken, end = "", start
            while end < len(syllables) and len(spoken) < len(typed):
                spoken, end = spoken + syllables[end], end + 1
            if typed and spoken.startswith(typed):
                return [(start, end)]
    return []


@functools.lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    return lazy_pinyin(character)[0].lower() if has_han(character) else character.lower().strip()


def _merged(spans: Iterable[Span]) -> list[Span]:
    """In order and without overlaps."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
