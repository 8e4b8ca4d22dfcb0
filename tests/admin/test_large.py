"""Lists of long tables: how far they count and lead, and that they are searched as the public pages are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from filings.admin import large
from filings.models import EntityKey, Event, Filing, FilingProduct, Organization, Product, Version
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(client, model, **query):
    answer = client.get(reverse(f"admin:filings_{model._meta.model_name}_changelist"), query)
    assert answer.status_code == 200
    return answer, list(answer.context["cl"].result_list)


@pytest.fixture
def filings():
    owner = make.make_organization("北京抖音信息服务有限公司", province="北京")
    other = make.make_organization("百度在线网络技术（北京）有限公司", province="上海")
    product = make.make_product("豆包", owner)
    one = make.make_filing(organization=owner, products=(product,), name="云雀大模型算法", province="北京")
    two = make.make_filing(
        "网信算备110108645002901230021号", organization=other, name="文心大模型算法", province="上海"
    )
    for filing in (one, two):
        make.make_event(filing)
    return [one, two]


def test_a_long_list_says_that_it_is_cut(filings, admin_client, monkeypatch):
    monkeypatch.setattr(large, "MOST", 1)
    answer, _ = found(admin_client, Filing)
    assert "1+ filing" in answer.content.decode()
    assert "narrow it" in answer.content.decode()
    monkeypatch.setattr(large, "MOST", 2)
    assert "narrow it" not in found(admin_client, Filing)[0].content.decode()


@pytest.mark.parametrize("query", ["云雀", "雲雀", "yunque", "YUN QUE", "网信算备 110108823483901230031"])
def test_a_filing_is_found_in_every_spelling(query, filings, admin_client):
    assert found(admin_client, Filing, q=query)[1] == filings[:1]


@pytest.mark.parametrize("model", [Event, Version, FilingProduct])
def test_what_hangs_on_filings_is_found_by_them(model, filings, admin_client):
    rows = found(admin_client, model, q="yunque")[1]
    assert rows
    assert {row.filing for row in rows} == {filings[0]}


def test_too_many_filings_for_what_hangs_on_them_is_said(filings, admin_client, monkeypatch):
    monkeypatch.setattr(large, "MOST_FILINGS", 1)
    answer, rows = found(admin_client, Event, q="大模型")
    assert len(rows) == 1
    assert "Search for more words" in answer.content.decode()


def test_an_entity_is_found_by_its_digits(filings, admin_client):
    EntityKey.objects.create(key="8234839", organization=filings[0].organization)
    assert found(admin_client, Organization, q="8234839")[1] == [filings[0].organization]


def test_products_are_found_where_one_is_picked_by_typing(filings, admin_client):
    query = {"app_label": "filings", "model_name": "identitydecision", "field_name": "to_product", "term": "doubao"}
    answer = admin_client.get(reverse("admin:autocomplete"), query)
    assert [one["text"] for one in answer.json()["results"]] == [str(Product.objects.get())]


def test_a_province_is_picked_from_all_of_them(filings, admin_client):
    answer, rows = found(admin_client, Filing, province="上海")
    assert rows == filings[1:]
    assert "?province=%E8%A5%BF%E8%97%8F" in answer.content.decode()
