"""Whose article it is, whose report it tells, and the bundled list of both."""

from __future__ import annotations

import pytest

from filings.models import Outlet, Tier
from filings.pipeline.documents import article_key
from filings.pipeline.outlets import cited_in, host_of, outlet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def herald(db: None) -> Outlet:
    for host, name, aliases in (
        ("reuters.com", "Reuters", "路透社\nロイター"),
        ("ft.com", "Financial Times", "FT\n金融时报"),
        ("theinformation.com", "The Information", ""),
    ):
        Outlet.objects.create(host=host, name=name, aliases=aliases, tier=Tier.FIRST)
    return Outlet.objects.create(host="herald.example.org", name="Herald", tier=Tier.SECOND)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("It was filed, Reuters reported on Tuesday.", "reuters.com"),
        ("According to a report by The Information, it was filed.", "theinformation.com"),
        ("据路透社报道，该产品已提交。", "reuters.com"),
        ("金融时报援引知情人士的话说，审批受阻。", "ft.com"),
        ("ロイターによると、申請した。", "reuters.com"),
        ("The FT said so first; Reuters confirmed.", "ft.com"),
        ("People familiar with the matter said it was filed.", ""),
        ("Reuters is an agency.", ""),
        ("The information was told to us by two people.", ""),
        ("An unknown blog reported it.", ""),
    ],
)
def test_whose_report_it_tells(herald: Outlet, text: str, host: str) -> None:
    assert cited_in(text, herald) == host


def test_nobody_cites_himself(herald: Outlet) -> None:
    assert cited_in("It was filed, Reuters reported.", Outlet.objects.get(host="reuters.com")) == ""


def test_a_host_below_a_listed_one_is_that_outlets(herald: Outlet) -> None:
    assert outlet_of("https://www.reuters.com/a").host == "reuters.com"
    assert outlet_of("https://feeds.uk.reuters.com:443/a").host == "reuters.com"
    for other in ("https://notreuters.com/", "https://reuters.com.example.org/", "http://reuters.com:8080/"):
        assert outlet_of(other).tier == Tier.UNLISTED


def test_an_unknown_host_becomes_an_unlisted_outlet_once(herald: Outlet) -> None:
    assert outlet_of("https://blog.example.net/1") == outlet_of("https://blog.example.net/2")


def test_the_usual_port_and_www_are_left_out() -> None:
    assert host_of("https://www.example.org:443/a") == host_of("http://example.org") == "example.org"
    assert host_of("http://127.0.0.1:8000/") == "127.0.0.1:8000"


def test_tracking_makes_no_other_article() -> None:
    same = {
        article_key("https://36kr.com/p/1?f=rss"),
        article_key("http://www.36kr.com/p/1/"),
        article_key("https://36kr.com/p/1?utm_source=a&utm_medium=b#top"),
    }
    assert len(same) == 1
    assert article_key("https://a.example.org/?id=1") != article_key("https://a.example.org/?id=2")
    assert article_key("https://a.example.org/", "one") != article_key("https://a.example.org/", "two")
    assert len(article_key("https://a.example.org/" + "x" * 3000)) <= 400
