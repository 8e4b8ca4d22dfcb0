"""Where in a name the typed text is marked."""

from __future__ import annotations

import pytest

from filings.web.marks import is_in, pieces


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("苹果技术开发", "苹果", ["苹果"]),
        ("苹果技术开发", "蘋果", ["苹果"]),
        ("蘋果智慧", "苹果", ["蘋果"]),
        ("豆包爱学", "doubao", ["豆包"]),
        ("豆包爱学", "dou bao", ["豆包"]),
        ("努比亚豆包手机", "douba", ["豆包"]),
        ("Doubao models", "DOUBAO", ["Doubao"]),
        ("ＡＰＰＬＥ智能", "apple", ["ＡＰＰＬＥ"]),
        ("北京抖音信息服务", "北京 信息", ["北京", "信息"]),
        ("豆包", "gemini", []),
        ("", "x", []),
        ("豆包", "", []),
        ("İstanbul", "i", []),
    ],
)
def test_the_matched_part_is_marked(text: str, query: str, marked: list[str]) -> None:
    runs = pieces(text, query)
    assert "".join(run.text for run in runs) == text
    assert [run.text for run in runs if run.is_match] == marked
    assert is_in(text, query) is bool(marked)
