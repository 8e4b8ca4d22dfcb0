"""How names are said."""

from __future__ import annotations

import pytest

from filings.web.names import reading


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("豆包", "Doubao"),
        ("苹果技术开发（上海）有限公司", "Ping guo ji shu kai fa (shanghai) youxiangongsi"),
        ("AI绘画", "AI huihua"),
        ("Dreamina", ""),
        ("", ""),
    ],
)
def test_names_are_said_in_pinyin(name: str, said: str) -> None:
    assert reading(name) == said
