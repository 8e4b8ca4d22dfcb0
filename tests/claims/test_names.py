"""Finding names: whole words, the longest, with the capital that they have."""

from __future__ import annotations

import pytest

from filings.claims import Actor, Lexicon
from filings.claims.fold import fold
from filings.claims.names import Names

NAMES: Names[str] = Names(
    (name, name)
    for name in ("Apple", "Apple Intelligence", "苹果", "苹果智能", "vivo", "Qwen", "Z.ai", "アップル", "A")
)


def found(text: str) -> list[str]:
    return [hit.value for hit in NAMES.find(text, fold(text), 0, len(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Apple and vivo", ["Apple", "vivo"]),
        ("pineapple, Apples, grapple", []),
        ("an apple a day", []),
        ("APPLE INTELLIGENCE", ["Apple Intelligence"]),
        ("Apple’s Qwen3, Qwen2.5", ["Apple", "Qwen", "Qwen"]),
        ("国行苹果AI上线", ["苹果"]),
        ("蘋果智能", ["苹果智能"]),
        ("Apple智能", ["Apple"]),
        ("Z.ai said", ["Z.ai"]),
        ("アップルは", ["アップル"]),
        ("アップルパイ", []),
        ("A is too short", []),
    ],
)
def test_names_are_found_as_they_are_meant(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_register_adds_names_but_overrides_none() -> None:
    register = [Actor("示例（北京）科技有限公司", ("示例（北京）科技有限公司", "苹果", "助手"))]
    lexicon = Lexicon(register=register)
    text = "示例（北京）科技有限公司与苹果的助手"
    hits = lexicon.names.find(text, fold(text), 0, len(text))
    assert [hit.value.organization for hit in hits if hit.value] == ["示例（北京）科技有限公司", "Apple"]


def test_a_bundled_organization_goes_by_the_name_of_the_catalogue() -> None:
    lexicon = Lexicon([Actor("Apple Computer", ("Apple Computer", "苹果"))])
    text = "Apple Intelligence"
    (hit,) = lexicon.names.find(text, fold(text), 0, len(text))
    assert hit.value
    assert hit.value.organization == "Apple Computer"
