"""The same text in other characters and cases: what a search for it must also try. Pure."""

from __future__ import annotations

import functools

import opencc

from filings.text import search_key, squeeze


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
