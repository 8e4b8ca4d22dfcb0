"""Which notices are lists of ours, and which month a label names."""

from __future__ import annotations

import pytest

from filings.sources.registers import REGISTERS, batch_of, register_for_title
from tests.builders import deep_rows, make_deep_docx


@pytest.mark.parametrize(
    "title",
    [
        "国家互联网信息办公室关于发布深度合成服务算法备案信息的公告",
        "国家互联网信息办公室关于发布第二批深度合成服务算法备案信息的公告",
        "国家互联网信息办公室关于发布第十三批深度合成服务算法备案信息的公告",
        "\u200b关于发布第二十批境内深度合成服务算法备案信息的公告 ",
        "关于发布第20批深度合成服务算法备案信息的公告",
        "关于发布2026年深度合成服务算法备案信息的公告",
    ],
)
def test_titles_of_deep_synthesis_lists(title: str) -> None:
    register = register_for_title(title)
    assert register is not None
    assert register.series == "deep_synthesis"


@pytest.mark.parametrize(
    "title",
    [
        "国家互联网信息办公室关于发布第十七批境内区块链信息服务备案编号的公告",
        "国家互联网信息办公室关于发布生成式人工智能服务已备案信息的公告",
        "国家互联网信息办公室关于发布互联网信息服务算法备案信息的公告",
        "关于开展“清朗·网络平台算法典型问题治理”专项行动的通知",
        "《关于发布第二批深度合成服务算法备案信息的公告》答记者问",
        "关于注销“仲帆PreWrite算法”等28个算法备案编号的公告",
        "",
    ],
)
def test_look_alikes_are_no_register(title: str) -> None:
    assert register_for_title(title) is None


@pytest.mark.parametrize(
    ("label", "batch"),
    [
        ("境内深度合成服务算法备案清单（2023年8月）", "2023-08"),
        ("境内深度合成服务算法备案清单(2024年12月).docx", "2024-12"),
        ("境内深度合成服务算法备案清单（2024年02月）", "2024-02"),
        ("境内深度合成服务算法备案清单（2024年13月）", ""),
        ("境内区块链信息服务备案清单（第十七批）", ""),
        ("", ""),
    ],
)
def test_batch_of_a_label(label: str, batch: str) -> None:
    assert batch_of(label) == batch


def test_label_pattern_gives_year_and_month() -> None:
    pattern = REGISTERS["deep_synthesis"].label_pattern
    found = pattern.search("境内深度合成服务算法备案清单（2023年8月）")
    assert found is not None
    assert (found["year"], found["month"]) == ("2023", "8")
    assert not pattern.search("境内互联网信息服务算法备案清单（2023年4月）")
    assert not pattern.search("算法专项治理清单指引")


def test_each_register_reads_its_lists() -> None:
    register = REGISTERS["deep_synthesis"]
    result = register.read(make_deep_docx(deep_rows(register.floor)))
    assert result.accepted == register.floor
    assert register.reader_version.startswith("deep_synthesis/")
    assert all(series == known.series for series, known in REGISTERS.items())
