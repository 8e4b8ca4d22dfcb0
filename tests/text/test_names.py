"""Whitespace, width and pinyin: how names are compared, searched for and put into addresses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.text import (
    collapse,
    name_key,
    pinyin,
    pinyin_initials,
    product_name_of_algorithm,
    search_key,
    search_text,
    slugify_name,
    squeeze,
)


@pytest.mark.parametrize(
    ("text", "squeezed", "collapsed"),
    [
        (" 豆 包\n", "豆包", "豆 包"),
        ("\ufeff豆\u200b包\u3000 AI\xa0", "豆包AI", "豆包 AI"),
        ("a\t\r\n b", "ab", "a b"),
        ("\u200b\n", "", ""),
        ("", "", ""),
    ],
)
def test_whitespace(text: str, squeezed: str, collapsed: str) -> None:
    assert squeeze(text) == squeezed
    assert collapse(text) == collapsed


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert collapse(collapse(text)) == collapse(text)
    assert name_key(name_key(text)) == name_key(text)


def test_names_are_equal_across_width_case_and_space() -> None:
    assert name_key("图形起源（北京）科技有限公司") == name_key("图形起源 (北京)科技有限公司\n")
    assert name_key("ＣｈａｔＧＬＭ") == name_key("chatglm")
    assert name_key("苹果技术开发（上海）有限公司") != name_key("苹果电脑贸易（上海）有限公司")


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("豆包企业版大模型算法", "豆包企业版大模型"),
        ("文心大模型算法-2", "文心大模型"),
        ("银河文本信息合成算法 2", "银河文本信息合成"),
        ("美图奇想智能视觉大模型算法2-MiracleVision", "美图奇想智能视觉大模型算法2-MiracleVision"),
        ("东港-生成合成算法", "东港-生成合成"),
        ("DFM-2东风大模型", "DFM-2东风大模型"),
        ("算法", "算法"),
    ],
)
def test_product_name_of_an_algorithm(name: str, product: str) -> None:
    assert product_name_of_algorithm(name) == product


@pytest.mark.parametrize(
    ("text", "words", "initials", "slug"),
    [
        ("豆包", "doubao", "db", "doubao"),
        ("AI绘画", "ai huihua", "aihh", "ai-huihua"),
        ("重庆银行", "chongqingyinhang", "cqyh", "chongqingyinhang"),
        ("绿女", "lvnv", "ln", "lvnv"),
        ("同瓴AirCloneAl（V1.0）", "tongling aircloneal(v1.0)", "tlaircloneal(v1.0)", "tongling-aircloneal-v1-0"),
        ("Café® Pantas！", "cafe pantas!", "cafepantas!", "cafe-pantas"),
        ("ＱＱ音乐", "qq yinyue", "qqyy", "qq-yinyue"),
    ],
)
def test_pinyin(text: str, words: str, initials: str, slug: str) -> None:
    assert pinyin(text) == words
    assert pinyin_initials(text) == initials
    assert slugify_name(text) == slug


def test_name_without_letters_still_has_an_address() -> None:
    assert slugify_name("！") == "x-801eb5d9"
    assert slugify_name("《》") != slugify_name("！")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_slugs_are_short_and_plain(text: str) -> None:
    slug = slugify_name(text)
    assert 0 < len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")


@pytest.mark.parametrize(
    "query", ["豆包", "DOUBAO", "Ｄｏｕｂａｏ", "抖音信息", "  AI\n绘画 ", "aihuihua", "ai huihua", "230031号"]
)
def test_search_finds_every_spelling(query: str) -> None:
    text = search_text("豆包", "AI 绘画", "北京抖音信息服务有限公司", "网信算备110108823483901230031号", "")
    assert search_key(query) in text


def test_search_text_says_nothing_twice_and_does_not_run_names_together() -> None:
    assert search_text("豆包", "豆包", "") == "豆包\ndoubao"
    assert search_key("豆包 豆包") not in search_text("豆包", "豆包大模型")
    assert search_text() == ""
