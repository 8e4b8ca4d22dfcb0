"""Cutting a text into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.claims.sentences import LONGEST, Sentences


def cut(text: str, title: str = "") -> list[str]:
    whole = f"{title}\n{text}"
    sentences = Sentences(whole, len(title))
    places = (sentences[number] for number in range(len(sentences)))
    return [whole[one.start : one.end] for one in places if one.start < one.end]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Apple Inc. and Alibaba work on iOS 18.4. It waits.",
            ["Apple Inc. and Alibaba work on iOS 18.4.", "It waits."],
        ),
        ("The U.S. waits. On Jan. 3 it came.", ["The U.S. waits.", "On Jan. 3 it came."]),
        ("He said “yes.” She left.", ["He said “yes.”", "She left."]),
        ("已通过备案。“很高兴！”他说", ["已通过备案。", "“很高兴！”", "他说"]),
        ("承認された。まだだ。", ["承認された。", "まだだ。"]),
        ("- first\n- second\n> third", ["first", "second", "third"]),
        ("1. Alpha\n2. Beta", ["Alpha", "Beta"]),
        ("the line\ngoes on\n\nanother", ["the line\ngoes on", "another"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_the_title_is_a_sentence_of_its_own() -> None:
    assert cut("the text goes on", "A title without a dot") == ["A title without a dot", "the text goes on"]
    sentences = Sentences("A title\ntext", 7)
    assert [sentences[0].is_title, sentences[len(sentences) - 1].is_title] == [True, False]


@given(st.text(alphabet="ab .。\n，A1"), st.integers(0, 40))
def test_every_place_lies_in_one_sentence_and_none_is_too_long(text: str, title_end: int) -> None:
    whole = text * 40
    sentences = Sentences(whole, min(title_end, len(whole)))
    for place in range(0, len(whole), 7):
        sentence = sentences[sentences.number_at(place)]
        assert sentence.end - sentence.start <= LONGEST
        assert sentence.start <= place < sentence.end or not (whole[place].strip() and whole[place] not in "-1.")
