"""The page of an article and the coverage on other pages: what was read, what was understood, what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from filings.models import Article, Claim, ClaimState, ClaimStatus, Dated, Document, DocumentKind, Outlet, Role, Tier
from tests import factories as make

from .conftest import Look

pytestmark = pytest.mark.django_db

BEFORE = "It began long ago, in a hall full of people who had come from far away to hear what would be said. " * 5
QUOTE = "ByteDance has submitted Doubao to the regulator."
AFTER = " Then everybody went home, and nobody spoke of it again for a very long time, as is the custom there." * 5


def make_article(title: str = "A filing", text: str = BEFORE + QUOTE + AFTER, **values: Any) -> Article:
    outlet, _ = Outlet.objects.get_or_create(host="herald.example.org", name="Herald", tier=Tier.FIRST)
    document = Document.objects.create(
        source=make.make_source(),
        kind=DocumentKind.ARTICLE,
        key=f"article:{Article.objects.count()}",
        label=title,
        url="https://herald.example.org/1",
    )
    make.make_snapshot(document, title.encode(), media_type="html")
    defaults = {
        "language": "en",
        "published_on": dt.date(2023, 8, 1),
        "dated": Dated.PAGE,
        "seen_at": make.SEEN,
        "outlet": outlet,
    }
    return Article.objects.create(document=document, title=title, text=text, **(defaults | values))


def make_claim(article: Article, quote: str = QUOTE, **values: Any) -> Claim:
    start = article.whole.index(quote)
    defaults = {
        "key": "k",
        "actor": "ByteDance",
        "status": ClaimStatus.SUBMITTED,
        "role": Role.EVENT,
        "seen_at": make.SEEN,
    }
    place = {"quote": quote, "start": start, "end": start + len(quote)}
    return Claim.objects.create(article=article, **(defaults | place | values))


def test_it_shows_what_was_understood_and_only_the_passages_that_say_so(look: Look) -> None:
    filing = make.make_filing(products=(product := make.make_product(),), filed_on=dt.date(2023, 8, 31))
    article = make_article()
    make_claim(article, product=product, state=ClaimState.ACCEPTED, confirmed_by=filing, partners=["Alibaba"])
    page = look(article.get_absolute_url())
    assert "1 sentence says something of a product’s status." in page.text
    assert page.texts("mark") == [QUOTE]
    assert len(page.text) < len(article.text)
    assert "豆包 ByteDance, with Alibaba Submitted not stated On the timeline in a list 30 days later" in page.text
    assert "herald.example.org Publisher with reporters of its own" in page.text


def test_a_denial_and_what_a_person_rejected(look: Look) -> None:
    article = make_article()
    make_claim(article, denies=True)
    make_claim(article, key="other", state=ClaimState.REJECTED, actor="Somebody")
    page = look(article.get_absolute_url())
    assert "It denies: Submitted" in page.text
    assert "Somebody" not in page.text


def test_an_article_that_says_nothing_shows_no_text(look: Look) -> None:
    page = look(make_article(is_teaser=True, dated=Dated.SEEN).get_absolute_url())
    assert "Nothing in it says anything of a product’s status." in page.text
    assert "not stated: the day we first saw it" in page.text
    assert "Only its beginning" in page.text
    assert BEFORE[:40] not in page.text


def test_copies_and_citations_are_told(look: Look) -> None:
    first = make_article()
    make_article("A copy", original=first)
    teller = make_article("A tale", cites="reuters.com")
    assert "Copies of it, which count as one voice 1" in look(first.get_absolute_url()).text
    assert "It tells the report of reuters.com" in look(teller.get_absolute_url()).text


def test_there_are_no_other_articles(look: Look) -> None:
    assert look("/articles/12345/").status == 404


def test_hostile_text_is_text(look: Look) -> None:
    evil = "<img src=x onerror=alert(1)>"
    article = make_article(evil, f"Before. {evil} After.")
    make_claim(article, evil, attribution=evil, partners=[evil])
    page = look(article.get_absolute_url())
    assert not page.soup.select("main img")
    assert page.texts("mark") == [evil]


def test_an_organization_shows_what_the_press_says(look: Look) -> None:
    group = make.make_group("ByteDance")
    organization = make.make_organization(group=group)
    article = make_article()
    make_claim(article, group=group)
    make_claim(article, key="rejected", state=ClaimState.REJECTED, group=group)
    page = look(organization.get_absolute_url())
    assert "What the press says 1" in page.text
    assert page.soup.select_one(f"a[href='{article.get_absolute_url()}']")


def test_a_product_without_coverage_shows_none(look: Look) -> None:
    make.make_filing(products=(product := make.make_product(),))
    assert "What the press says" not in look(product.get_absolute_url()).text
    make_claim(make_article(), product=product)
    assert "What the press says 1" in look(product.get_absolute_url()).text


def test_the_bytes_of_articles_are_for_editors(client: Client, admin_client: Client, data_dir) -> None:
    article = make_article()
    address = f"/snapshots/{article.document.snapshots.get().sha256}/"
    assert client.get(address).status_code == 404
    answer = admin_client.get(address)
    assert (answer.getvalue(), answer["Cache-Control"]) == (b"A filing", "private, no-store")
