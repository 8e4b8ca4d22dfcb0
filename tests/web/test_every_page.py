"""What holds for every page: one heading, landmarks, languages, a strict policy, and nothing inline."""

from __future__ import annotations

import re

import pytest
from django.core import signing
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from filings.models import ChangeSet, EventKind, Product, Subscriber
from tests import factories as make

from .conftest import Look
from .test_articles import make_article, make_claim

# Three words in a row; names of products and the like are shorter.
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [a-z]{2,}){2,}")
OWN = signing.Signer(salt="subscriber").sign("page")
STOP = signing.Signer(salt="stop").sign("1")
PATHS = [
    "/",
    "/products/",
    "/products/doubao/",
    "/organizations/",
    "/organizations/beijingdouyinxinxifuwuyouxiangongsi/",
    f"/filings/deep_synthesis/{make.DOUBAO_NUMBER}/",
    "/registers/",
    "/registers/deep_synthesis/2023-08/",
    "/changes/",
    "/statistics/",
    "/sources/",
    "/search/?q=豆包",
    "/search/?q=Gemini",
    "/about/",
    "/corrections/",
    "/subscribe/key/",
    "/articles/1/",
    "/subscribe/",
    "/subscribe/?product=doubao",
    "/subscribe/link/",
    "/subscribe/confirm/forged/",
    f"/subscribe/stop/{STOP}/",
    f"/subscribe/mine/{OWN}/",
    f"/subscribe/mine/{OWN}/delete/",
    f"/subscribe/mine/{OWN}/1/",
    f"/subscribe/mine/{OWN}/messages/1/",
    "/no-such-page/",
]


@pytest.fixture
def record(db: None) -> None:
    snapshot = make.make_snapshot(make.make_document(), b"PK")
    filing = make.make_filing(products=(make.make_product(),), version={"snapshot": snapshot})
    make.make_event(filing, snapshot=snapshot)
    change = {"field": "purpose", "before": "前", "after": "后"}
    make.make_event(filing, EventKind.AMENDED, snapshot=snapshot, changes=[change])
    make.make_poll(filing.document)
    make_claim(make_article(pk=1), product=filing.products.get())
    channel = make.make_channel()
    Subscriber.objects.update(key="page")
    subscription = make.make_subscription(channel=channel, product=Product.objects.get(), pk=1)
    make.make_delivery(subscription, ChangeSet.objects.all()[0], pk=1)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("zh-CN", "zh-Hans")])
def test_pages_are_well_made(look: Look, record: None, path: str, language: str, lang: str) -> None:
    soup = look(path, language).soup
    assert soup.html is not None
    assert soup.html["lang"] == lang
    assert len(soup.select("h1")) == 1
    assert len(soup.select("main, header, footer")) == 3
    assert soup.select_one("a.skip[href='#content']")
    assert not soup.select("[style], style, script:not([src])")
    assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    identifiers = [tag["id"] for tag in soup.select("[id]")]
    assert len(identifiers) == len(set(identifiers))
    for field in soup.select("input:not([type=hidden])"):
        assert soup.select_one(f"label[for='{field['id']}']")


@pytest.mark.parametrize("path", PATHS)
def test_a_chinese_page_holds_no_english_sentence(look: Look, record: None, path: str) -> None:
    body = look(path, "zh-CN").soup.body
    assert body is not None
    for foreign in body.select("[lang=en]"):
        foreign.decompose()
    assert ENGLISH.findall(body.get_text(" ")) == []


@pytest.mark.parametrize("path", PATHS)
def test_tables_of_records_carry_their_labels_to_phones(look: Look, record: None, path: str) -> None:
    for row in look(path).soup.select("table.records:has(thead) tbody tr"):
        assert all("data-label" in cell.attrs for cell in row.select("td")), row


def test_the_policy_is_strict(client: Client, db: None) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


def test_the_switch_of_language_keeps_the_page(client: Client, record: None) -> None:
    answer = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/products/doubao/?x=1"})
    assert answer["Location"] == "/products/doubao/?x=1"
    assert '<html lang="zh-Hans">' in client.get("/products/doubao/").content.decode()


def test_chinese_names_are_marked_and_said_in_pinyin_for_readers_of_english(look: Look, record: None) -> None:
    english, chinese = look("/products/doubao/"), look("/products/doubao/", "zh-CN")
    assert english.texts("h1 [lang=zh-Hans]") == ["豆包"]
    assert english.texts("h1 .gloss") == ["Doubao"]
    assert chinese.texts("h1 .gloss") == []


def test_the_page_for_our_own_faults_stands_alone(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0), translation.override("en"):
        html = render_to_string("500.html")
    assert "it says nothing about any filing" in html
