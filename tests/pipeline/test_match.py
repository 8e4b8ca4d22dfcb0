"""From rows to organizations and products: exact keys link, and nothing else does."""

from __future__ import annotations

import pytest

from filings.models import EntityKey, Organization, OrganizationName, Product
from filings.pipeline.match import KEY_LENGTH, bounded, match_entries
from filings.sources.base import Entry
from filings.text import slugify_name

pytestmark = pytest.mark.django_db

# The filing entity of Apple in China, and two numbers of one company with the key 8234839 inside.
DOUYIN = "北京抖音信息服务有限公司"
FIRST = "网信算备110108823483901230031号"
SECOND = "网信算备110108823483901230065号"
OTHER_KEY = "网信算备310115586731201240019号"


def entry(
    number: str = FIRST, organization: str = DOUYIN, products: str = "豆包(网站)", name: str = "云雀大模型算法"
) -> Entry:
    return Entry(row=1, number=number, name=name, organization=organization, products=products)


def match(*entries: Entry):
    return match_entries(entries)


def test_a_new_organization_is_named_placed_and_findable():
    (found,) = match(entry())
    organization = Organization.objects.get()
    assert (found.organization, found.province) == (organization, "北京")
    assert (organization.name, organization.province) == (DOUYIN, "北京")
    assert organization.slug == slugify_name(DOUYIN)
    assert DOUYIN in organization.search_text
    assert EntityKey.objects.get().key == "8234839"


def test_the_entity_key_keeps_one_organization_over_a_rename():
    (before,) = match(entry())
    (after,) = match(entry(SECOND, "北京豆包信息服务有限公司"))
    assert after.organization == before.organization
    organization = Organization.objects.get()
    assert organization.name == "北京豆包信息服务有限公司"
    assert [name.name for name in organization.names.all()] == [DOUYIN, "北京豆包信息服务有限公司"]
    assert DOUYIN in organization.search_text, "former names stay findable"
    assert organization.slug == before.organization.slug, "addresses stay"


def test_a_company_that_takes_back_a_former_name_is_called_by_it_again():
    match(entry())
    match(entry(organization="北京豆包信息服务有限公司"))
    match(entry(organization=DOUYIN))
    organization = Organization.objects.get()
    assert (organization.name, organization.names.count()) == (DOUYIN, 2)


def test_two_renames_in_one_list_are_both_kept():
    match(entry())
    match(entry(FIRST, "甲有限公司"), entry(SECOND, "乙有限公司"))
    assert Organization.objects.get().name == "乙有限公司"
    assert OrganizationName.objects.count() == 3
    assert all(name in Organization.objects.get().search_text for name in ("甲有限公司", "乙有限公司", DOUYIN))


def test_renames_under_two_keys_of_one_organization_are_both_kept():
    match(entry(), entry(OTHER_KEY))
    match(entry(FIRST, "甲有限公司"), entry(OTHER_KEY, "乙有限公司"))
    assert Organization.objects.get().name == "乙有限公司"
    assert all(name in Organization.objects.get().search_text for name in ("甲有限公司", "乙有限公司", DOUYIN))


def test_a_known_other_name_means_that_the_filing_moved():
    match(entry(), entry(OTHER_KEY, "上海某某科技有限公司"))
    (moved,) = match(entry(FIRST, "上海某某科技有限公司"))
    assert moved.organization.name == "上海某某科技有限公司"
    assert Organization.objects.count() == 2
    assert EntityKey.objects.get(key="8234839").organization.name == DOUYIN, "the key stays with the first company"


def test_a_new_key_attaches_by_the_exact_name():
    (first,) = match(entry())
    (second,) = match(entry(OTHER_KEY))
    assert second.organization == first.organization
    assert sorted(EntityKey.objects.values_list("key", flat=True)) == ["5867312", "8234839"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苹果技术开发（上海）有限公司", "苹果技术开发(上海)有限公司"),
        ("上海ABC科技有限公司", "上海ＡＢＣ科技 有限公司"),
        ("图形起源（北京）科技有限公司", "图形起源（北京）\n科技有限公司"),
    ],
)
def test_width_and_white_space_make_no_other_name(one, other):
    (first,) = match(entry(FIRST, one))
    (second,) = match(entry(OTHER_KEY, other))
    assert second.organization == first.organization
    assert (OrganizationName.objects.count(), first.organization.name) == (1, one)


def test_likeness_links_nothing():
    match(entry(FIRST, "深圳市腾讯计算机系统有限公司"), entry(OTHER_KEY, "腾讯云计算（北京）有限责任公司"))
    assert Organization.objects.count() == 2


def test_a_number_that_can_not_be_taken_apart_is_matched_by_name():
    """One official number has 22 digits."""
    match(entry())
    (found,) = match(entry("网信算备1101082242366066220017号"))
    assert (found.parts, found.province, Organization.objects.count()) == (None, "", 1)
    assert found.number == "网信算备1101082242366066220017号"


def test_two_organizations_that_read_alike_in_pinyin_have_two_addresses():
    match(entry(FIRST, "北京示例有限公司"), entry(OTHER_KEY, "北京事例有限公司"))
    slug = slugify_name("北京示例有限公司")
    assert slug == slugify_name("北京事例有限公司")
    assert sorted(Organization.objects.values_list("slug", flat=True)) == [slug, f"{slug}-2"]


def test_products_are_one_per_organization_and_name():
    (one, two) = match(entry(products="豆包(APP)、豆包（网站）、剪映(APP)"), entry(SECOND, products="豆包 (小程序)"))
    assert [product.name for product in one.products] == ["豆包", "剪映"]
    assert two.products == one.products[:1]
    assert Product.objects.count() == 2


def test_the_same_product_name_of_another_organization_is_another_product():
    match(entry(), entry(OTHER_KEY, "上海某某科技有限公司"))
    assert Product.objects.filter(key="豆包").count() == 2
    assert len(set(Product.objects.values_list("slug", flat=True))) == 2


@pytest.mark.parametrize("products", ["--", "", "——"])
def test_a_row_without_products_stands_for_one_named_like_its_algorithm(products):
    (found,) = match(entry(products=products))
    assert [product.name for product in found.products] == ["云雀大模型"]


def test_matching_again_makes_nothing_new():
    match(entry(), entry(OTHER_KEY, "上海某某科技有限公司"))
    before = [model.objects.count() for model in (Organization, OrganizationName, EntityKey, Product)]
    match(entry(), entry(OTHER_KEY, "上海某某科技有限公司"))
    assert [model.objects.count() for model in (Organization, OrganizationName, EntityKey, Product)] == before


def test_names_longer_than_a_key_stay_apart():
    long = "长" * 300
    match(entry(organization=f"{long}一公司"), entry(OTHER_KEY, organization=f"{long}二公司", products="豆" * 300))
    assert Organization.objects.count() == 2
    assert max(map(len, OrganizationName.objects.values_list("key", flat=True))) <= KEY_LENGTH
    assert bounded("x" * 300) != bounded("x" * 301)


def test_the_editors_fields_are_left_alone():
    match(entry())
    Organization.objects.update(name_en="Beijing Douyin", note="ByteDance")
    match(entry(SECOND, "北京豆包信息服务有限公司"))
    organization = Organization.objects.get()
    assert (organization.name_en, organization.note) == ("Beijing Douyin", "ByteDance")


def test_a_whole_list_takes_a_handful_of_queries(django_assert_max_num_queries):
    entries = [
        entry(f"网信算备110108{1000000 + n:07d}01230011号", f"示例{n:04d}号有限公司", f"助手{n:04d}号(APP)")
        for n in range(60)
    ]
    with django_assert_max_num_queries(15):
        match_entries(entries)
