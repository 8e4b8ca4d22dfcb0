"""Pages of articles that are broken, hostile, closed or odd, read through a feed."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from filings import jobs
from filings.gate import limits
from filings.models import Article, Claim, ClaimState, Dated, Document, DocumentKind, Tier
from filings.pipeline import added
from filings.pipeline.newswalk import TRIES
from tests import newsroom
from tests.gate.web import Script, page, redirect, silence

from .press import Paper, filler, load_groups

pytestmark = pytest.mark.django_db

SAID = "Apple submitted Apple Intelligence features to China's cyberspace regulator for approval"
TITLE = "Apple's filing"


@pytest.fixture
def herald(newsstand) -> Paper:
    load_groups("apple")
    return newsstand("Herald")


def announce(paper: Paper, script: Script, path: str = "/a") -> None:
    """A feed that leads to one article, which answers like this."""
    url = paper.web.on(path, script)
    paper.items.append(newsroom.item(TITLE, url, published="2025-02-11", summary=f"{SAID}, it says."))


def html(*paragraphs: str, title: str = TITLE, **values: str) -> Script:
    return page(newsroom.page(title, paragraphs, **values), Content_Type="text/html; charset=utf-8")


def last(paper: Paper) -> tuple[str, str]:
    attempt = paper.poll()[-1]
    return attempt.outcome, attempt.message


@pytest.mark.parametrize(
    ("script", "outcome", "words"),
    [
        (page(b"x", 404), "FAILED", "HTTP 404"),
        (page(b"%PDF-1.4"), "FAILED", "found pdf"),
        (page(b"<html><body></body></html>"), "FAILED", "without a text"),
        (html("word " * 1_000_000), "FAILED", "3,000,000 bytes"),
        (redirect("http://10.0.0.1/"), "FAILED", "not a public address"),
        (redirect("http://127.0.0.1:22/"), "FAILED", "not one of the web"),
    ],
    ids=["404", "pdf", "empty", "huge", "private", "loopback"],
)
def test_a_bad_page_is_a_clear_state_and_is_tried_again(
    herald: Paper, script: Script, outcome: str, words: str
) -> None:
    announce(herald, script)
    started = time.monotonic()
    said = last(herald)
    assert (said[0], words in said[1]) == (outcome, True), said
    assert time.monotonic() - started < 30
    assert not Article.objects.exists()
    herald.web.on("/a", html(f"{SAID}, it says.", *filler("a")))
    assert last(herald)[0] == "HELD"


def test_a_page_that_fails_for_good_is_left_alone(herald: Paper) -> None:
    announce(herald, page(b"x", 404))
    for _ in range(TRIES + 2):
        herald.poll()
    assert len(herald.web.seen("/a")) == TRIES
    assert Document.objects.get(kind=DocumentKind.ARTICLE).failures == TRIES


@pytest.mark.parametrize("status", [401, 402, 403, 451])
def test_behind_a_closed_door_the_summary_is_all_that_is_read(herald: Paper, status: int) -> None:
    announce(herald, page(b"no", status))
    outcome, message = last(herald)
    assert (outcome, "an editor can add the text" in message) == ("BLOCKED", True)
    article = Article.objects.get()
    assert (article.is_teaser, article.text) == (True, f"{SAID}, it says.")
    assert Claim.objects.get().state == ClaimState.PENDING


def test_a_paywall_leaves_its_teaser_and_an_editor_adds_the_text(herald: Paper) -> None:
    announce(herald, html("The beginning is free to read for all.", "Subscribe now to continue reading."))
    herald.poll()
    article = Article.objects.get()
    assert (article.is_teaser, article.claims.count()) == (True, 0)
    person = User.objects.create_user("editor")
    text = f"{SAID}, it says.\r\n\x07\u202e{filler('x')[0]}"
    finding = added.add_text(f"{herald.url}/a", TITLE, text, dt.date(2025, 2, 11), person.pk, timezone.now())
    article.refresh_from_db()
    assert (finding.held, article.is_teaser, article.dated) == (1, False, Dated.EDITOR)
    assert not {"\x07", "\u202e", "\r"} & set(article.text)
    assert article.claims.get().state == ClaimState.PENDING


def test_robots_are_heeded(herald: Paper) -> None:
    announce(herald, html(f"{SAID}, it says.", *filler("a")), "/private/a")
    herald.web.on("/robots.txt", page(b"User-agent: *\nDisallow: /private/\n"))
    outcome, message = last(herald)
    assert (outcome, "robots.txt" in message) == ("BLOCKED", True)
    assert not herald.web.seen("/private/a")
    assert Article.objects.get().is_teaser


def test_a_host_that_keeps_silent_ends_the_run_in_bounded_time(herald: Paper, monkeypatch) -> None:
    monkeypatch.setattr(limits, "READ_SECONDS", 0.2)
    monkeypatch.setattr(limits, "TOTAL_SECONDS", 1.0)
    announce(herald, silence)
    started = time.monotonic()
    assert last(herald)[0] == "UNREACHABLE"
    assert time.monotonic() - started < 10


def test_a_script_as_title_and_control_characters_are_text(herald: Paper, client) -> None:
    evil = "<script>alert(1)</script>"
    announce(herald, html(f"\x07{SAID}\u202e, it says.", *filler("a"), title=evil))
    herald.poll()
    article = Article.objects.get()
    assert article.title == evil
    shown = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_two_languages_in_one_article_are_both_understood(herald: Paper) -> None:
    announce(
        herald,
        html(f"{SAID}, it says.", "国家网信办公布名单，百度的文心一言已通过生成式人工智能服务备案。", *filler("a")),
    )
    load_groups("baidu")
    herald.poll()
    assert set(Claim.objects.values_list("group__slug", flat=True)) == {"apple", "baidu"}


def test_a_redirect_to_another_host_is_that_hosts_word(herald: Paper, newsstand) -> None:
    blog = newsstand("Blog", Tier.UNLISTED)
    url = blog.web.on("/real", html(f"{SAID}, it says.", *filler("a")))
    announce(herald, redirect(url))
    herald.poll()
    assert Article.objects.get().outlet == blog.outlet


def test_an_editor_adds_an_address(herald: Paper) -> None:
    url = herald.web.on("/mine", html(f"{SAID}, it says.", *filler("a"), published="2025-02-11"))
    document = added.add_address(url, timezone.now())
    jobs.poll_now(document.source_id)
    article = Article.objects.get()
    assert (article.outlet, article.document, article.dated) == (herald.outlet, document, Dated.PAGE)
    assert article.claims.get().state == ClaimState.PENDING


def test_what_the_whole_is_quoted_from_is_what_is_stored(herald: Paper) -> None:
    announce(herald, html(f"{SAID}, it says.", *filler("a"), published="2025-02-11T08:00:00+08:00"))
    herald.poll()
    claim = Claim.objects.get()
    assert claim.article.whole[claim.start : claim.end] == claim.quote
    assert SAID in claim.quote
