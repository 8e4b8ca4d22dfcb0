"""Products: the list and the page of one."""

from __future__ import annotations

import datetime as dt

from filings.models import Cause, EventKind, FilingProduct, FilingState, Precision, Status
from tests import factories as make

from .conftest import Look

HOSTILE = "<script>alert(1)</script>"


def doubao() -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,), version={"products": "豆包(网站)"})
    make.make_event(filing)


def test_the_newest_listed_product_comes_first(look: Look) -> None:
    make.make_product("豆包", listed_on=dt.date(2023, 9, 1))
    make.make_product("即梦", listed_on=dt.date(2025, 3, 12))
    make.make_product("扣子", listed_on=None)
    assert look("/products/").texts("tbody th .name") == ["即梦", "豆包", "扣子"]


def test_fifty_products_a_page(look: Look) -> None:
    organization = make.make_organization()
    for number in range(51):
        make.make_product(f"产品{number}", organization)
    assert len(look("/products/").texts("tbody tr")) == 50
    older = look("/products/").soup.select_one("a[rel=next]")
    assert older is not None
    second = look(f"/products/{older['href']}")
    assert second.texts("tbody th .name") == ["产品0"]
    assert second.soup.select_one("a[rel=next]") is None


def test_products_are_filtered_by_pinyin_and_by_status(look: Look) -> None:
    make.make_product("豆包")
    make.make_product("即梦", status=Status.CANCELLED)
    assert look("/products/?q=doubao").texts("tbody th .name") == ["豆包"]
    assert look("/products/?status=cancelled").texts("tbody th .name") == ["即梦"]


def test_an_unknown_status_in_the_address_is_ignored(look: Look) -> None:
    make.make_product("豆包")
    assert look("/products/?status=nonsense&page=x").texts("tbody th .name") == ["豆包"]


def test_the_page_says_where_it_stands_with_badge_and_proof(look: Look) -> None:
    doubao()
    page = look("/products/doubao/")
    assert page.texts(".answer .status") == ["Filed"]
    assert page.texts(".answer .proof") == ["Proof: National list"]
    assert "Listed as a deep-synthesis algorithm; the list was published on 1 Sep 2023." in page.text
    assert "On a national list under its own number (备案)." in page.text


def test_an_entry_names_its_three_dates_in_order(look: Look) -> None:
    doubao()
    assert look("/products/doubao/").texts(".entry .dates div") == [
        "Happened not stated",
        "Published 1 Sep 2023",
        "Seen by us 20 Aug 2024, 10:02",
    ]


def test_what_was_listed_before_we_looked_is_called_that(look: Look) -> None:
    product = make.make_product()
    make.make_event(make.make_filing(products=(product,)), cause=Cause.BASELINE)
    page = look("/products/doubao/")
    assert "Already listed when we first looked: Deep synthesis, batch of August 2023." in page.text
    assert "First looked at by us" in page.text
    assert "Seen by us" not in page.text


def test_an_imported_row_is_never_called_seen(look: Look) -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,), imported_at=make.SEEN)
    make.make_event(filing, cause=Cause.IMPORT)
    page = look("/products/doubao/")
    assert "imported on 20 Aug 2024" in page.text
    assert "not seen by us" in page.text
    assert "Seen by us" not in page.text


def test_a_rename_shows_before_and_after(look: Look) -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,))
    changes = [
        {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"},
        {"field": "products", "before": "抖音短视频(APP)", "after": "抖音短视频(APP)、豆包(网站)"},
    ]
    when = {"happened_on": dt.date(2024, 8, 1), "precision": Precision.MONTH}
    make.make_event(filing, EventKind.AMENDED, changes=changes, **when)
    page = look("/products/doubao/")
    assert "Renamed from “云雀大模型算法” to “豆包大模型算法”; also rewritten: products." in page.text
    assert "1 product added." in page.text
    assert page.texts(".entry .when strong") == ["Aug 2024"]
    assert page.texts(".diff del") == ["云雀"]
    assert page.texts(".diff ins") == ["豆包", "豆包（网站）"]


def test_an_imported_change_names_only_what_the_remark_names(look: Look) -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,))
    change = {"field": "products", "before": "", "after": "豆包(网站)"}
    make.make_event(filing, EventKind.AMENDED, cause=Cause.IMPORT, changes=[change])
    page = look("/products/doubao/")
    assert "By the regulator’s remark in the row" in page.text
    assert page.texts(".diff td[data-label=Before]") == ["not in the remark"]


def test_a_row_from_before_the_product_was_in_it_says_so(look: Look) -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,), version={"products": "抖音短视频(APP)"})
    make.make_event(filing)
    assert "The row did not name 豆包 at that time." in look("/products/doubao/").text


def test_evidence_names_notice_document_row_hash_and_bytes(look: Look) -> None:
    product = make.make_product()
    snapshot = make.make_snapshot(make.make_document(), b"PK the list", saved_at=make.SEEN)
    filing = make.make_filing(products=(product,), version={"snapshot": snapshot})
    make.make_event(filing, snapshot=snapshot)
    page = look("/products/doubao/")
    evidence = " ".join(page.texts(".evidence"))
    assert "https://www.cac.gov.cn/2023-09/01/c_1695224377544009.htm" in evidence
    assert "境内深度合成服务算法备案清单（2023年8月） , row 31" in evidence
    assert snapshot.sha256 in evidence
    assert "an upper bound for its edits" in evidence
    assert page.soup.select_one(f'.evidence a[href="/snapshots/{snapshot.sha256}/"]')


def test_filings_that_once_named_it_stand_apart(look: Look) -> None:
    product = make.make_product(status=Status.AMENDED)
    make.make_filing(products=(product,))
    FilingProduct.objects.update(is_current=False)
    page = look("/products/doubao/")
    assert "No row of the lists names it today" in page.text
    assert "Filings that once named it" in page.text
    assert "Filings that name it" not in page.text


def test_a_cancelled_filing_is_not_counted_as_standing(look: Look) -> None:
    product = make.make_product(status=Status.CANCELLED)
    make.make_filing(products=(product,), state=FilingState.CANCELLED)
    assert "None of its filings stands in the lists today" in look("/products/doubao/").text


def test_text_of_the_registers_is_escaped(look: Look) -> None:
    organization = make.make_organization(HOSTILE + "有限公司", slug="o")
    product = make.make_product(HOSTILE, organization, slug="hostile", aliases=HOSTILE, name_en=HOSTILE)
    filing = make.make_filing(
        name=HOSTILE, organization=organization, products=(product,), version={"cells": [HOSTILE], "products": HOSTILE}
    )
    change = {"field": "name", "before": HOSTILE, "after": f"{HOSTILE}2"}
    make.make_event(filing, EventKind.AMENDED, changes=[change])
    for path in ("/products/hostile/", "/products/", "/organizations/o/", filing.get_absolute_url(), "/changes/", "/"):
        page = look(path)
        assert page.status == 200
        assert "<script>" not in page.html, path
        assert HOSTILE in page.text or path == "/products/"


def test_an_unknown_product_is_not_found_and_that_is_not_a_refusal(look: Look) -> None:
    page = look("/products/nothing/")
    assert page.status == 404
    assert "It does not mean that a product was refused" in page.text
