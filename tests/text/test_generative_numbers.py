"""Generative-AI numbers and printed dates: their parts, and flags where an official one is odd."""

from __future__ import annotations

from datetime import date

import pytest

from filings.text import (
    PREFIXES,
    PROVINCES,
    GenerativeNumber,
    PrintedDate,
    number_flags,
    parse_generative_number,
    printed_date,
    province_of_name,
    province_of_prefix,
)


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("Beijing-WenXinYiYan-20230821", ("Beijing", "WenXinYiYan", date(2023, 8, 21), "", False)),
        ("Beijing-DeepseekChat-202404280016\n", ("Beijing", "DeepseekChat", date(2024, 4, 28), "0016", False)),
        ("Shanghai-AppleZhiNeng-\n202506160057", ("Shanghai", "AppleZhiNeng", date(2025, 6, 16), "0057", False)),
        ("Guangdong-Dr.GDCDC-20260706S0054", ("Guangdong", "Dr.GDCDC", date(2026, 7, 6), "0054", True)),
        ("Sichuan-MT-WorkGpt-20240424", ("Sichuan", "MT-WorkGpt", date(2024, 4, 24), "", False)),
        ("Beijing-360AnQuan-202510200132", ("Beijing", "360AnQuan", date(2025, 10, 20), "0132", False)),
        ("Ｂeijing－X－２０２３０８２１", ("Beijing", "X", date(2023, 8, 21), "", False)),
        ("Jiangsu-SiWeiXiangLiangZhiSuanYun-", ("Jiangsu", "SiWeiXiangLiangZhiSuanYun", None, "", False)),
        ("Beijing-X-20231341", ("Beijing", "X", None, "", False)),
    ],
)
def test_parts(raw: str, parts: tuple[str, str, date | None, str, bool]) -> None:
    assert parse_generative_number(raw) == GenerativeNumber(*parts)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Beijing",
        "Beijing-X",
        "Beijing-20230821",
        "Beijing-X-2023082",
        "网信算备110108823483901230031号",
        "-X-20230821",
    ],
)
def test_what_is_built_otherwise_has_no_parts(raw: str) -> None:
    assert parse_generative_number(raw) is None


@pytest.mark.parametrize(
    ("raw", "province", "flags"),
    [
        ("Beijing-WenXinYiYan-20230821", "北京市", ()),
        ("Guangxi-X-20250815S0001", "广西壮族自治区", ()),
        ("ZhongYangQiYe-JiuTian-20240123", "国资委", ()),
        ("BeiJing-KeLe-202510200126", "北京市", ("prefix_case",)),
        ("Shinghai-AIMinSuGuanJia-20240729S0020", "上海市", ("prefix_typo",)),
        ("Beijing-CarrotAI-202407030002", "江苏省", ("prefix_contradicts_province",)),
        ("Beijing-CarrotAI-202407030002", "", ()),
        ("Shanxi-X-20250208", "陕西省", ("prefix_contradicts_province",)),
        ("Jiangsu-SiWeiXiangLiangZhiSuanYun-", "江苏省", ("cut_off",)),
        ("Beijing-X-20231341", "北京市", ("impossible_date",)),
        ("Beijing-X-2023082", "北京市", ("malformed",)),
        ("ChongQing-X-", "北京市", ("cut_off", "prefix_case", "prefix_contradicts_province")),
    ],
)
def test_odd_numbers_are_flagged(raw: str, province: str, flags: tuple[str, ...]) -> None:
    assert number_flags(raw, province) == flags


def test_every_province_has_a_prefix() -> None:
    assert set(PREFIXES.values()) == {*PROVINCES.values(), "国资委"}
    assert province_of_prefix("SHAANXI") == "陕西"
    assert province_of_prefix("Shanxi") == "山西"
    assert province_of_prefix("Shinghai") == ""


@pytest.mark.parametrize(
    ("printed", "short"),
    [
        ("北京市", "北京"),
        ("内蒙古自治区", "内蒙古"),
        ("宁夏回族自\n治区", "宁夏"),
        ("国资委", "国资委"),
        ("腾讯", ""),
        ("", ""),
    ],
)
def test_short_name_of_a_province(printed: str, short: str) -> None:
    assert province_of_name(printed) == short


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2023/8/31", PrintedDate(date(2023, 8, 31), False)),
        ("2026/5/1\n（补登）", PrintedDate(date(2026, 5, 1), True)),
        ("2026/5/1(补登)", PrintedDate(date(2026, 5, 1), True)),
        ("2023-09-14", PrintedDate(date(2023, 9, 14), False)),
        ("2025年7月14日", PrintedDate(date(2025, 7, 14), False)),
        ("2025.7.14", PrintedDate(date(2025, 7, 14), False)),
    ],
)
def test_printed_dates(raw: str, expected: PrintedDate) -> None:
    assert printed_date(raw) == expected


@pytest.mark.parametrize(
    "raw", ["", "2025年7月", "2025/2/30", "2025/7/14（变更）", "45183", "1925/7/14", "2024/4/282024/5/1"]
)
def test_what_is_no_date(raw: str) -> None:
    assert printed_date(raw) is None
