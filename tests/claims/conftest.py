"""What every test of the claims stands on: one lexicon, with the bundled catalogue."""

from __future__ import annotations

import pytest

from filings.catalogue import bundled_catalogue
from filings.claims import Lexicon, actors_of


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(actors_of(bundled_catalogue()))
