"""The catalogue that comes with the application: how much it holds, whom it knows, and that it keeps its style."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from filings.catalogue import FILE, Group, bundled_catalogue, write_catalogue
from filings.text import name_key, product_name_of_algorithm, split_products

HISTORY = FILE.parent / "history"
FOLLOWED = """
    Apple, Alibaba, Ant Group, Baidu, ByteDance, Tencent, Huawei, DeepSeek, Zhipu AI, Moonshot AI, MiniMax,
    iFlytek, SenseTime, Xiaomi, OPPO, vivo, Honor, Samsung, Tesla, Volvo, Mercedes-Benz, BMW, Volkswagen,
    Kuaishou, JD.com, Meituan, NetEase, Bilibili, Xiaohongshu, Qihoo 360, Kunlun Tech, 01.AI, Baichuan,
    StepFun, ModelBest, 4Paradigm, Unisound, Zhihu, China Mobile, China Telecom, China Unicom,
    Chinese Academy of Sciences, Shanghai AI Laboratory, NIO, XPeng, Li Auto, BYD, Geely, Great Wall Motor,
    Lenovo, ZTE, Nubia, TAL Education, Yuanfudao, NetEase Youdao, Kingsoft Office, Trip.com Group, DiDi,
    Ping An, ICBC, Zuoyebang, Mobvoi, Metaso, Butterfly Effect, Infinigence AI, Shengshu, AISphere, LiblibAI,
    Meitu, Wondershare
"""
# Their names hold those of Qwen, NetEase, Zhipu or Volkswagen, and they have nothing to do with them.
LOOKALIKES = [
    "浙江千问科技有限公司",
    "北京智境云创科技有限公司",
    "北京中网易企秀科技有限公司",
    "深圳市大众通信技术有限公司",
]


def group(slug: str) -> Group:
    return next(each for each in bundled_catalogue().groups if each.slug == slug)


def rows() -> Iterator[dict[str, str]]:
    """The rows of the bundled history of every series that has rows of this kind."""
    for path in HISTORY.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines)
            if {"name", "organization"} <= set(table.fieldnames or ()):
                yield from table


def test_it_is_large_enough() -> None:
    assert len(bundled_catalogue().groups) >= 250
    assert len(bundled_catalogue().products) >= 500


def test_it_is_written_as_the_writer_writes_it() -> None:
    assert write_catalogue(bundled_catalogue()) == FILE.read_text(encoding="utf-8")


def test_it_is_read_once() -> None:
    assert bundled_catalogue() is bundled_catalogue()


def test_those_who_are_followed_most_are_in_it() -> None:
    known = {each.name for each in bundled_catalogue().groups}
    assert {" ".join(name.split()) for name in FOLLOWED.split(",")} - known == set()


def test_apple_intelligence() -> None:
    product = next(each for each in bundled_catalogue().products if each.slug == "apple-intelligence")
    assert (product.group, product.name, product.english) == ("apple", "Apple智能", "Apple Intelligence")
    assert product.listed_as == ("Apple智能",)
    assert product.partners == ("alibaba",)
    assert group("apple").entities == ("苹果技术开发（上海）有限公司",)


@pytest.mark.parametrize("name", LOOKALIKES)
def test_lookalikes_are_left_out(name: str) -> None:
    entities = {name_key(entity) for each in bundled_catalogue().groups for entity in each.entities}
    assert name_key(name) not in entities


def test_what_is_listed_belongs_to_a_group_that_files() -> None:
    filing = {each.slug for each in bundled_catalogue().groups if each.entities}
    assert [each.slug for each in bundled_catalogue().products if each.listed_as and each.group not in filing] == []


def test_the_bundled_history_knows_most_of_it() -> None:
    """The rest stands in lists that the bundled history does not reach."""
    products: dict[str, set[str]] = {}
    for row in rows():
        names = [each.name for each in split_products(row.get("products", ""))] or [
            product_name_of_algorithm(row["name"])
        ]
        products.setdefault(row["organization"], set()).update(map(name_key, names))
    entities = [entity for each in bundled_catalogue().groups for entity in each.entities]
    assert sum(entity in products for entity in entities) >= 0.75 * len(entities)
    listed = [(group(each.group), name) for each in bundled_catalogue().products for name in each.listed_as]
    found = [any(name_key(name) in products.get(entity, ()) for entity in owner.entities) for owner, name in listed]
    assert sum(found) >= 0.6 * len(listed)
