"""Copies of a story are known by their text, other stories are not."""

from __future__ import annotations

import random

import pytest

from filings.sources.likeness import is_same, sketch

WORDS = [f"word{number}" for number in range(400)]


def story(seed: int, words: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def text(words: list[str]) -> str:
    return " ".join(words)


def test_width_case_and_punctuation_make_no_other_story() -> None:
    assert sketch(text(story(1))) == sketch(text(story(1)).upper().replace(" ", ",  "))


@pytest.mark.parametrize("seed", range(5))
def test_a_shortened_or_lengthened_copy_is_one(seed: int) -> None:
    words = story(seed)
    assert is_same(sketch(text(words)), sketch(text(words[: len(words) * 3 // 4])))
    assert is_same(sketch(text(words)), sketch(text(words + story(seed + 100, 80))))


@pytest.mark.parametrize("seed", range(5))
def test_other_stories_are_others_even_with_a_paragraph_in_common(seed: int) -> None:
    common = story(1000, 60)
    assert not is_same(sketch(text(story(seed))), sketch(text(story(seed + 100))))
    assert not is_same(sketch(text(common + story(seed))), sketch(text(common + story(seed + 100))))


def test_chinese_copies() -> None:
    chosen = random.Random(7)
    body = "".join(chr(0x4E00 + chosen.randrange(3000)) for _ in range(400))
    assert is_same(sketch(body), sketch("【转载】" + body))


def test_short_texts_are_never_copies() -> None:
    assert sketch("Too short to say.") == []
    assert not is_same([], [])
