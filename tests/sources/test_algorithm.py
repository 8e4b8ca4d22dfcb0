"""The algorithm lists: as the deep-synthesis lists, but with classes instead of roles."""

from __future__ import annotations

import pytest

from filings.sources.algorithm import CLASSES, HEADINGS, read
from filings.sources.base import LayoutChanged
from tests.builders import DEEP_HEADINGS, deep_row, make_deep_docx
from tests.sources.build import ALGORITHMS


def test_class_is_the_category() -> None:
    result = read(make_deep_docx(ALGORITHMS, headings=HEADINGS, title="境内互联网信息服务算法备案清单（2022年8月）"))
    assert (result.batch, result.rejected) == ("2022-08", 0)
    assert [(entry.role, entry.category) for entry in result.entries] == [("", "个性化推送类"), ("", "调度决策类")]
    assert result.entries[1].number == "网信算备1101082242366066220017号"


@pytest.mark.parametrize("category", ["", "服务提供者", "搜索类"])
def test_unknown_class_is_rejected(category: str) -> None:
    result = read(make_deep_docx([deep_row(role=category)], headings=HEADINGS))
    assert result.rejections[0].reason == f"unknown 算法类别: {category or 'nothing'}"


def test_each_known_class_is_taken() -> None:
    rows = [deep_row(name=f"{category}算法", role=category) for category in sorted(CLASSES)]
    assert read(make_deep_docx(rows, headings=HEADINGS)).accepted == len(CLASSES) == 7


def test_deep_synthesis_list_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected the headings 序号 算法名称 算法类别"):
        read(make_deep_docx([deep_row()], headings=DEEP_HEADINGS))
