"""What a period notice states in prose."""

from __future__ import annotations

from datetime import date

import pytest

from filings.sources.base import LayoutChanged
from filings.sources.period_notice import PeriodCounts, read
from tests.sources.generative import PERIOD_TEXT


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "截至2024年12月31日，共302款生成式人工智能服务在国家网信办完成备案，其中2024年新增238款备案；"
            "2024年共105款生成式人工智能应用或功能在地方网信办完成登记。",
            PeriodCounts(date(2024, 12, 31), 238, 302, None, 105),
        ),
        (
            "截至2025年3月31日，共有346款生成式人工智能服务在国家网信办完成备案；"
            "共有159款生成式人工智能应用或功能在地方网信办完成登记。",
            PeriodCounts(date(2025, 3, 31), None, 346, None, 159),
        ),
        (PERIOD_TEXT, PeriodCounts(date(2025, 11, 1), 73, 611, 35, 306)),
        (
            "2025年全年新增446款服务完成备案，对于通过API直接调用已备案模型能力的应用或功能，新增330款完成登记。"
            "截至2025年12月31日，累计有748款服务完成备案，435款调用已备案模型的应用或功能完成登记。",
            PeriodCounts(date(2025, 12, 31), 446, 748, 330, 435),
        ),
        ("7款提供手机端侧生成式人工智能服务完成备案，涉及苹果、华为和小米手机。", PeriodCounts(on_device=7)),
        ("促进生成式人工智能服务创新发展和规范应用。", PeriodCounts()),
        ("截至2025年2月30日，累计有1款服务完成备案。", PeriodCounts(filed_total=1)),
    ],
)
def test_counts(text: str, counts: PeriodCounts) -> None:
    assert read(text) == counts


def test_count_stated_twice_alike_is_one() -> None:
    assert read(PERIOD_TEXT + PERIOD_TEXT) == read(PERIOD_TEXT)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("累计有612款服务完成备案。", "expected one count for filed_total, found 611 and 612"),
        (
            "截至2025年10月31日，新增73款服务完成备案。",
            "expected counts as of one day, found 2025-10-31 and 2025-11-01",
        ),
    ],
)
def test_notice_that_contradicts_itself_is_not_understood(more: str, message: str) -> None:
    with pytest.raises(LayoutChanged, match=message):
        read(PERIOD_TEXT + more)
