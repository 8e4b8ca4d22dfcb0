"""The notation of the data files, and finding many phrases at once."""

from __future__ import annotations

import pytest

from filings.claims.finder import Finder
from filings.claims.phrases import compile_phrase

WORDS = {"authority": ["cac", "regulator*", "网信办"]}


def found(source: str, text: str) -> list[str]:
    finder = Finder([(compile_phrase(source, WORDS, 60), source)])
    return [text[start:end] for start, end, _value in finder.find(text, 0, len(text))]


@pytest.mark.parametrize(
    ("source", "text", "matches"),
    [
        ("submitted", "they submitted it, not resubmitted", ["submitted"]),
        ("licen*", "a licence and licensing", ["licen", "licen"]),
        (
            "submitted ~ to .. {authority}",
            "submitted the first set to china's regulators",
            ["submitted the first set to china's regulators"],
        ),
        ("submitted ~ to .. {authority}", "submitted. to the cac", []),
        ("submitted ~ to {authority}", "submitted it, but talked to cac", []),
        ("submitted ~ to {authority}", "submitted ios 18.4 to cac", ["submitted ios 18.4 to cac"]),
        ("(win|won) .. approval", "won long-awaited approval", ["won long-awaited approval"]),
        ("(win|won) .. approval", "won the hearts of many and the approval", []),
        ("(has |)approved", "has approved", ["has approved"]),
        ("(green light|go-ahead)", "the green-light, the go-ahead", ["green-light", "go-ahead"]),
        ("提交~{authority}", "已提交给国家网信办审批", ["提交给国家网信办"]),
        ("提交~{authority}", "已提交，国家网信办", []),
    ],
)
def test_phrases_match_what_their_notation_says(source: str, text: str, matches: list[str]) -> None:
    assert found(source, text) == matches


@pytest.mark.parametrize("source", ["(win", "win)", "{nobody} wins", "~", "a {authority"])
def test_a_phrase_that_is_not_well_formed_is_refused(source: str) -> None:
    with pytest.raises(ValueError):
        compile_phrase(source, WORDS, 30)


def test_only_what_lies_between_two_places_is_found() -> None:
    finder = Finder([(compile_phrase("won", {}, 30), 1), (compile_phrase("(won|lost) it", {}, 30), 2)])
    assert finder.find("won it, won it", 0, 6) == [(0, 3, 1), (0, 6, 2)]
