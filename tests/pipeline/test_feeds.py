"""Feeds that are broken, hostile or odd: a clear state on the source, nothing lost, nothing executed, bounded time."""

from __future__ import annotations

import time

import pytest

from filings import jobs
from filings.gate import limits
from filings.models import Article, Dated, Document, DocumentKind, Snapshot, Source, Verdict
from filings.sources.base import SHANGHAI
from tests import newsroom
from tests.gate.web import Script, page, raw, redirect
from tests.sources.test_feed import BOMB

from .press import Paper, load_groups

pytestmark = pytest.mark.django_db

SAID = "Apple submitted Apple Intelligence features to China's cyberspace regulator for approval"
BLOB = b" " * 1_000_000
GOOD = {"title": "Apple's filing", "summary": f"{SAID}, Herald reports."}


@pytest.fixture
def herald(newsstand) -> Paper:
    load_groups("apple")
    return newsstand("Herald")


def feed_of(*items: str, **values: str) -> Script:
    return page(newsroom.rss(items, **values), Content_Type="application/rss+xml")


def documents() -> list[Document]:
    return list(Document.objects.filter(kind=DocumentKind.ARTICLE).order_by("id"))


@pytest.mark.parametrize(
    ("script", "outcome", "words"),
    [
        (page(b"<!DOCTYPE html><html><body>We have moved.</body></html>"), "FAILED", "found a web page"),
        (page(b""), "FAILED", "found nothing"),
        (page(newsroom.rss([newsroom.item(**GOOD)])[:200]), "FAILED", "breaks off"),
        (page(BOMB.encode()), "FAILED", "entities"),
        (page(b"<html><title>x</title><body>Checking your browser</body></html>"), "BLOCKED", "protection page"),
        (page(b"gone", 404), "FAILED", "HTTP 404"),
        (page(b"no", 406), "FAILED", "HTTP 406"),
        (page(b"later", 503), "UNREACHABLE", "HTTP 503"),
        (page(b"not a feed at all"), "FAILED", "expected a feed"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "FAILED", "not a public address"),
        (redirect("http://[::1]/feed"), "FAILED", "not a public address"),
        (redirect("file:///etc/passwd"), "FAILED", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_feed_is_a_clear_state_and_loses_nothing(herald: Paper, script: Script, outcome: str, words: str) -> None:
    herald.answers_with(script)
    (attempt,) = herald.poll()
    assert (attempt.outcome, words in attempt.message) == (outcome, True), attempt.message
    herald.source.refresh_from_db()
    assert (herald.source.failures, herald.source.last_good_at, herald.source.claim) == (1, None, "")
    herald.answers_with(feed_of(newsroom.item(url="/a", published="2025-02-11", **GOOD)))
    assert herald.poll()[0].outcome in ("RECORDED", "UNREACHABLE")


def test_a_feed_of_a_hundred_megabytes_is_left_alone_after_the_limit(herald: Paper, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_BODY_BYTES", 5_000_000)
    sent = []

    def pieces():
        yield b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n\r\n<rss>"
        for _ in range(100):
            sent.append(1)
            yield BLOB

    herald.answers_with(raw(pieces()))
    started = time.monotonic()
    (attempt,) = herald.poll()
    assert (attempt.outcome, "larger than 5 MB" in attempt.message) == ("FAILED", True), attempt.message
    assert time.monotonic() - started < 30
    assert len(sent) < 100


def test_a_feed_between_the_two_limits_is_kept_but_not_parsed(herald: Paper) -> None:
    herald.answers_with(page(b"<rss>" + BLOB * 11 + b"</rss>"))
    (attempt,) = herald.poll()
    assert (attempt.outcome, "10,000,000 bytes" in attempt.message) == ("FAILED", True)
    assert Snapshot.objects.get().verdict == Verdict.REFUSED


def test_a_feed_that_is_not_modified_is_not_read_again(herald: Paper) -> None:
    herald.answers_with(page(newsroom.rss([]), ETag='"1"'), page(b"", 304))
    herald.poll()
    Source.objects.update(next_poll_at=None)
    jobs.poll_here([herald.source.key], only_due=True, report=lambda _: None)
    assert herald.web.seen("/feed")[1].headers["if-none-match"] == '"1"'
    assert "not modified" in herald.source.polls.order_by("-id")[0].message


def test_only_what_concerns_us_is_fetched(herald: Paper) -> None:
    herald.write("A new telephone", "Apple shows a telephone that is thinner than the last one.", day="2025-02-11")
    herald.write("Pineapples", "The regulator of fruit has approved pineapples.", day="2025-02-11")
    herald.write("Filed", f"{SAID}, Herald reports.", day="2025-02-11")
    attempts = herald.poll()
    assert attempts[0].message == "1 of 3 items concern us, 1 of them are new"
    assert [document.label for document in documents()] == ["Filed"]
    assert not herald.web.seen("/2025-02-11/0")


def test_full_texts_are_not_fetched(herald: Paper) -> None:
    text = f"<p>{SAID}, Herald reports.</p>" + "<p>And it goes on about other things for a while.</p>" * 20
    herald.answers_with(feed_of(newsroom.item("Filed", f"{herald.url}/a", published="2025-02-11T08:00:00Z", text=text)))
    assert herald.poll()[-1].accepted == 1
    assert not herald.web.seen("/a")
    article = Article.objects.get()
    assert (article.outlet, article.dated, article.published_at is not None) == (herald.outlet, Dated.FEED, True)
    assert article.document.snapshots.get().media_type == "json"


def test_a_full_text_that_links_to_another_outlet_is_fetched_there(herald: Paper, newsstand) -> None:
    """Or else anybody's feed could put words into a newspaper's mouth."""
    courier = newsstand("Courier")
    text = f"<p>{SAID}, Courier reports.</p>" + "<p>And it goes on about other things for a while.</p>" * 20
    herald.answers_with(feed_of(newsroom.item("Filed", f"{courier.url}/a", published="2025-02-11", text=text)))
    attempt = herald.poll()[-1]
    assert (attempt.outcome, "HTTP 404" in attempt.message) == ("FAILED", True)
    assert not Article.objects.exists()


def test_a_digest_comes_apart_into_its_stories(herald: Paper) -> None:
    text = (
        "<p><b>某公司发布财报</b></p><p>营收增长一成。</p>"
        "<p><b>苹果完成备案</b></p><p>国家网信办公布名单，苹果的Apple智能已通过生成式人工智能服务备案。</p>"
    ) * 2
    herald.answers_with(
        feed_of(newsroom.item("氪星晚报", f"{herald.url}/d", published="2025-09-01", text=text), language="zh")
    )
    herald.poll()
    (article,) = Article.objects.all()
    assert (article.title, article.language) == ("苹果完成备案", "zh")
    assert "财报" not in article.text


def test_gb18030_an_item_without_a_day_and_a_day_in_2099(herald: Paper) -> None:
    said = "国家网信办已批准苹果的Apple智能通过生成式人工智能服务备案。"
    bare = newsroom.page("苹果获批", [said + "名单䶮今天公布。" * 20], language="zh")
    for path in ("/none", "/2099"):
        herald.web.on(path, page(bare, Content_Type="text/html; charset=utf-8"))
    items = [
        newsroom.item("苹果获批", f"{herald.url}/none", summary=said),
        newsroom.item("苹果获批", f"{herald.url}/2099", summary=said, published="2099-01-01"),
    ]
    herald.answers_with(feed_of(*items, encoding="gb18030"))
    herald.poll()
    assert {article.dated for article in Article.objects.all()} == {Dated.SEEN}
    days = {(article.published_on, article.seen_at.astimezone(SHANGHAI).date()) for article in Article.objects.all()}
    assert all(published_on == seen_on for published_on, seen_on in days)


def test_the_same_article_in_two_feeds_is_one_document(herald: Paper, newsstand) -> None:
    url = herald.write("Filed", f"{SAID}, Herald reports.", day="2025-02-11")
    other = newsstand("Search")
    other.answers_with(feed_of(newsroom.item("Filed", f"{url}?utm_source=x", published="2025-02-11", summary=SAID)))
    herald.poll()
    other.poll()
    assert [document.source for document in documents()] == [herald.source]


def test_an_item_that_changes_is_read_again(herald: Paper) -> None:
    body = "<p>And it goes on about other things for a while.</p>" * 20
    for said in (f"{SAID}, Herald reports.", "China's cyberspace regulator has approved Apple Intelligence."):
        text = f"<p>{said}</p>{body}"
        herald.answers_with(feed_of(newsroom.item("Filed", f"{herald.url}/a", published="2025-02-11", text=text)))
        herald.poll()
    article = Article.objects.get()
    assert {(claim.status, claim.state) for claim in article.claims.all()} == {
        ("submitted", "noted"),
        ("approved", "pending"),
    }
    assert article.document.snapshots.count() == 2
