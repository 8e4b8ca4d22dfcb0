"""Organizations: the list and the page of one."""

from __future__ import annotations

from filings.models import EntityKey, FilingState, OrganizationName
from tests import factories as make

from .conftest import Look


def test_the_most_active_comes_first_with_its_counts(look: Look) -> None:
    make.make_organization("苹果技术开发（上海）有限公司")
    organization = make.make_organization()
    make.make_filing(organization=organization, products=(make.make_product("豆包", organization),))
    rows = look("/organizations/").texts("tbody tr")
    assert rows[0].startswith("北京抖音信息服务有限公司")
    assert rows[0].endswith("1 1")
    assert rows[1].endswith("0 0")


def test_the_list_is_filtered_by_pinyin(look: Look) -> None:
    make.make_organization("苹果技术开发（上海）有限公司")
    make.make_organization()
    assert look("/organizations/?q=pingguo").texts("tbody .name") == ["苹果技术开发（上海）有限公司"]


def test_the_page_shows_former_names_keys_filings_products_and_events(look: Look) -> None:
    organization = make.make_organization(slug="douyin", group=make.make_group("ByteDance"))
    OrganizationName.objects.create(organization=organization, name="北京字跳网络技术有限公司", key="old")
    EntityKey.objects.create(organization=organization, key="8234839")
    filing = make.make_filing(organization=organization, products=(make.make_product("豆包", organization),))
    make.make_event(filing)
    page = look("/organizations/douyin/")
    for expected in ("北京字跳网络技术有限公司", "8234839", "ByteDance", "豆包", make.DOUBAO_NUMBER, "1 entry"):
        assert expected in page.text


def test_the_page_counts_cancelled_filings(look: Look) -> None:
    organization = make.make_organization(slug="douyin")
    make.make_filing(organization=organization, state=FilingState.CANCELLED)
    assert "1 filing in the lists we have read. 1 of them is cancelled." in look("/organizations/douyin/").text


def test_many_filings_cost_no_more_queries(look: Look) -> None:
    organization = make.make_organization(slug="douyin")
    for number in range(30):
        product = make.make_product(f"产品{number}", organization)
        filing = make.make_filing(f"网信算备1101088234839012300{number:02d}号", products=(product,))
        make.make_event(filing)
    assert look("/organizations/douyin/").status == 200
    assert look("/organizations/").status == 200


def test_an_unknown_organization_is_not_found(look: Look) -> None:
    assert look("/organizations/nobody/").status == 404
