"""The page of one filing."""

from __future__ import annotations

import datetime as dt

from filings.models import Cause, Document, EventKind, FilingState, Series, Verdict
from tests import factories as make

from .conftest import Look


def test_the_number_is_decoded(look: Look) -> None:
    filing = make.make_filing()
    parts = look(filing.get_absolute_url()).texts(".parts div")
    assert parts[1:4] == [
        "Region 110108 北京",
        "Entity key 8234839 stands for the organization, through renames",
        "Class 01 generation and synthesis (生成合成类)",
    ]


def test_a_generative_number_is_decoded_and_its_day_is_called_our_reading(look: Look) -> None:
    document = make.make_document(series=Series.GENAI_FILING)
    filing = make.make_filing("Beijing-DeepseekChat-202404280016", document=document)
    assert look(filing.get_absolute_url()).texts(".parts div") == [
        "Province Beijing 北京",
        "Name DeepseekChat in pinyin or Latin letters, as the company chose it",
        "Day 20240428 28 Apr 2024: read as the hand-in; no official text says so",
        "Serial 0016 runs per province",
    ]


def test_the_letter_of_registrations_is_explained(look: Look) -> None:
    document = make.make_document(series=Series.GENAI_REGISTRATION)
    filing = make.make_filing("Shanghai-DouBaoAiXue-20241118S0049", document=document)
    assert "Kind S stands in registrations (登记), not in filings" in look(filing.get_absolute_url()).texts(
        ".parts div"
    )


def test_a_number_of_another_kind_is_not_decoded(look: Look) -> None:
    filing = make.make_filing("沪备2024-1")
    assert "The number, decoded" not in look(filing.get_absolute_url()).text


def test_a_row_shows_the_columns_of_its_own_list(look: Look) -> None:
    document = make.make_document(series=Series.ON_DEVICE)
    empty = {"role": "", "products": "", "purpose": "", "remark": ""}
    filing = make.make_filing(
        "Shanghai-AppleZhiNeng-202506160057", document=document, version={**empty, "scenario": "苹果手机"}
    )
    heads = look(filing.get_absolute_url()).texts(".versions tbody th")
    assert heads == ["Name 模型名称", "Entity 备案单位", "Number 备案编号", "Scope 适用场景", "Row 行"]


def test_only_the_changed_fields_are_shown_where_asked_for(look: Look) -> None:
    filing = make.make_filing(version={"name": "云雀大模型算法"})
    make.make_version(filing)
    page = look(filing.get_absolute_url() + "?fields=changed")
    assert page.texts(".versions tbody th") == ["Algorithm name 算法名称"]
    assert page.texts(".choices [aria-current]") == ["Changed fields 1"]


def test_versions_stand_side_by_side_with_what_changed_first(look: Look) -> None:
    filing = make.make_filing(name="豆包大模型算法", version={"name": "云雀大模型算法", "products": "抖音短视频(APP)"})
    make.make_version(filing, products="抖音短视频(APP)、豆包(网站)", row=32)
    page = look(filing.get_absolute_url())
    assert page.texts(".versions .changed th") == ["Algorithm name 算法名称", "Products 应用产品"]
    assert page.texts(".versions del") == ["云雀"]
    assert page.texts(".versions ins") == ["豆包", "豆包（网站）"]
    assert "Role 角色 服务提供者 same" in page.texts(".versions tbody tr")


def test_what_the_import_did_not_carry_is_called_unknown_not_empty(look: Look) -> None:
    filing = make.make_filing(version={"purpose": None, "remark": None}, imported_at=make.SEEN)
    rows = look(filing.get_absolute_url()).texts(".versions tbody tr")
    assert "Purpose 主要用途 not in the bundled record" in rows
    make.make_version(filing, remark="")
    rows = look(filing.get_absolute_url()).texts(".versions tbody tr")
    assert "Remark 备注 not in the bundled record empty" in rows


def test_every_counted_file_that_held_the_row_is_shown_and_no_other(look: Look) -> None:
    document = make.make_document()
    first = make.make_snapshot(document)
    refused = make.make_snapshot(document, verdict=Verdict.REFUSED)
    second = make.make_snapshot(document)
    newest = make.make_snapshot(document)
    filing = make.make_filing(version={"first_snapshot": first, "last_snapshot": second})
    make.make_version(filing, first_snapshot=newest, last_snapshot=newest)
    rows = look(filing.get_absolute_url()).texts("section[aria-labelledby=seen] tbody tr")
    assert [row[-64:] for row in rows] == [newest.sha256, second.sha256, first.sha256]
    assert ["version 2" in row for row in rows] == [True, False, False]
    assert not any(refused.sha256 in row for row in rows)


def test_a_number_that_is_listed_twice_links_both_ways(look: Look) -> None:
    first = make.make_filing(flags=["listed_twice"])
    second = make.make_filing(name="另一个算法", copy=2, flags=["listed_twice"])
    page, other = look(first.get_absolute_url()), look(second.get_absolute_url() + "?copy=2")
    assert "The number is listed more than once." in page.text
    assert page.soup.select_one(f'.warning a[href="{second.get_absolute_url()}?copy=2"]')
    assert other.texts("h1 [lang]") == ["另一个算法"]
    assert other.soup.select_one(f'.warning a[href="{first.get_absolute_url()}"]')


def test_an_odd_number_is_flagged_in_words(look: Look) -> None:
    filing = make.make_filing("网信算备1101082242366066220017号", flags=["digits:22", "region:40", "class:99"])
    page = look(filing.get_absolute_url())
    assert "It has 22 digits where 21 are usual." in page.text
    assert "No province has the region code 40." in page.text
    assert "The class 99 is not one of the six that are known." in page.text


def test_a_gone_row_is_not_called_cancelled(look: Look) -> None:
    filing = make.make_filing(state=FilingState.GONE)
    make.make_event(filing, EventKind.GONE)
    page = look(filing.get_absolute_url())
    assert page.texts(".answer .status")[0] == "No longer listed"
    assert "Absence is not a cancellation, and the regulator gave no reason." in page.text


def test_a_difference_of_our_reader_is_not_blamed_on_the_regulator(look: Look) -> None:
    filing = make.make_filing()
    change = {"field": "purpose", "before": "a", "after": "b"}
    make.make_event(filing, EventKind.AMENDED, cause=Cause.READER, changes=[change])
    page = look(filing.get_absolute_url())
    assert "We read this row differently now: purpose." in page.text
    assert "The regulator rewrote" not in page.text


def test_the_days_are_beijings(look: Look) -> None:
    filing = make.make_filing()
    make.make_event(filing, seen_at=dt.datetime(2024, 8, 19, 18, 30, tzinfo=dt.UTC))
    assert "20 Aug 2024, 02:30" in look(filing.get_absolute_url()).text


def test_a_list_that_no_notice_announced_has_its_rows_shown_like_any_other(look: Look) -> None:
    document = make.make_document()
    Document.objects.update(parent=None)
    filing = make.make_filing(document=document)
    assert look(filing.get_absolute_url()).texts("h1")


def test_strange_addresses_are_not_found(look: Look) -> None:
    filing = make.make_filing()
    for path in (
        "/filings/deep_synthesis/nothing/",
        "/filings/deep_synthesis/%00/",
        f"/filings/algorithm/{filing.number}/",
        f"{filing.get_absolute_url()}?copy=2",
        f"{filing.get_absolute_url()}?copy=x",
        f"{filing.get_absolute_url()}?copy=99999999999999999999",
    ):
        assert look(path).status == 404, path
