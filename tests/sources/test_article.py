"""Pages of articles that are none, that hide their text, or that are built to hurt."""

from __future__ import annotations

import time

import pytest

from filings.sources import article
from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.moments import Moment
from tests import newsroom

URL = "https://news.example.org/a"


def lines(count: int) -> list[str]:
    return [
        f"Person {n} said that the papers were handed in. Nobody at the office would comment." for n in range(count)
    ]


BODY = lines(5)


def test_five_megabytes_of_text_are_refused_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(TooLarge, match="3,000,000 bytes"):
        article.read(newsroom.page("Long", ["word " * 1_000_000]), URL)
    assert time.monotonic() - started < 1


def test_more_text_than_an_article_has_is_refused_in_bounded_time() -> None:
    started = time.monotonic()
    with pytest.raises(TooLarge, match="200,000 characters"):
        article.read(newsroom.page("Long", lines(25_000)), URL)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b'{"a": 1}', b"<html><body></body></html>"])
def test_what_holds_no_article_is_refused(data: bytes) -> None:
    with pytest.raises(LayoutChanged):
        article.read(data, URL)


def test_a_protection_page_is_blocked() -> None:
    with pytest.raises(Blocked):
        article.read(b"<html><title>Just a moment</title><body>Checking your browser</body></html>", URL)


def test_a_paywall_leaves_a_teaser() -> None:
    read = article.read(newsroom.page("A", [*BODY[:2], "Already a subscriber? Log in."]), URL)
    assert (read.is_teaser, read.text.startswith("Person 0")) == (True, True)


def test_a_long_text_that_asks_for_subscriptions_is_no_teaser() -> None:
    assert not article.read(newsroom.page("A", [*lines(30), "Already a subscriber? Log in."]), URL).is_teaser


def test_a_title_that_is_a_script_is_text() -> None:
    read = article.read(newsroom.page("<script>alert(1)</script>", BODY), URL)
    assert read.title == "<script>alert(1)</script>"
    assert "<nav>" not in read.text


def test_control_characters_and_tricks_of_direction_are_gone() -> None:
    read = article.read(newsroom.page("A\x00B\x1b", ["\u202eabc\x08 \x7f" + line for line in BODY]), URL)
    assert read.title == "AB"
    assert not set("\x00\x08\x1b\x7f\u202e") & set(read.text)


def test_two_languages_are_told_by_the_larger_part() -> None:
    chinese = [f"国家网信办公布名单，名单共有{n}款产品，详见附件，其中两款来自同一家公司。" for n in range(20)]
    assert article.read(newsroom.page("A", BODY + chinese), URL).language == "zh"
    assert article.read(newsroom.page("A", BODY + chinese[:1]), URL).language == "en"
    assert article.language_of("アップルは当局に申請しました。") == "ja"


def test_no_date_is_none_and_a_day_far_ahead_is_as_written() -> None:
    assert article.read(newsroom.page("A", BODY), URL).published is None
    late = article.read(newsroom.page("A", BODY, published="2099-01-01"), URL).published
    assert late == Moment(late.on) if late else False


@pytest.mark.parametrize("canonical", ["javascript:alert(1)", "http://", "https://[broken"])
def test_a_canonical_address_that_is_none_is_not_taken(canonical: str) -> None:
    assert article.read(newsroom.page("A", BODY, canonical=canonical), URL).url == ""


def test_a_canonical_address_may_be_relative_or_on_another_host() -> None:
    assert article.read(newsroom.page("A", BODY, canonical="/b"), URL).url == "https://news.example.org/b"
    assert (
        article.read(newsroom.page("A", BODY, canonical="https://o.example.org/"), URL).url == "https://o.example.org/"
    )


@pytest.mark.parametrize("charset", ["big5", "shift_jis", "euc-jp", "gbk", "windows-1252"])
def test_pages_in_other_encodings(charset: str) -> None:
    text = {"big5": "蘋果的服務名單今天公布", "windows-1252": "Le dossier a été déposé"}.get(charset, "東京で発表")
    data = newsroom.page("A", [text * 10]).decode().replace('charset="utf-8"', f'charset="{charset}"')
    assert text in article.read(data.encode(charset, "xmlcharrefreplace"), URL, f"text/html; charset={charset}").text


@pytest.mark.parametrize("charset", ["utf-99", "rot13"])
def test_an_encoding_that_nobody_knows_is_refused(charset: str) -> None:
    with pytest.raises(LayoutChanged, match=charset):
        article.read(newsroom.page("A", BODY), URL, f"text/html; charset={charset}")


def test_nesting_without_end_is_survived() -> None:
    data = b"<html><body>" + b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000 + b"</body></html>"
    with pytest.raises(LayoutChanged):
        article.read(data, URL)
