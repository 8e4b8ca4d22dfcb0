"""Filing numbers: one key for every spelling, their parts, and flags where an official number is odd."""

from __future__ import annotations

import pytest

from filings.text import (
    PROVINCES,
    AlgorithmNumber,
    number_flags,
    number_key,
    parse_algorithm_number,
    province_of_region,
)

DOUBAO = "网信算备110108823483901230031号"


@pytest.mark.parametrize(
    "raw",
    [
        DOUBAO,
        f"{DOUBAO}\n",
        "网信算备 110108823483901230031 号",
        "网信算备：110108823483901230031号",
        "网信算备:１１０１０８８２３４８３９０１２３００３１号",
        "网信算备110108823483901230031",
        "\ufeff网信算备\u200b110108823483901230031号",
    ],
)
def test_one_key_for_every_spelling(raw: str) -> None:
    assert number_key(raw) == DOUBAO
    assert parse_algorithm_number(raw) == AlgorithmNumber("110108", "8234839", "01", "2023", "0031")


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("Beijing-DeepseekChat-202404280016\n", "Beijing-DeepseekChat-202404280016"),
        ("Shanghai-AppleZhiNeng-\n202506160057", "Shanghai-AppleZhiNeng-202506160057"),
        ("Ｇuangdong-Dr.GDCDC-20260706S0054", "Guangdong-Dr.GDCDC-20260706S0054"),
        ("", ""),
    ],
)
def test_other_numbers_are_only_tidied(raw: str, key: str) -> None:
    assert number_key(raw) == key
    assert parse_algorithm_number(raw) is None
    assert number_flags(raw) == ()


@pytest.mark.parametrize(
    ("raw", "flags"),
    [
        (DOUBAO, ()),
        ("网信算备1101082242366066220017号", ("digits:22",)),
        ("网信算备406301334627601250011号", ("region:40",)),
        ("网信算备110108823483999230031号", ("class:99",)),
        ("网信算备4063号", ("digits:4", "region:40")),
    ],
)
def test_odd_numbers_are_flagged(raw: str, flags: tuple[str, ...]) -> None:
    assert number_flags(raw) == flags


@pytest.mark.parametrize("raw", ["网信算备1101082242366066220017号", "网信算备号", "京网信备110108823483901230031号"])
def test_number_of_another_length_has_no_parts(raw: str) -> None:
    assert parse_algorithm_number(raw) is None


def test_provinces() -> None:
    assert len(PROVINCES) == 34
    assert province_of_region("110108") == "北京"
    assert province_of_region("44") == "广东"
    assert province_of_region("406301") == province_of_region("") == ""
