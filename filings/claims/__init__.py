"""Article text to claims: what a sentence says about the status of an AI product with the Chinese regulator. Pure.

    lexicon = Lexicon(actors_of(bundled_catalogue()))      once
    claims = extract(article, lexicon)

The words are data: see data/*.toml. CLAIMS_VERSION changes with the code, `data_version()` with the words.
"""

from __future__ import annotations

from filings.claims.base import STATUSES, Actor, Article, Claim, Precision, Role
from filings.claims.extract import extract
from filings.claims.known import Lexicon, actors_of
from filings.claims.lexicon import data_version

CLAIMS_VERSION = 3

__all__ = [
    "CLAIMS_VERSION",
    "STATUSES",
    "Actor",
    "Article",
    "Claim",
    "Lexicon",
    "Precision",
    "Role",
    "actors_of",
    "data_version",
    "extract",
]
