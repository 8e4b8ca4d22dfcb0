"""Folding makes spellings equal and moves nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.claims.fold import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("蘋果與騰訊、國家網信辦", "苹果与腾讯、国家网信办"),
        ("ＡＩ大模型２．０", "ai大模型2．0"),
        ("Apple’s “Siri”", 'apple\'s "siri"'),
        ("co‑developed – roll‐out", "co-developed — roll-out"),
        ("a\u00a0b\u200bc\td", "a b c d"),
        ("one\r\ntwo\u2028three", "one\n\ntwo\nthree"),
        ("İstanbul", "İstanbul"),
        ("承認・備案", "承认·备案"),
    ],
)
def test_spellings_become_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
