"""A text cut at the places that are quoted from it, whole or only around them. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

# So much is shown on either side of a quote where the text itself is not ours to print.
AROUND = 160


class Quote(Protocol):
    """Something that is quoted from a text, from `start` to `end`."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Q = TypeVar("Q", bound=Quote)


@dataclass(frozen=True, slots=True)
class Passage(Generic[Q]):
    """A piece of text, and what quotes it, if anything does. `is_cut` says that text was left out before it."""

    text: str
    quotes: tuple[Q, ...] = ()
    is_cut: bool = False


def whole(text: str, quotes: Sequence[Q]) -> list[Passage[Q]]:
    """The text in pieces, each with the quotes that cover it."""
    edges = sorted({0, len(text), *(_within(text, edge) for quote in quotes for edge in (quote.start, quote.end))})
    return [
        Passage(text[start:end], tuple(quote for quote in quotes if quote.start <= start and end <= quote.end))
        for start, end in itertools.pairwise(edges)
    ]


def around(text: str, quotes: Sequence[Q]) -> list[Passage[Q]]:
    """Only what is quoted, with some words on either side."""
    shown: list[Passage[Q]] = []
    pieces = whole(text, quotes)
    for place, piece in enumerate(pieces):
        if piece.quotes:
            shown.append(piece)
            continue
        follows = place > 0
        leads = place + 1 < len(pieces)
        if follows and leads and len(piece.text) <= 2 * AROUND:
            shown.append(piece)
            continue
        if follows:
            shown.append(Passage(_until_space(piece.text[:AROUND])))
        if leads:
            tail = piece.text[-AROUND:]
            shown.append(Passage(_from_space(tail), is_cut=len(piece.text) > AROUND))
    return shown


def _within(text: str, edge: int) -> int:
    return min(max(edge, 0), len(text))


def _until_space(text: str) -> str:
    """Without a word that is cut at the end; Chinese has no blanks to cut at."""
    head, blank, _ = text.rpartition(" ")
    return head if blank and len(head) > AROUND // 2 else text


def _from_space(text: str) -> str:
    _, blank, tail = text.partition(" ")
    return tail if blank and len(tail) > AROUND // 2 else text
