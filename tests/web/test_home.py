"""The front page: what stands, what changed, how fresh it is."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from filings.models import Cause, EventKind, Filing, FilingState, Status
from tests import factories as make

from .conftest import Look


def test_an_empty_record_says_so(look: Look) -> None:
    page = look("/")
    assert page.status == 200
    assert "No list has been read yet." in page.text
    assert "Nothing is recorded yet." in page.text


def test_the_standing_counts_each_series_with_its_cancelled_and_newest_list(look: Look) -> None:
    make.make_filing()
    newer = make.make_document("2024-01", dt.date(2024, 1, 5))
    make.make_filing("网信算备110108823483901230065号", document=newer, state=FilingState.CANCELLED)
    row = look("/").texts("section[aria-labelledby=standing] tbody tr")
    assert row == ["Deep synthesis 深度合成服务算法备案 2 1 +1 5 Jan 2024 no rhythm yet 2 rows in 2 lists"]


def test_series_that_are_not_read_are_named(look: Look) -> None:
    make.make_filing()
    assert "Not read here yet: Algorithms, Generative AI, filed" in look("/").text


def test_news_come_before_what_was_there_when_we_first_looked(look: Look) -> None:
    old = make.make_filing()
    make.make_event(old, cause=Cause.BASELINE)
    news = make.make_filing("网信算备110108823483901230065号", "豆包企业版大模型算法")
    make.make_event(news)
    page = look("/")
    assert "豆包企业版大模型算法" in page.text
    assert "already listed when we first looked" not in page.text
    assert "Nothing has changed since" not in page.text


def test_while_nothing_has_changed_the_first_reading_is_shown_and_called_that(look: Look) -> None:
    make.make_event(make.make_filing(), cause=Cause.BASELINE)
    page = look("/")
    assert "Nothing has changed since we first read or imported the lists." in page.text
    assert "1 filing listed: Deep synthesis, batch of August 2023" in page.text
    assert "already listed when we first looked" in page.text


def test_a_large_new_list_is_one_line(look: Look) -> None:
    document = make.make_document()
    change_set = make.make_change_set(document, event_count=21)
    for number in range(21):
        make.make_event(make.make_filing(f"网信算备1101088234839012300{number:02d}号"), change_set=change_set)
    page = look("/")
    assert page.texts("section[aria-labelledby=latest] .line .headline") == [
        "21 filings listed: Deep synthesis, batch of August 2023"
    ]


def test_sources_are_late_when_they_have_missed_three_of_their_intervals(look: Look) -> None:
    make.make_source(last_good_at=timezone.now() - dt.timedelta(minutes=80), interval_minutes=30)
    assert look("/").texts(".fresh div")[0].startswith("National lists on time")
    make.make_source(last_good_at=timezone.now() - dt.timedelta(minutes=100))
    assert look("/").texts(".fresh div")[0].startswith("National lists 1 of 1 late")


def test_the_three_dates_of_an_import_do_not_pose_as_a_sighting(look: Look) -> None:
    make.make_event(make.make_filing(), cause=Cause.IMPORT)
    page = look("/")
    assert "imported on 20 Aug 2024" in page.text
    assert "seen 20 Aug" not in page.text


def test_kinds_of_one_reading_are_told_apart(look: Look) -> None:
    document = make.make_document()
    change_set = make.make_change_set(document, event_count=30)
    for number in range(2):
        filing = make.make_filing(f"网信算备1101088234839012300{number:02d}号")
        make.make_event(filing, change_set=change_set)
        make.make_event(filing, EventKind.CANCELLED, change_set=change_set)
    headlines = look("/").texts(".line .headline")
    assert sorted(headlines) == [
        "2 filings listed: Deep synthesis, batch of August 2023",
        "2 numbers cancelled: Deep synthesis, batch of August 2023",
    ]


def test_what_waits_is_told_with_the_days_since_it_was_first_said(look: Look) -> None:
    product = make.make_product("Apple智能", status=Status.SUBMITTED, listed_on=None)
    make.make_claim(product, timeline_on=timezone.localdate() - dt.timedelta(days=519))
    waits = look("/").texts("section[aria-labelledby=waits] li")
    assert waits == ["Apple智能 Apple Zhineng Submitted 519 days"]


def test_what_a_province_lists_waits_until_a_national_list_confirms_it(look: Look) -> None:
    day = timezone.localdate() - dt.timedelta(days=13)
    filing = make.make_filing("G-1", "河图影像", series="provincial_guangdong", published_on=day)
    assert look("/").texts("section[aria-labelledby=waits] li") == ["河图影像 Guangdong, 13 days"]
    Filing.objects.filter(pk=filing.pk).update(confirmed_by=make.make_filing("N-1"))
    assert look("/").texts("section[aria-labelledby=waits] li") == []
