"""Paging by the last row seen: every row once, whatever the order and however many have no value."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.models import Product
from filings.web.listing import Order
from tests import factories as make

DAYS = [dt.date(2024, 1, 5), None, dt.date(2025, 3, 12), dt.date(2024, 1, 5), None, dt.date(2024, 1, 5)]
NEWEST = Order("newest", "", "listed_on", is_nullable=True)
OLDEST = Order("oldest", "", "listed_on", descending=False, is_nullable=True)
NAME = Order("name", "", "slug", descending=False)


@pytest.fixture
def products(db: None) -> None:
    organization = make.make_organization()
    for number, day in enumerate(DAYS):
        make.make_product(f"产品{number}", organization, listed_on=day)


def walk(order: Order, limit: int) -> list[str]:
    rows, after, names = Product.objects.all(), None, list[str]()
    while True:
        page, after = order.page(rows, after, limit)
        assert len(page) <= limit
        names += [product.name for product in page]
        if after is None:
            return names


@pytest.mark.parametrize("order", [NEWEST, OLDEST, NAME], ids=lambda order: order.name)
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 6, 7])
def test_pages_of_any_size_hold_every_row_once_in_order(products: None, order: Order, limit: int) -> None:
    assert walk(order, limit) == [product.name for product in order.sorted(Product.objects.all())]


def test_rows_without_a_value_come_last_both_ways(products: None) -> None:
    assert walk(NEWEST, 2) == ["产品2", "产品5", "产品3", "产品0", "产品4", "产品1"]
    assert walk(OLDEST, 2) == ["产品0", "产品3", "产品5", "产品2", "产品1", "产品4"]


def test_behind_a_row_that_is_gone_the_list_begins_anew(products: None) -> None:
    newest = Product.objects.order_by("-pk")[0].pk
    page, _after = NEWEST.page(Product.objects.all(), newest + 1, 2)
    assert [product.name for product in page] == ["产品4", "产品1"] or page[0].name == "产品2"


def test_no_page_counts_or_skips_rows(products: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(2) as queries:
        NAME.page(Product.objects.all(), Product.objects.order_by("pk").only("pk")[0:0].count() + 1, 2)
    assert not any(word in query["sql"] for query in queries for word in ("OFFSET", "COUNT"))
