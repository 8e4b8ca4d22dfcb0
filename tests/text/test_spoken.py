"""How names are said."""

from __future__ import annotations

import pytest

from filings.spoken import reading


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("豆包", "Doubao"),
        ("苹果技术开发（上海）有限公司", "Pingguo Jishu Kaifa (Shanghai) Youxian Gongsi"),
        ("北京抖音信息服务有限公司", "Beijing Douyin Xinxi Fuwu Youxian Gongsi"),
        ("重庆银行股份有限公司", "Chongqing Yinhang Gufen Youxian Gongsi"),
        ("云雀大模型算法", "Yunque Damoxing Suanfa"),
        ("一二三四五算法", "Yi Er San Si Wu Suanfa"),
        ("AI绘画", "AI Huihua"),
        ("Dreamina", ""),
        ("", ""),
    ],
)
def test_names_are_said_in_pinyin(name: str, said: str) -> None:
    assert reading(name) == said
