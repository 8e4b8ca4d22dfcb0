"""Texts cut at their quotes."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from filings.passages import AROUND, around, whole


@dataclass(frozen=True)
class Quote:
    start: int
    end: int


TEXT = "a" * 300 + " " + "b" * 50 + " " + "c" * 900 + " " + "d" * 20 + " " + "e" * 300
FIRST, SECOND = Quote(301, 351), Quote(1253, 1273)
quotes = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Quote(min(pair), max(pair))), max_size=4
)


@given(st.text(max_size=50), quotes)
def test_the_whole_text_stays_whole(text: str, given_quotes: list[Quote]) -> None:
    pieces = whole(text, given_quotes)
    assert "".join(piece.text for piece in pieces) == text


def test_pieces_know_what_quotes_them() -> None:
    assert [piece.text[:1] for piece in whole(TEXT, [FIRST, SECOND]) if piece.quotes] == ["b", "d"]


def test_only_the_neighbourhood_of_quotes_is_shown() -> None:
    shown = around(TEXT, [FIRST, SECOND])
    assert [piece.text[:1] for piece in shown if piece.quotes] == ["b", "d"]
    assert all(len(piece.text) <= AROUND for piece in shown if not piece.quotes)
    assert sum(piece.is_cut for piece in shown) == 2


def test_what_lies_between_two_near_quotes_is_shown_whole() -> None:
    assert "".join(piece.text for piece in around("x one y two z", [Quote(2, 5), Quote(8, 11)])) == "x one y two z"


def test_without_quotes_nothing_is_shown() -> None:
    assert around(TEXT, []) == []
