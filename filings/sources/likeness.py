"""Whether two texts are the same story: a sketch of each is a few numbers, which near-identical texts share."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from filings.text import name_key

# So many characters in a row are one piece; so many pieces make the sketch.
PIECE = 12
SIZE = 100
# Shorter texts say too little to be called copies.
FEWEST_PIECES = 60
# An agency's report, shortened or with a paragraph added, keeps more than this.
SAME = 0.6
NO_WORD = re.compile(r"[\W_]+")


def sketch(text: str) -> list[int]:
    """The smallest hashes of the text's pieces, in order; [] for a text that is too short to compare."""
    plain = NO_WORD.sub("", name_key(text))
    pieces = {zlib.crc32(plain[at : at + PIECE].encode()) for at in range(len(plain) - PIECE + 1)}
    return sorted(pieces)[:SIZE] if len(pieces) >= FEWEST_PIECES else []


def is_same(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether the texts behind two sketches share most of what they say."""
    if not one or not other:
        return False
    smallest = sorted({*one, *other})[:SIZE]
    shared = set(one) & set(other)
    return sum(piece in shared for piece in smallest) >= SAME * len(smallest)
