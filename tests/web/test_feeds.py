"""Feeds for programs: Atom for everything that can be followed, and the calendar of expected lists."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from filings.models import Cause, EventKind, Status, Withdrawal
from tests import factories as make

pytestmark = pytest.mark.django_db
CHILDREN = ("title", "id", "summary", "updated")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client: Client, query: str = "", language: str = "en") -> list[dict[str, str]]:
    answer = client.get(f"/feed.atom{query}", headers={"accept-language": language})
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    return [
        {
            child: str(entry.xpath(f"string(a:{child})", namespaces=ATOM))
            for child in ("title", "id", "summary", "updated")
        }
        for entry in root.findall("a:entry", ATOM)
    ]


def test_everything_that_can_be_followed_has_a_feed(client: Client) -> None:
    product = make.make_product()
    make.make_event(make.make_filing(products=(product,)))
    organization = make.make_organization()
    for query in (
        "",
        "?product=doubao",
        f"?organization={organization.slug}",
        "?series=deep_synthesis",
        "?province=北京",
        "?search=豆包",
    ):
        (entry,) = entries(client, query)
        assert entry["title"] == "Filed: 豆包 (北京抖音信息服务有限公司) — Deep synthesis, list of 1 Sep 2023"
    for query in ("?series=algorithm", "?province=广东", "?search=Gemini"):
        assert entries(client, query) == []
    assert client.get("/feed.atom?product=nothing").status_code == 404


def test_a_feed_is_narrowed_like_a_subscription(client: Client) -> None:
    product = make.make_product()
    make.make_event(make.make_filing(products=(product,)))
    make.make_claim(product)
    assert len(entries(client, "?product=doubao")) == 2
    assert len(entries(client, "?product=doubao&press=no")) == 1
    assert len(entries(client, "?product=doubao&kinds=cancelled")) == 0
    claim = entries(client, "?product=doubao&kinds=reported")[0]
    assert claim["title"].startswith("Press report, not confirmed: Submitted")


def test_the_newest_is_first_whatever_the_source_dates_it(client: Client) -> None:
    make.make_event(make.make_filing("1", name="早"), published_on=dt.date(2024, 1, 1))
    make.make_event(make.make_filing("2", name="补登"), published_on=dt.date(2020, 1, 1))
    assert "补登" in entries(client)[0]["title"]


def test_what_our_reader_changed_is_no_news(client: Client) -> None:
    make.make_event(make.make_filing(), EventKind.AMENDED, cause=Cause.READER)
    assert entries(client) == []


def test_what_was_taken_back_says_so_and_counts_as_updated(client: Client, admin_user) -> None:
    event = make.make_event(make.make_filing())
    before = entries(client)[0]
    Withdrawal.objects.create(event=event, reason="The row was misread.", by=admin_user, at=timezone.now())
    after = entries(client)[0]
    assert after["id"] == before["id"]
    assert after["title"] == f"Taken back: {before['title']}"
    assert "The row was misread." in after["summary"]
    assert after["updated"] > before["updated"]


def test_a_hostile_name_is_escaped(client: Client) -> None:
    make.make_event(make.make_filing(name="<script>]]>&"), status=Status.FILED)
    assert "<script>]]>&" in entries(client)[0]["title"]


def test_a_feed_costs_few_queries(client: Client, django_assert_max_num_queries) -> None:
    for number in range(60):
        make.make_event(make.make_filing(f"{number}"))
    with django_assert_max_num_queries(12):
        assert len(entries(client)) == 50


class TestCalendar:
    def test_each_series_with_a_rhythm_has_its_next_list(self, client: Client) -> None:
        for month in range(1, 7):
            document = make.make_document(f"2023-{month:02}", published_on=dt.date(2023, month, 15))
            make.make_filing(f"{month}", document=document)
        answer = client.get("/calendar.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert entry["SUMMARY"] == "Overdue: next list of Deep synthesis"
        assert entry.decoded("DTSTART") == dt.date(2023, 7, 13)
        assert entry.decoded("DTEND") > timezone.localdate(), "overdue until it comes"
        assert "not an announcement" in str(entry["DESCRIPTION"])

    def test_without_a_rhythm_it_is_empty(self, client: Client) -> None:
        make.make_document()
        assert icalendar.Calendar.from_ical(client.get("/calendar.ics").content).walk("VEVENT") == []
