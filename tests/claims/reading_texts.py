"""Short ways to say what a text claims, for tests that are about one thing."""

from __future__ import annotations

from datetime import date

from filings.claims import Article, Claim, Lexicon, extract

DAY = date(2025, 9, 4)


def claims_of(text: str, lexicon: Lexicon, title: str = "", on: date | None = DAY) -> tuple[Claim, ...]:
    return extract(Article(title, text, "", on), lexicon)


def told(text: str, lexicon: Lexicon, title: str = "", on: date | None = DAY) -> set[str]:
    """Each claim as "Apple submitted"; what is background begins with "~", a denial with "!"."""
    return {f"{_mark(claim)}{claim.organization} {claim.status}" for claim in claims_of(text, lexicon, title, on)}


def _mark(claim: Claim) -> str:
    return "!" if claim.denies else "~" if claim.role == "background" else ""
