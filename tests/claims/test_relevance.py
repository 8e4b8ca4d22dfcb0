"""Which headlines and summaries are worth reading on."""

from __future__ import annotations

import pytest

from filings.claims import Lexicon
from filings.claims.relevance import is_relevant


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.mark.parametrize(
    "text",
    [
        "China's regulator approves Apple Intelligence",
        "Apple submits AI features for approval in China",
        "苹果智能通过生成式人工智能服务备案",
        "Tesla's assistant\nThe cyberspace regulator has registered the voice assistant of Tesla.",
    ],
)
def test_somebody_known_and_a_status(lexicon: Lexicon, text: str) -> None:
    assert is_relevant(text, lexicon)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Apple shows a telephone that is thinner than the last one",
        "The regulator of fruit has approved pineapples",
        "苹果树今年丰收",
        "A bakery in Lyon wins approval for its bread",
    ],
)
def test_nobody_known_or_no_status(lexicon: Lexicon, text: str) -> None:
    assert not is_relevant(text, lexicon)
