"""What a reader typed."""

from __future__ import annotations

import pytest

from filings.spellings import spellings, squeezed_spellings, typed
from filings.web.typed import number_in


def test_a_text_is_made_fit_to_be_looked_for() -> None:
    assert typed(" 豆\x00包 \n 爱学\u200b ") == "豆包 爱学"
    assert len(typed("a" * 5000)) == 200
    assert typed(None) == ""


def test_traditional_characters_are_looked_for_in_simplified_ones_too() -> None:
    assert spellings("蘋果") == ["蘋果", "苹果"]
    assert spellings("Ｄoubao") == ["doubao"]
    assert squeezed_spellings("dou bao") == ["doubao"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("", None), ("-1", None), ("x", None), ("١٢", None), ("9" * 30, None)],
)
def test_a_number_in_an_address(text: str, number: int | None) -> None:
    assert number_in(text) == number
