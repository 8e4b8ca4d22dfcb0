"""What a reader typed, made fit to be looked for."""

from __future__ import annotations

from filings.text import collapse

LONGEST_QUERY = 200
# A key of the database fits into 64 bits.
LONGEST_NUMBER = 18


def typed(text: str | None) -> str:
    """On one line, in reasonable length, and without what PostgreSQL takes in no text."""
    return collapse((text or "").replace("\x00", ""))[:LONGEST_QUERY]


def number_in(text: str) -> int | None:
    """A number from an address; anything else is as if nothing had been asked."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
