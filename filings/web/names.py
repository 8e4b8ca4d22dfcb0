"""How a name is shown: the original first, and for readers of English a way to say it."""

from __future__ import annotations

import functools
import re
import unicodedata

from django.utils.translation import get_language
from pypinyin import lazy_pinyin

from filings.text import HAN, collapse

HAN_RUN = re.compile(f"[{HAN}]+")
# Up to here the syllables of a name are read as one word (豆包: doubao); longer runs need spaces to be readable.
LONGEST_WORD = 4


def reads_chinese() -> bool:
    """Whether the page is shown in Chinese."""
    return (get_language() or "").startswith("zh")


def has_han(text: str) -> bool:
    return bool(HAN_RUN.search(text))


@functools.lru_cache(maxsize=8192)
def reading(name: str) -> str:
    """The name in pinyin, for the eye; empty when it holds nothing Chinese."""
    if not has_han(name):
        return ""
    spoken = collapse(HAN_RUN.sub(lambda run: f" {_spoken(run[0])} ", unicodedata.normalize("NFKC", name)))
    spoken = re.sub(r"\s+([)\],.])", r"\1", re.sub(r"([(\[])\s+", r"\1", spoken))
    return spoken[:1].upper() + spoken[1:]


def _spoken(run: str) -> str:
    return ("" if len(run) <= LONGEST_WORD else " ").join(lazy_pinyin(run))
