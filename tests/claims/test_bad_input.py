"""Texts that nobody wrote for us: no exception, and no time without bound."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.claims import Article, Lexicon, extract
from filings.claims.lines import read_date
from tests.claims.reading_texts import claims_of, told

TELLING = "Apple and Alibaba have submitted their AI features to China's cyberspace regulator. "
PIECES = (
    TELLING, "苹果智能已通过备案。", "中国当局はアップルのAIを承認した。", "Tesla", "苹果", "网信办",
    "approved", "submitted", "备案", "<script>alert(1)</script>", "\x00\x1b[31m", "\n\n", "，", ". ", "“", "AI",
    " 7月8日 ", "by ", "the company ", "双方", "🙂", "\u202e", "İ",
)  # fmt: skip


@pytest.mark.parametrize("title", ["<script>alert('Apple')</script>", "\x00\x07\x1b[2J", "", "?" * 1000, "苹果" * 5000])
def test_a_title_that_is_none_does_no_harm(title: str, lexicon: Lexicon) -> None:
    assert "Apple submitted" in told(TELLING, lexicon, title=title)


def test_control_characters_are_blanks(lexicon: Lexicon) -> None:
    assert told(TELLING.replace(" ", "\x00"), lexicon) == {"Apple submitted"}


@pytest.mark.parametrize(
    "text",
    [TELLING, "苹果智能已通过备案。", "a", "苹", "submitted ", "submitted to the ", "，", "\n", "approved (", "7月"],
)
def test_five_million_characters_take_seconds(text: str, lexicon: Lexicon) -> None:
    started = time.process_time()
    claims = claims_of(text * (5_000_000 // len(text)), lexicon)
    assert time.process_time() - started < 30
    assert len(claims) <= 2


def test_an_article_without_a_date_has_claims_without_one(lexicon: Lexicon) -> None:
    claims = claims_of("苹果智能周二通过备案，大模型于2026年7月8日备案。", lexicon, on=None)
    assert {claim.organization for claim in claims} == {"Apple"}


def test_a_date_far_ahead_is_taken_as_it_is(lexicon: Lexicon) -> None:
    (claim,) = claims_of("网信办周二批准了苹果智能。", lexicon, on=date(2099, 1, 1))
    assert claim.happened_on == date(2098, 12, 30)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_end(day: date, lexicon: Lexicon) -> None:
    claims_of(
        "网信办昨日、周二、上周、去年、上月批准了苹果智能。 Regulators approved Apple's AI in China last month.",
        lexicon,
        on=day,
    )


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30), st.dates())
@settings(max_examples=60, deadline=None)
def test_every_quote_stands_where_it_says(lexicon: Lexicon, pieces: list[str], day: date) -> None:
    article = Article("".join(pieces[:3]), "".join(pieces[3:]), "", day)
    for claim in extract(article, lexicon):
        assert claim.quote
        assert article.whole[claim.start : claim.end] == claim.quote
        assert claim.organization not in claim.partners


@pytest.mark.parametrize("written", ["", "yesterday", "2025-13", "0000", "99999-01-01", "2025-02-30", "٢٠٢٥"])
def test_a_date_that_is_none_counts_as_not_given(written: str) -> None:
    assert read_date(written) == (None, "")
