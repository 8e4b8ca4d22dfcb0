"""Product cells as the lists print them, taken apart into names and forms."""

from __future__ import annotations

import pytest

from filings.text import ProductName, split_products


def pairs(cell: str) -> list[tuple[str, str]]:
    return [(product.name, product.form) for product in split_products(cell)]


@pytest.mark.parametrize("cell", ["--", "", " \n", "——", "、"])
def test_nothing_named(cell: str) -> None:
    assert split_products(cell) == ()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("大麦（APP）", [("大麦", "APP")]),
        ("Draft（网站）、ChatGLM(小程序)", [("Draft", "网站"), ("ChatGLM", "小程序")]),
        ("写作蛙（网站）、ChatGLM（网站）、写作蛙（小程序）", [("写作蛙", "网站、小程序"), ("ChatGLM", "网站")]),
        ("1688工业品（APP）、阿里巴巴（APP、网站）", [("1688工业品", "APP"), ("阿里巴巴", "APP、网站")]),
        ("西瓜视频（APP）、剪映（APP）等", [("西瓜视频", "APP"), ("剪映", "APP")]),
        ("Choice数据(APP)、\n妙想(APP)", [("Choice数据", "APP"), ("妙想", "APP")]),
        ("TCL+ (APP)", [("TCL+", "APP")]),
        ("查几（APP）(APP)、查几AI(APP)", [("查几", "APP"), ("查几AI", "APP")]),
        ("智慧助手（小艺）（APP）", [("智慧助手（小艺）", "APP")]),
        ("同瓴AirCloneAl（V1.0）(小程序)", [("同瓴AirCloneAl（V1.0）", "小程序")]),
        ("长亭问津（ChaitinAI）安全对话服务(网站)", [("长亭问津（ChaitinAI）安全对话服务", "网站")]),
        ("乐玩幻镜（抖音、快手、支付宝）(小程序)", [("乐玩幻镜", "抖音、快手、支付宝、小程序")]),
        ("美如盐形象照（QQ、抖音小程序）(小程序)", [("美如盐形象照", "QQ、抖音小程序、小程序")]),
        ("（乐骐）智能证件照(APP)", [("（乐骐）智能证件照", "APP")]),
        ("小P老师(智能硬件)", [("小P老师", "智能硬件")]),
        ("钉铛AI社工(小程序)、", [("钉铛AI社工", "小程序")]),
        ("《完美世界：诸神之战》(APP)", [("《完美世界：诸神之战》", "APP")]),
        ("Pantas！", [("Pantas！", "")]),
        ("(APP)", [("(APP)", "")]),
        ("SpeakNow，SpeakNow Air(APP)", [("SpeakNow，SpeakNow Air", "APP")]),
    ],
)
def test_products_of_official_cells(cell: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(cell) == expected


def test_spellings_of_one_name_are_one_product() -> None:
    assert pairs("ThinkBot (网站)、thinkbot(APP)、ｔｈｉｎｋｂｏｔ(网站)") == [("ThinkBot", "网站、APP")]


def test_bracket_that_never_closes_swallows_nothing() -> None:
    assert pairs("甲(APP、乙(网站)、丙") == [("甲(APP", ""), ("乙", "网站"), ("丙", "")]
    assert pairs("甲)、乙(网站)") == [("甲)", ""), ("乙", "网站")]


def test_product_is_a_plain_value() -> None:
    assert split_products("豆包(网站)") == (ProductName("豆包", "网站"),)
