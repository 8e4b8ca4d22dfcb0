"""Before and after."""

from __future__ import annotations

from filings.web.diffs import field_change, marked


def shown(
    text: str, before: str | None = None, after: str | None = None, is_list: bool = False
) -> list[tuple[str, str]]:
    return [(segment.kind, segment.text) for segment in marked(text, before, after, is_list)]


def test_only_what_differs_between_equal_ends_is_marked() -> None:
    change = field_change({"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"})
    assert [(s.kind, s.text) for s in change.before] == [("del", "云雀"), ("same", "大模型算法")]
    assert [(s.kind, s.text) for s in change.after] == [("ins", "豆包"), ("same", "大模型算法")]


def test_a_repeated_character_is_not_counted_twice() -> None:
    assert shown("aa", before="a") == [("same", "a"), ("ins", "a")]
    assert shown("aba", before="a") == [("same", "a"), ("ins", "ba")]


def test_equal_texts_have_no_mark_and_an_empty_one_has_nothing() -> None:
    assert shown("同", before="同", after="同") == [("same", "同")]
    assert shown("", before="有") == []
    assert shown("有", before="") == [("ins", "有")]


def test_a_version_in_the_middle_shows_what_came_and_what_went() -> None:
    assert shown("ABC", before="AC", after="AC") == [("same", "A"), ("both", "B"), ("same", "C")]
    assert shown("xab", before="ab", after="xa") == [("ins", "x"), ("same", "a"), ("del", "b")]


def test_products_are_compared_by_name_and_form_in_any_order() -> None:
    change = field_change({"field": "products", "before": "抖音(APP)、飞书(APP)", "after": "豆包（网站）、抖音（APP）"})
    assert [(s.kind, s.text) for s in change.before] == [("same", "抖音（APP）"), ("del", "飞书（APP）")]
    assert [(s.kind, s.text) for s in change.after] == [("ins", "豆包（网站）"), ("same", "抖音（APP）")]
    assert (change.dropped, change.added) == (1, 1)
