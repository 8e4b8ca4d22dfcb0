"""A list by its address: filters, orders, counts and the file of exactly what it shows."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from filings.models import Cause, EventKind, Filing, FilingState, Organization, Product, Proof, Status
from filings.web.listing import page as listing_page
from tests import factories as make
from tests.web.conftest import Look


@pytest.fixture
def record(db: None) -> None:
    douyin = make.make_organization(group=make.make_group("ByteDance"))
    apple = make.make_organization("苹果技术开发（上海）有限公司", province="上海")
    newer = make.make_document("2025-03", dt.date(2025, 3, 12))
    doubao = make.make_product("豆包", douyin, name_en="Doubao", aliases="云雀")
    make.make_filing("X-1", "豆包算法", organization=douyin, products=(doubao,), province="北京")
    make.make_product("即梦", douyin, status=Status.CANCELLED, listed_on=dt.date(2025, 3, 12))
    claimed = {"status": Status.SUBMITTED, "proof": Proof.PRESS, "listed_on": None, "aliases": "苹果智能"}
    intelligence = make.make_product("Apple智能", apple, **claimed)
    late = make.make_filing(
        "X-2", "苹果算法", organization=apple, document=newer, products=(intelligence,), province="上海"
    )
    late.state = FilingState.CANCELLED
    late.save(update_fields=["state"])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["即梦", "豆包", "Apple智能"]),
        ("status=cancelled", ["即梦"]),
        ("proof=press", ["Apple智能"]),
        ("year=2025", ["即梦"]),
        ("province=上海", ["Apple智能"]),
        ("series=deep_synthesis", ["豆包", "Apple智能"]),
        ("organization=beijingdouyinxinxifuwuyouxiangongsi", ["即梦", "豆包"]),
        ("group=bytedance", ["即梦", "豆包"]),
        ("q=蘋果", ["Apple智能"]),
        ("q=云雀", ["豆包"]),
        ("q=bytedance", ["即梦", "豆包"]),
        ("sort=name", ["Apple智能", "豆包", "即梦"]),
        ("sort=oldest", ["豆包", "即梦", "Apple智能"]),
        ("status=zz&proof=zz&year=1&province=zz&series=zz&group=zz&sort=zz&after=zz", ["即梦", "豆包", "Apple智能"]),
    ],
)
def test_products_by_their_address(look: Look, record: None, query: str, names: list[str]) -> None:
    assert look(f"/products/?{query}").texts("#results tbody th .name") == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["苹果算法", "豆包算法"]),
        ("status=cancelled", ["苹果算法"]),
        ("status=filed", ["豆包算法"]),
        ("role=provider", ["苹果算法", "豆包算法"]),
        ("role=supporter", []),
        ("province=北京", ["豆包算法"]),
        ("year=2023", ["豆包算法"]),
        ("product=doubao", ["豆包算法"]),
        ("list=deep_synthesis/2025-03", ["苹果算法"]),
        ("q=x-1", ["豆包算法"]),
        ("sort=number", ["豆包算法", "苹果算法"]),
        ("sort=oldest", ["豆包算法", "苹果算法"]),
    ],
)
def test_filings_by_their_address(look: Look, record: None, query: str, names: list[str]) -> None:
    assert look(f"/filings/?{query}").texts("#results tbody th .name") == names


def test_the_file_holds_exactly_what_the_page_shows(client: Client, record: None) -> None:
    answer = client.get("/products/?group=bytedance&sort=oldest&format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="products.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["name"] for row in rows] == ["豆包", "即梦"]


@pytest.mark.parametrize("name", ["products", "organizations", "filings", "changes"])
def test_every_list_can_be_taken_away(client: Client, look: Look, record: None, name: str) -> None:
    link = look(f"/{name}/").soup.select_one("a[data-export]")
    assert link is not None
    assert client.get(f"/{name}/{link['href']}").getvalue().count(b"\n") >= 1


def test_the_file_goes_on_behind_the_first_page(client: Client, record: None, monkeypatch) -> None:
    monkeypatch.setattr(listing_page, "PAGE", 1)
    answer = client.get("/products/?format=csv")
    assert len(answer.getvalue().decode().splitlines()) == 4


def test_more_matches_than_are_counted_are_called_at_least(look: Look, record: None, monkeypatch) -> None:
    monkeypatch.setattr("filings.web.listing.facets.COUNTED", 1)
    monkeypatch.setattr(listing_page, "COUNTED_MATCHES", 2)
    monkeypatch.setattr(listing_page, "PAGE", 1)
    assert look("/products/").texts("#found") == ["2+ products"]


def test_nothing_found_says_where_was_looked_and_what_it_means(look: Look, record: None) -> None:
    page = look("/products/?q=Gemini&status=filed")
    assert "Nothing found for “Gemini”" in page.text
    assert "Deep synthesis: 2 filings in 2 lists, to the batch of March 2025" in page.text
    assert "the lists that provinces keep by themselves" in page.text
    assert "It does not mean that it was refused" in page.text


def test_a_part_of_the_page_is_sent_where_htmx_asks_for_it(look: Look, record: None) -> None:
    part = look("/products/?q=doubao", **{"HX-Request": "true"})
    assert part.html.count("<html") == 0
    assert part.texts("#results tbody th .name") == ["豆包"]
    assert part.texts("title")[0].startswith("Products: doubao")


def test_an_entry_of_changes_is_found_by_field_and_by_whose_it_is(look: Look, record: None) -> None:
    first, second = Filing.objects.order_by("number")
    make.make_event(first, EventKind.AMENDED, aspects=" name remark ")
    make.make_event(second, EventKind.AMENDED, aspects=" organization ", cause=Cause.IMPORT)
    assert look("/changes/?field=name").texts(".line .headline") == ["豆包算法"]
    assert look("/changes/?kind=amended").texts(".line .headline") == ["苹果算法", "豆包算法"]
    assert look("/changes/?product=doubao").texts(".line .headline") == ["豆包算法"]


def test_changes_can_be_read_by_the_day_they_happened(look: Look, record: None) -> None:
    first, second = Filing.objects.order_by("number")
    make.make_event(first, EventKind.CANCELLED, happened_on=dt.date(2024, 5, 1), precision="day")
    make.make_event(second, EventKind.CANCELLED, happened_on=dt.date(2023, 5, 1), precision="day")
    page = look("/changes/?kind=cancelled&sort=happened")
    assert page.texts(".line .headline") == ["豆包算法", "苹果算法"]
    assert page.texts(".day time") == ["1 May 2024", "1 May 2023"]


@pytest.mark.parametrize("path", ["/products/doubao/", "/organizations/beijingdouyinxinxifuwuyouxiangongsi/"])
def test_what_was_merged_leads_to_what_it_was_merged_into(client: Client, record: None, path: str) -> None:
    model: type[Product] | type[Organization] = Product if path.startswith("/products") else Organization
    survivor, merged = model.objects.order_by("-pk")[0], model.objects.order_by("pk")[0]
    model.objects.filter(pk=merged.pk).update(merged_into=survivor)
    answer = client.get(path)
    assert answer.status_code in (301, 302)
    assert answer["Location"] == survivor.get_absolute_url()


def test_an_import_without_a_day_is_not_said_to_have_happened_that_day(look: Look, record: None) -> None:
    first = Filing.objects.order_by("number")[0]
    make.make_event(first, EventKind.AMENDED, cause=Cause.IMPORT)
    page = look("/changes/?kind=amended&sort=happened")
    assert page.texts(".day small") == ["imported that day; nobody states when it happened"]
    assert look("/changes/?year=2024").texts(".line") == []
