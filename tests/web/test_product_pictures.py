"""What other sites show of a product: its badge and its card."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from filings.models import Product, Status
from filings.web import raster
from filings.web.views import card
from tests import factories as make

PNG = b"\x89PNG\r\n"


def badge(client: Client, query: str = "") -> BeautifulSoup:
    answer = client.get(f"/products/doubao/badge.svg{query}", headers={"accept-language": "zh-CN"})
    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age" in answer["Cache-Control"]
    return BeautifulSoup(answer.content, "lxml")


def test_a_badge_speaks_the_language_of_its_address_not_of_its_reader(db: None, client: Client) -> None:
    make.make_product()
    assert "Filed" in badge(client).get_text()
    assert "已备案" in badge(client, "?lang=zh-hans").get_text()
    assert "Filed" in badge(client, "?lang=nonsense").get_text()


def test_a_claim_is_dashed_on_a_badge_too(db: None, client: Client) -> None:
    make.make_product(status=Status.SUBMITTED)
    assert badge(client).select("[stroke-dasharray]")
    Product.objects.update(status=Status.FILED)
    assert not badge(client).select("[stroke-dasharray]")


def test_a_badge_needs_no_style_and_no_script(db: None, client: Client) -> None:
    make.make_product("<script>", slug="doubao")
    assert not badge(client).select("style, script, [style]")
    assert b"<script>" not in client.get("/products/doubao/badge.svg").content


def test_the_badge_of_a_merged_product_shows_the_other(db: None, client: Client) -> None:
    other = make.make_product("即梦", status=Status.CANCELLED)
    make.make_product(merged_into=other)
    assert "Cancelled" in badge(client).get_text()


def test_unknown_products_have_neither(db: None, client: Client) -> None:
    assert client.get("/products/nothing/badge.svg").status_code == 404
    assert client.get("/products/nothing/card.png").status_code == 404


def test_a_card_is_a_picture_of_the_size_that_networks_ask_for(db: None, client: Client) -> None:
    make.make_product(name_en="Doubao")
    if not raster.can_draw("A"):
        pytest.skip("this machine has no font")
    answer = client.get("/products/doubao/card.png")
    assert answer.content.startswith(PNG)
    assert [int.from_bytes(answer.content[at : at + 4]) for at in (16, 20)] == [1200, 630]


def test_without_a_chinese_font_a_card_is_in_english_or_pinyin(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "can_draw", lambda letter: letter.isascii())
    named, unnamed = make.make_product(name_en="Doubao"), make.make_product("即梦")
    assert ">Doubao</text>" in card.drawn(named)
    assert ">Jimeng</text>" in card.drawn(unnamed)
    assert "即梦" not in card.drawn(unnamed)


def test_without_any_font_there_is_no_card(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_product()
    monkeypatch.setattr(raster, "can_draw", lambda letter: False)
    assert client.get("/products/doubao/card.png").status_code == 404
    assert b"og:image" not in client.get("/products/doubao/").content


def test_hostile_names_stay_words(db: None) -> None:
    product = make.make_product("<script>alert(1)</script>" + "长" * 500, slug="hostile")
    svg = card.drawn(product)
    assert "<script" not in svg
    assert raster.png(svg, 1).startswith(PNG)
