"""Search: what is found, by which spelling, and what an empty answer means."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from filings.models import Article, Document, Outlet
from tests import factories as make

from .conftest import Look


@pytest.fixture
def record(db: None) -> None:
    organization = make.make_organization(name_en="Beijing Douyin Information Service")
    make.make_filing(products=(make.make_product("豆包", organization),))
    make.make_filing("Beijing-DeepseekChat-202404280016", "求索对话")
    make.make_product("豆包爱学")


@pytest.mark.parametrize("query", ["豆包", "Doubao", "DOUBAO", "dou bao", " 豆 包 "])
def test_a_product_is_found_in_chinese_and_pinyin(look: Look, record: None, query: str) -> None:
    assert look(f"/search/?q={query}").texts("section[aria-labelledby=products] .name")[0] == "豆包"


@pytest.mark.parametrize("query", ["抖音", "douyin", "Beijing Douyin Information", "北京 抖音"])
def test_an_organization_is_found_by_every_name(look: Look, record: None, query: str) -> None:
    found = look(f"/search/?q={query}").texts("section[aria-labelledby=organizations] .name")
    assert [name.replace(" ", "") for name in found] == ["北京抖音信息服务有限公司"]


@pytest.mark.parametrize(
    "query",
    [
        make.DOUBAO_NUMBER,
        "网信算备 110108 8234839 01 23 0031 号",
        "网信算备：110108823483901230031号",
        "110108823483901230031",
        "１１０１０８８２３４８３９０１２３００３１",
    ],
)
def test_a_number_is_found_however_it_is_typed(look: Look, record: None, query: str) -> None:
    numbers = look(f"/search/?q={query}").texts("section[aria-labelledby=filings] .number")
    assert [number.replace(" ", "") for number in numbers] == [make.DOUBAO_NUMBER]


def test_a_number_is_found_in_another_case(look: Look, record: None) -> None:
    page = look("/search/?q=beijing-deepseekchat-202404280016")
    assert page.texts("section[aria-labelledby=filings] .number") == ["Beijing-DeepseekChat-202404280016"]


def test_nothing_found_says_what_was_searched_and_what_it_means(look: Look, record: None) -> None:
    page = look("/search/?q=Gemini")
    assert "Deep synthesis: 2 filings in 1 list, to the batch of August 2023" in page.text
    assert "It does not mean that it was refused" in page.text


@pytest.mark.parametrize("query", ["%", "_", "100%", "'; DROP TABLE", "\x00", "<script>alert(1)</script>", "a" * 5000])
def test_strange_queries_are_only_text(look: Look, record: None, query: str) -> None:
    page = look(f"/search/?q={quote(query)}")
    assert page.status == 200
    assert "<script>" not in page.html
    assert page.texts("section[aria-labelledby=products]") == []


def test_an_empty_question_is_answered_with_how_to_ask(look: Look) -> None:
    assert "Type a product, an organization or a filing number" in look("/search/?q=%20").text


def test_a_full_group_says_how_many_there_are(look: Look) -> None:
    organization = make.make_organization()
    for number in range(25):
        make.make_product(f"豆包{number}", organization)
    page = look("/search/?q=豆包")
    assert page.texts("#products small") == ["25"]
    assert len(page.texts("section[aria-labelledby=products] .hit")) == 20
    assert page.soup.find("a", string="all of them")


def test_articles_are_found_by_their_title_and_by_what_they_claim(look: Look, record: None) -> None:
    source = make.make_source()
    for number, title in enumerate(("蘋果與阿里合作", "Nothing of that kind", "Copied")):
        document = Document.objects.create(source=source, kind="article", key=f"a{number}", label=title)
        Article.objects.create(
            document=document,
            outlet=Outlet.objects.get_or_create(host="news.example", name="News")[0],
            title=title,
            published_on=make.PUBLISHED,
            dated="page",
            text="",
            seen_at=make.SEEN,
            original=Article.objects.first() if title == "Copied" else None,
        )
    for query in ("蘋果", "苹果"):
        found = look(f"/search/?q={query}").soup.select("section[aria-labelledby=articles] .name")
        assert [name.get_text() for name in found] == ["蘋果與阿里合作"]
