"""The page of a product: the founding case, and products of which only the press speaks."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils import timezone

from filings.models import Cause, EventKind, Filing, Precision, Product, Proof, Status
from filings.pipeline.statements import state
from tests import factories as make
from tests import founding

from .conftest import Look

APPLE = "/products/apple-intelligence/"


@pytest.fixture(autouse=True)
def today():
    cache.clear()
    with time_machine.travel(founding.TODAY, tick=False):
        yield


def test_the_founding_case_is_answered_in_one_sentence(look: Look) -> None:
    founding.apple()
    page = look(APPLE)
    assert page.texts(".answer .status") == ["Filed"]
    assert page.texts(".answer .proof") == ["Proof: National list"]
    assert page.texts(".answer .sentence") == [
        "Filed on 8 Jul 2026 as a generative AI service on phones, and published by the regulator on 15 Jul 2026."
        " No stored source says that it is open to the public in mainland China."
    ]
    facts = " ".join(page.texts(".answer .facts-grid"))
    assert all(fact in facts for fact in (founding.NUMBER, founding.ENTITY, "On-device", "苹果手机"))
    assert "A product of Apple 苹果 , with Alibaba, through" in page.text


def test_entries_stand_newest_first_with_day_and_badge(look: Look) -> None:
    founding.apple()
    page = look(APPLE)
    assert page.texts(".entry .when") == [
        "8 Jul 2026 filing date",
        "31 Mar 2026 happened",
        "4 Jan 2026 article",
        "8 Sep 2025 article",
        "16 Jun 2025 inferred",
        "4 Jun 2025 article",
        "13 Feb 2025 happened",
        "11 Feb 2025 article",
    ]
    badges = page.texts(".entry .status")
    assert badges == [
        "Filed", "Withdrawn", "No change of status", "Launched", "Submitted", "Delayed", "Announced", "Submitted",
    ]  # fmt: skip


def test_a_day_of_filing_is_told_even_while_that_of_publication_is_not_known(look: Look) -> None:
    founding.apple()
    Filing.objects.update(published_on=None)
    text = look(APPLE).text
    assert "Filed on 8 Jul 2026 as a generative AI service on phones; no day of publication is known." in text


def test_an_article_never_wears_a_filled_badge(look: Look) -> None:
    founding.apple()
    for entry in look(APPLE).soup.select(".entry:has(.quote)"):
        assert not entry.select(".weight-filled")
        assert "National" not in entry.select(".proof")[0].get_text()


def test_a_claim_shows_its_quote_and_how_a_list_confirmed_it(look: Look) -> None:
    founding.apple()
    page = look(APPLE)
    oldest = page.texts(".entry")[-1]
    assert "According to the press: it was handed to the regulator." in oldest
    assert "Apple settled on Alibaba" in oldest
    assert "A list names it since 8 Jul 2026, 512 days after this report." in oldest
    assert "The day of the hand-in itself is not stated." in oldest
    assert "Happened not stated Published 11 Feb 2025 Seen by us 11 Feb 2025, 09:30" in oldest
    assert page.soup.select(".quote a")[0]["rel"] == ["noreferrer", "nofollow"]


def test_further_sources_stand_in_the_drawer(look: Look) -> None:
    founding.apple()
    drawer = look(APPLE).texts(".entry .evidence")[-1]
    assert "and 1 further source" in drawer
    assert "Confirmed by 两家公司已提交联合功能" in drawer
    assert "seen 12 Feb 2025, 08:00" in drawer


def test_the_day_inside_the_number_is_called_inferred(look: Look) -> None:
    founding.apple()
    page = look(APPLE)
    entry = next(text for text in page.texts(".entry") if "Date inside" in text)
    assert "computed, not published" in entry
    assert "Shanghai-AppleZhiNeng- 20250616 0057" in entry
    assert "no official text says so" in entry
    assert "Happened 16 Jun 2025 (inferred)" in entry


def test_what_an_editor_took_back_stays_struck_out_with_its_reason(look: Look) -> None:
    founding.apple()
    page = look(APPLE)
    assert page.texts(".taken-back .headline s") == [
        "According to the press: it is open to the public in mainland China."
    ]
    assert "Taken back by an editor on 9 Sep 2025 : The article was about Qwen3" in page.texts(".taken-back")[0]


def test_the_life_line_leads_from_every_mark_to_its_entry(look: Look) -> None:
    founding.apple()
    page = look(APPLE)
    anchors = {f"#{entry['id']}" for entry in page.soup.select(".entry:not(.taken-back)")}
    for line in page.soup.select(".lifeline"):
        links = {link["href"] for link in line.select("a")}
        assert links <= anchors
        assert len(links) >= len(anchors) - 1
    assert page.texts(".lifeline.wide-only .strip-label") == [
        "Submitted", "Delayed, somebody says", "Withdrawn", "Filed",
    ]  # fmt: skip
    assert "387 days from the date inside the number to the filing" in page.text
    assert "512 days from the first report of a hand-in to the filing" in page.text
    assert "None found in the lists and notices read." in page.text


def test_the_timeline_is_narrowed_by_a_link(look: Look) -> None:
    founding.apple()
    assert look(APPLE + "?show=lists").texts(".entry .status") == ["Filed"]
    assert "No change of status" not in look(APPLE + "?show=status").texts(".entry .status")
    assert len(look(APPLE + "?show=nonsense").texts(".entry")) == 8


def test_a_product_known_from_the_press_alone_reads_well(look: Look) -> None:
    subject = founding.product()
    founding.claims(subject)
    page = look(APPLE)
    assert page.status == 200
    assert page.texts(".answer .status") == ["Withdrawn"]
    assert page.texts(".answer .sentence") == [
        "According to a report of 31 Mar 2026, it was taken back. On no list that we have read."
    ]
    assert "Not being listed does not mean that it was refused." in page.text
    assert "No list that we have read confirms it." in page.text
    assert "Filings that name it" not in page.text


def test_an_empty_lane_says_what_was_read(look: Look) -> None:
    make.make_filing()
    founding.claims(founding.product())
    page = look(APPLE)
    assert "No list of this kind has been read yet." in page.text
    assert "No row names it. Read: Deep synthesis (August 2023)." in page.text


def test_a_product_of_which_nothing_is_known_has_no_life_line(look: Look) -> None:
    founding.product()
    page = look(APPLE)
    assert "nobody whom we read says anything of it yet" in page.text
    assert not page.soup.select(".lifeline")


def test_a_merged_product_leads_to_the_other(look: Look, client) -> None:
    subject = founding.apple()
    make.make_product("老名", slug="old", merged_into=subject)
    answer = client.get("/products/old/")
    assert (answer.status_code, answer["Location"]) == (302, APPLE)


def test_others_of_the_group_and_rows_that_name_it_are_beside_it(look: Look) -> None:
    subject = founding.apple()
    make.make_product("Siri", organization=subject.organization, group=subject.group)
    other = make.make_organization("三星（中国）投资有限公司", slug="samsung")
    make.make_filing(
        "网信算备110105591886701240025号", "三星智能文本内容生成算法",
        organization=other, version={"remark": "备案材料中新增Apple智能"},
    )  # fmt: skip
    page = look(APPLE)
    assert "Siri" in page.texts("section[aria-labelledby=related]")[0]
    assert "备案材料中新增Apple智能" in page.texts("section[aria-labelledby=naming]")[0]


def test_an_edit_without_any_day_is_not_drawn_on_the_day_of_import(look: Look) -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,))
    make.make_event(filing, cause=Cause.IMPORT)
    change = {"field": "purpose", "before": "前", "after": "后"}
    make.make_event(filing, EventKind.AMENDED, cause=Cause.IMPORT, changes=[change])
    page = look("/products/doubao/")
    assert len(page.texts(".entry")) == 2
    assert len(page.soup.select(".lifeline.wide-only a")) == 1


def test_hostile_text_survives(look: Look) -> None:
    subject = founding.product()
    hostile = "<script>alert(1)</script>\u202e" + "长" * 2000 + "😀"
    event = founding.say(subject, (2026, 1, 1), Status.SUBMITTED, hostile, "javascript:alert(1)")
    Product.objects.filter(pk=subject.pk).update(name=hostile, aliases=hostile)
    page = look(APPLE)
    assert "<script>alert" not in page.html
    assert "javascript:" not in page.html
    assert event.statement in page.text


def test_a_claim_of_a_month_tells_no_day(look: Look) -> None:
    subject = founding.product()
    event = founding.say(subject, (2025, 2, 11), Status.SUBMITTED, "x", "https://example.com/a")
    event.happened_on, event.precision = dt.date(2025, 2, 1), Precision.MONTH
    event.save()
    assert look(APPLE).texts(".entry .when strong") == ["Feb 2025"]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_case_reads_in_both_languages(look: Look, language: str) -> None:
    founding.apple()
    page = look(APPLE, language)
    sentence = page.texts(".answer .sentence")[0]
    assert ("2026年7月8日" in sentence) == (language == "zh-CN")


def test_the_page_has_a_card_and_says_how_to_cite_it(look: Look) -> None:
    founding.apple()
    page = look(APPLE)
    assert str(page.soup.select("meta[property='og:image']")[0]["content"]).endswith(f"{APPLE}card.png")
    assert page.soup.select("meta[property='og:title']")[0]["content"] == "Apple Intelligence: Filed"
    assert "“Apple Intelligence”, China AI Filing Tracker, http" in page.text
    assert "(as of 21 Sep 2026, Beijing time)" in page.text


def test_a_row_without_a_day_stands_in_the_month_of_its_list(look: Look) -> None:
    product = make.make_product()
    document = make.make_document("2022-10", None)
    filing = make.make_filing(products=(product,), document=document, published_on=None)
    make.make_event(filing, cause=Cause.IMPORT)
    page = look("/products/doubao/")
    assert page.texts(".entry .when") == ["Oct 2022 month of the list"]
    assert "Published not announced" in page.text
    assert page.soup.select(".lifeline a")[0]["aria-label"] == "Oct 2022: Filed"


def test_an_order_to_stop_stands_on_the_page_and_on_the_life_line(look: Look, admin_user: User) -> None:
    founding.apple()
    product = Product.objects.get(slug="apple-intelligence")
    state(
        product,
        Status.SUSPENDED,
        "Shanghai's office ordered it to stop.",
        evidence_url="https://example.org/order",
        proof=Proof.PROVINCIAL,
        reason="the office's notice",
        person=admin_user.pk,
        now=timezone.now(),
        happened_on=dt.date(2026, 8, 3),
        precision="day",
    )
    page = look(APPLE)
    assert page.texts(".answer .status") == ["Suspended"]
    assert page.texts(".answer .proof") == ["Proof: Provincial list"]
    assert "Ordered to stop: Shanghai's office ordered it to stop (3 Aug 2026). The lists still have it." in page.text
    assert len(page.soup.select(".lifeline.wide-only .strip.status-suspended")) == 1
