"""Which notices are lists of ours, and which month a label names."""

from __future__ import annotations

import pytest

from filings.sources.registers import (
    REGISTERS,
    batch_of,
    kind_of_title,
    register_for_title,
    series_of_title,
)
from tests.builders import deep_rows, make_deep_docx
from tests.sources.generative import THREE_SERIES
from tests.sources.pdfs import make_pdf

GENAI = ("genai_filing", "genai_registration", "on_device")


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
        "关于发布生成式人工智能服务已备案信息的公告（2025年1月至3月）",
        "国家互联网信息办公室关于发布2024年生成式人工智能服务已备案信息的公告",
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


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("国家互联网信息办公室关于发布第二批深度合成服务算法备案信息的公告", ("deep_synthesis",)),
        ("国家互联网信息办公室关于发布互联网信息服务算法备案信息的公告", ("algorithm",)),
        (
            "国家互联网信息办公室关于发布生成式人工智能服务已备案信息的公告",
            ("genai_filing", "genai_registration", "on_device"),
        ),
        ("广东省已备案生成式人工智能服务信息公告", ("provincial_guangdong",)),
        ("国家互联网信息办公室关于发布2025年生成式人工智能服务已备案信息的公告", ()),
    ],
)
def test_series_of_a_title(title: str, series: tuple[str, ...]) -> None:
    assert series_of_title(title) == series
    assert (kind_of_title(title) == "register") == bool(series)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("period_notice", "国家互联网信息办公室关于发布2024年生成式人工智能服务已备案信息的公告"),
        ("period_notice", "关于发布生成式人工智能服务已备案信息的公告（2025年9月至10月）"),
        ("period_notice", "关于发布生成式人工智能服务已备案信息的公告（2025年12月至2026年1月）"),
        ("period_notice", "关于发布7款提供手机端侧生成式人工智能服务已备案信息的公告"),
        ("cancellation", "关于注销“仲帆PreWrite算法”等28个算法备案编号的公告"),
        ("cancellation", "关于注销“天朝人脸融合算法”等算法备案编号的公告"),
        ("look_alike", "国家互联网信息办公室关于发布第十七批境内区块链信息服务备案编号的公告"),
        ("look_alike", "生成式人工智能服务管理暂行办法"),
        ("look_alike", "\u200b关于开展“清朗·网络平台算法典型问题治理”专项行动的通知"),
        ("look_alike", "《关于发布第二批深度合成服务算法备案信息的公告》答记者问"),
        ("look_alike", "四部门联合发布《人工智能生成合成内容标识办法》"),
        ("look_alike", "关于开展人脸识别技术应用备案工作的公告"),
        ("look_alike", "关于发布通过备案的个人信息出境认证专业机构的公告"),
        ("look_alike", "算法专项治理清单指引"),
        ("unknown_register", "关于发布人工智能拟人化互动服务备案信息的公告"),
        ("unknown_register", "关于发布智能体服务登记信息的公告"),
        ("unknown_register", "关于注销3款生成式人工智能服务备案的公告"),
        ("unknown_register", "福建省新增已备案生成式人工智能服务信息公告"),
        ("unknown_register", "国家互联网信息办公室关于发布大模型清单的公告（2027年1月）"),
        ("unknown_register", "关于发布5款提供汽车端侧生成式人工智能服务已备案信息的公告"),
        ("other", "国家互联网信息办公室发布网络安全标准"),
        ("other", ""),
    ],
)
def test_kind_of_a_title(kind: str, title: str) -> None:
    assert kind_of_title(title) == kind
    assert series_of_title(title) == ()


@pytest.mark.parametrize(
    ("series", "label"),
    [
        ("deep_synthesis", "境内深度合成服务算法备案清单（2023年8月）"),
        ("algorithm", "境内互联网信息服务算法备案清单（2022年8月）"),
        ("genai_filing", "生成式人工智能服务已备案信息（2022年8月）"),
        ("provincial_guangdong", "广东省生成式人工智能服务已备案信息（截至2024年3月）.xlsx"),
    ],
)
def test_label_belongs_to_one_series(series: str, label: str) -> None:
    fitting = {name for name, register in REGISTERS.items() if register.label_pattern.search(label)}
    assert fitting == (set(GENAI) if series in GENAI else {series})


def test_one_file_of_three_series_is_read_in_one_go_or_one_by_one() -> None:
    data = make_pdf(THREE_SERIES)
    parts = REGISTERS["genai_filing"].parts
    assert parts is not None
    lists = parts(data)
    assert tuple(lists) == GENAI
    assert {series: REGISTERS[series].read(data) for series in GENAI} == lists
    assert [REGISTERS[series].part_of for series in GENAI] == ["", "genai_filing", "genai_filing"]
    assert len({REGISTERS[series].reader_version for series in GENAI}) == 1


def test_every_register_is_known_by_its_series() -> None:
    assert all(series == known.series for series, known in REGISTERS.items())
