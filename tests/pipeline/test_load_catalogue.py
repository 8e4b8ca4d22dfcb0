"""The catalogue in the record: loaded once, again, and otherwise; what an editor has changed stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from filings.catalogue import Catalogue, CatalogueProduct, Group, bundled_catalogue
from filings.models import Group as GroupRow
from filings.models import GroupEntity, Organization, Product, ProductName, Status
from filings.pipeline.load_catalogue import load_catalogue

from .reading import ROWS, changed, day, known, publish

pytestmark = pytest.mark.django_db

DOUYIN = "北京抖音信息服务有限公司"
BYTEDANCE = Group(
    slug="bytedance", name="ByteDance", chinese="字节跳动", aliases=("字节",), entities=(DOUYIN,), sources=("list",)
)
ALIBABA = Group(slug="alibaba", name="Alibaba", sources=("list",))
DOUBAO = CatalogueProduct(
    slug="doubao", group="bytedance", name="豆包", english="Doubao", listed_as=("抖音短视频",), sources=("list",)
)  # fmt: skip
SMALL = Catalogue(groups=(BYTEDANCE, ALIBABA), products=(DOUBAO,))
NOW = day(0)
LISTED = [changed(ROWS[0], products="豆包（APP）、抖音短视频（APP）"), *ROWS[1:]]


def state() -> list[list[Any]]:
    models: tuple[Any, ...] = (GroupRow, GroupEntity, Organization, Product, ProductName)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_a_product_that_no_list_has_yet_belongs_to_its_group():
    load_catalogue(SMALL, day(0))
    doubao = Product.objects.get(slug="doubao")
    assert (doubao.name, doubao.name_en, doubao.status) == ("豆包", "Doubao", Status.NOT_FOUND)
    assert (doubao.organization, doubao.group) == (None, GroupRow.objects.get(slug="bytedance"))
    assert "字节" in doubao.search_text


def test_lists_read_afterwards_are_tied_to_it():
    load_catalogue(SMALL, day(0))
    known(LISTED)
    doubao = Product.objects.get(slug="doubao")
    organization = Organization.objects.get(name=DOUYIN)
    assert (doubao.organization, doubao.status) == (organization, Status.FILED)
    assert organization.group == doubao.group
    assert doubao.filings.count() == 1
    assert not Product.objects.filter(name="抖音短视频").exists()


def test_products_of_lists_read_before_are_merged_into_it():
    known(LISTED)
    assert Product.objects.filter(name__in=["豆包", "抖音短视频"]).count() == 2
    load_catalogue(SMALL, day(0))
    doubao = Product.objects.get(slug="doubao")
    (tombstone,) = Product.objects.exclude(merged_into=None)
    assert (tombstone.name, tombstone.merged_into) == ("抖音短视频", doubao)
    assert (doubao.status, doubao.filings.count(), tombstone.filings.count()) == (Status.FILED, 1, 0)
    assert Organization.objects.get(name=DOUYIN).group == doubao.group


def test_a_later_row_under_the_merged_name_goes_to_the_survivor():
    known(LISTED)
    load_catalogue(SMALL, day(0))
    ProductName.objects.all().delete()
    Organization.objects.update(group=None)
    moved = {"number": "网信算备110108823483901240049号", "products": "抖音短视频"}
    publish("2024-01").read([changed(ROWS[0], **moved), *ROWS[1:]])
    assert Product.objects.get(slug="doubao").filings.count() == 2


def test_loading_it_again_does_nothing():
    load_catalogue(SMALL, day(0))
    known(LISTED)
    before = state()
    assert load_catalogue(SMALL, day(0)) == 0
    assert state() == before


def test_an_editors_change_wins_over_a_later_load():
    load_catalogue(SMALL, day(0))
    known(LISTED)
    Product.objects.filter(slug="doubao").update(name_en="Doubao Chat")
    GroupRow.objects.filter(slug="bytedance").update(aliases="")
    Organization.objects.filter(name=DOUYIN).update(group=None)
    newer = replace(DOUBAO, english="Doubao AI", aliases=("豆包AI",), partners=("alibaba",), listed_as=())
    load_catalogue(Catalogue(groups=(BYTEDANCE, ALIBABA), products=(newer,)), day(0))
    doubao = Product.objects.get(slug="doubao")
    assert (doubao.name_en, doubao.aliases) == ("Doubao Chat", "豆包AI")
    assert [group.slug for group in doubao.partners.all()] == ["alibaba"]
    assert GroupRow.objects.get(slug="bytedance").aliases == ""
    assert Organization.objects.get(name=DOUYIN).group is None
    assert not ProductName.objects.filter(name="抖音短视频").exists(), "names that the catalogue no longer gives"


def test_an_address_that_somebody_elses_product_has_is_left_to_it():
    other = Organization.objects.create(name="别的公司", slug="other")
    Product.objects.create(
        organization=other, name="豆包子", key="豆包子", slug="doubao", listed_on=timezone.localdate()
    )
    load_catalogue(SMALL, day(0))
    assert Product.objects.get(slug="doubao").organization == other
    assert Product.objects.get(slug="doubao-bytedance").name == "豆包"
    assert load_catalogue(SMALL, day(0)) == 0


def test_the_bundled_catalogue_loads_whole():
    catalogue = bundled_catalogue()
    load_catalogue(catalogue, day(0))
    assert GroupRow.objects.count() == len(catalogue.groups)
    assert Product.objects.count() == len(catalogue.products)
    assert GroupEntity.objects.count() == sum(len(group.entities) for group in catalogue.groups)
