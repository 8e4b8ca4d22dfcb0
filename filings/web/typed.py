"""Numbers in addresses."""

from __future__ import annotations

# A key of the database fits into 64 bits.
LONGEST_NUMBER = 18


def number_in(text: str) -> int | None:
    """A number from an address; anything else is as if nothing had been asked."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
