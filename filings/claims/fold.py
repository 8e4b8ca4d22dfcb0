"""One spelling for comparison, character by character, so that every place in it is the same place in the original."""

from __future__ import annotations

import re
import unicodedata

import opencc

# Curly quotes, dashes and blanks of every kind are one each.
PLAIN = {
    **dict.fromkeys("‘’‛`´＇", "'"),
    **dict.fromkeys("“”„〝〞＂", '"'),
    **dict.fromkeys("‐‑‒−﹣－", "-"),
    **dict.fromkeys("–―", "—"),
    **dict.fromkeys("・‧", "·"),
}
SCRIPTS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF))
# What Unicode calls a blank, a format or a control character. Line breaks stay: they end sentences.
BLANKS = {chr(code): " " for code in range(0x3001) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zs", "Zl", "Zp"}}
LINE_BREAKS = "\n\r\u2028\u2029"


def _simplified() -> dict[str, str]:
    """Each traditional character that has exactly one simplified form."""
    characters = [chr(code) for first, last in SCRIPTS for code in range(first, last + 1)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, converted, strict=True) if old != new and len(new) == 1}


def _narrow() -> dict[str, str]:
    """The full-width forms of ASCII, lower case, but for the punctuation that Chinese sentences are made of."""
    wide = {chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    return {old: new for old, new in wide.items() if new.isalnum() or new in "%&+@_/"}


def _table() -> dict[str, str]:
    blanks = {old: new for old, new in BLANKS.items() if old not in LINE_BREAKS and old != " "}
    return {**blanks, **dict.fromkeys("\r\u2028\u2029", "\n"), **_narrow(), **_simplified(), **PLAIN}


TABLE = _table()
# Most texts hold few of these characters: looking for them is cheaper than translating all.
ANY = re.compile("[" + "".join(map(re.escape, TABLE)) + "]")


def fold(text: str) -> str:
    """The text in lower case, simplified characters, plain blanks, quotes and widths; never longer or shorter."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(one if len(one := character.lower()) == 1 else character for character in text)
    return ANY.sub(_plain, lower)


def _plain(match: re.Match[str]) -> str:
    return TABLE[match[0]]
