"""What somebody typed, made fit to be looked for, and the same in other characters and cases. Pure."""

from __future__ import annotations

import functools

import opencc

from filings.text import collapse, search_key, squeeze

LONGEST_QUERY = 200


def typed(text: str | None) -> str:
    """On one line, in reasonable length, and without what PostgreSQL takes in no text."""
    return collapse((text or "").replace("\x00", ""))[:LONGEST_QUERY]


@functools.cache
def _converter(way: str) -> opencc.OpenCC:
    return opencc.OpenCC(way)


def simplified(text: str) -> str:
    """The text in simplified characters: 蘋果 is 苹果."""
    return str(_converter("t2s").convert(text))


def traditional(text: str) -> str:
    return str(_converter("s2t").convert(text))


def spellings(query: str) -> list[str]:
    """The query as `search_text` spells things, and the same in simplified characters where that differs."""
    key = search_key(query)
    return list(dict.fromkeys((key, simplified(key))))


def squeezed_spellings(query: str) -> list[str]:
    return list(dict.fromkeys(squeeze(spelling) for spelling in spellings(query)))
