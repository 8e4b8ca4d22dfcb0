"""Files of three series, provinces, totals in prose, and notices that fit no reader: from the site to the record."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.models import ChangeSet, Document, Event, EventKind, Filing, Product, Question, StatedTotals, Status
from filings.pipeline.reconcile import CheckKind, checks_of_list
from tests.sources.generative import APPLE, NUBIA

from .other_sources import (
    GENAI_LABEL,
    GENAI_TITLE,
    announce,
    filing_system,
    genai_file,
    genai_row,
    guangdong,
    state_totals,
    table,
)
from .reading import docx
from .watching import outcomes, poll_everything, publish

pytestmark = pytest.mark.django_db

NAMES = ("WenXin", "YanDi", "ChatGLM", "YunQue", "BaiChuan", "ZiDongTaiChu", "AndesGPT", "JiuTian")
FIRST = [genai_row(place, name) for place, name in enumerate(NAMES, start=1)]
REGISTERED = [genai_row(place, f"App{place}", serial=f"S{place:04d}") for place in (1, 2)]


def genai(site, batch="2025-03", data=b""):
    """The page of the generative-AI lists, with the file of one batch."""
    year, month = batch.split("-")
    name = GENAI_LABEL.format(year, int(month))
    for notice in site.notices:
        if notice.title == GENAI_TITLE:
            notice.documents[name] = data
            return notice
    return site.publish(title=GENAI_TITLE, published="2024-04-02 16:00", documents={name: data})


def counts() -> dict[str, int]:
    series = Filing.objects.order_by().values_list("series", flat=True)
    return {name: list(series).count(name) for name in set(series)}


def test_one_file_holds_the_lists_of_three_series(watched):
    genai(watched, data=genai_file(FIRST, REGISTERED, [APPLE, NUBIA]))
    polls = poll_everything()
    assert outcomes(polls)[2:] == [("list", "RECORDED")] * 3
    assert counts() == {"genai_filing": 8, "genai_registration": 2, "on_device": 2}
    assert [poll.rows for poll in polls[2:]] == [8, 2, 2]
    assert {document.series for document in Document.objects.lists()} == {
        "genai_filing",
        "genai_registration",
        "on_device",
    }
    assert len(watched.hits("/cms/pub/")) == 1, "the file is fetched once for all of its lists"
    assert Product.objects.get(name="App1大模型").status == Status.REGISTERED
    filing = Filing.objects.get(number="Shanghai-AppleZhiNeng-202506160057")
    assert (filing.filed_on, filing.handed_in_on, filing.province) == (
        dt.date(2026, 7, 8),
        dt.date(2025, 6, 16),
        "上海",
    )
    (listed,) = filing.events.all()
    assert (listed.happened_on, listed.precision, listed.status) == (dt.date(2026, 7, 8), "day", Status.FILED)


def test_the_notice_of_on_device_services_dates_their_list(watched):
    title = "关于发布2款提供手机端侧生成式人工智能服务已备案信息的公告"
    watched.publish(title=title, published="2026-07-15 10:00", text="2款提供手机端侧生成式人工智能服务完成备案。")
    genai(watched, "2026-08", genai_file(FIRST, (), [APPLE, NUBIA]))
    poll_everything()
    apple = Filing.objects.get(number="Shanghai-AppleZhiNeng-202506160057")
    assert apple.published_on == dt.date(2026, 7, 15)
    assert Product.objects.get(name="Apple智能").listed_on == dt.date(2026, 7, 15)


def test_a_list_whose_total_a_notice_states_is_dated_by_it_and_adds_up(watched):
    state_totals(watched, "2025-04-08", "截至2025年3月31日，累计有8款生成式人工智能服务完成备案，2款应用完成登记。")
    genai(watched, data=genai_file(FIRST, REGISTERED))
    poll_everything()
    totals = StatedTotals.objects.get()
    assert (totals.as_of, totals.filed_total, totals.registered_total) == (dt.date(2025, 3, 31), 8, 2)
    for document in Document.objects.lists():
        assert document.published_on == dt.date(2025, 4, 8)
        checks = checks_of_list(document)
        assert {check.kind for check in checks} == {CheckKind.ROWS, CheckKind.NUMBERING, CheckKind.TOTAL}
        assert all(check.adds_up for check in checks)


def test_a_new_list_with_holes_in_its_numbering_waits_and_the_other_lists_of_its_file_do_not(watched):
    genai(watched, data=genai_file(FIRST))
    poll_everything()
    later = [genai_row(place, f"Later{place}") for place in (9, 10, 11, 12, 13, 16)]
    genai(watched, "2026-08", genai_file(later, (), [APPLE]))
    polls = poll_everything()
    new = {poll.document.series: poll for poll in polls if poll.document.batch == "2026-08"}
    reason = "the new list does not add up: its numbering runs from 9 to 16, but 6 rows were read"
    assert (new["genai_filing"].outcome, new["genai_filing"].message) == ("HELD", reason)
    assert new["on_device"].outcome == "RECORDED"
    assert counts() == {"genai_filing": 8, "on_device": 1}
    told = Event.objects.filter(change_set__is_silent=False)
    assert [event.filing.name for event in told if event.filing] == ["Apple智能"]


def test_a_new_list_that_a_notice_of_its_day_contradicts_waits(watched):
    first = genai(watched, data=genai_file(FIRST))
    poll_everything()
    later = [genai_row(place, f"Later{place}") for place in range(9, 16)]
    genai(watched, "2025-06", genai_file(later))
    first.republished = dt.datetime.fromisoformat("2025-07-11T16:00+08:00")
    text = "截至2025年6月30日，累计有20款生成式人工智能服务完成备案，3款应用完成登记。"
    state_totals(watched, "2025-07-11", text, "2025年4月至6月")
    (held,) = [poll for poll in poll_everything() if poll.outcome == "HELD"]
    assert held.message == "the new list does not add up: its numbering reaches 15, but the notice of that day says 20"
    assert ChangeSet.objects.held().get().event_count == 7


def test_late_entries_explain_what_a_notice_does_not_call_new(watched):
    late = [(*row[:5], f"{row[5]}（补登）") for row in FIRST[:2]]
    genai(watched, data=genai_file([*late, *FIRST[2:]]))
    text = (
        "截至2025年3月31日，新增6款生成式人工智能服务完成备案，累计有8款生成式人工智能服务完成备案，0款应用完成登记。"
    )
    state_totals(watched, "2025-04-08", text)
    poll_everything()
    stated = next(check for check in checks_of_list(Document.objects.lists().get()) if check.kind == CheckKind.STATED)
    assert (stated.found, stated.expected, stated.explained, stated.adds_up) == (8, 6, 2, True)


def test_a_province_comes_first_and_the_national_list_confirms_it(watched):
    row = genai_row(1, "HunYuan", "广东省")
    filed = dt.date(2023, 9, 14)
    others = [(n, f"模型{n}", f"公司{n}", f"Guangdong-M{n}-20230901", filed) for n in range(2, 8)]
    guangdong(watched, (1, *row[2:5], filed), *others)
    poll_everything()
    product = Product.objects.get(name="HunYuan大模型")
    assert (product.status, product.proof) == (Status.PROVINCIALLY_LISTED, 3)
    provincial = Filing.objects.get(number=row[4])
    assert (provincial.province, provincial.confirmed_by) == ("广东", None)
    assert provincial.events.get().status == Status.PROVINCIALLY_LISTED
    # The national list writes the prefix in another case.
    national_row = (*row[:4], row[4].replace("Guangdong", "GuangDong"), row[5])
    genai(watched, data=genai_file([national_row, *FIRST[1:]]))
    poll_everything()
    provincial.refresh_from_db()
    national = Filing.objects.get(series="genai_filing", name="HunYuan大模型")
    assert provincial.confirmed_by == national
    product.refresh_from_db()
    assert (product.status, product.proof) == (Status.FILED, 4)
    assert list(national.products.all()) == [product]


def test_a_page_with_a_table_is_a_list_of_its_province(watched):
    source = table(watched, *[genai_row(place, name) for place, name in enumerate(NAMES, start=1)])
    polls = [poll for poll in poll_everything() if poll.source == source]
    assert outcomes(polls) == [("list", "RECORDED")]
    assert counts() == {"provincial": 8}
    source.refresh_from_db()
    assert (source.failures, source.last_good_at is not None) == (0, True)
    assert not Event.objects.filter(change_set__is_silent=False).exists()


def test_a_notice_like_a_register_that_no_reader_fits_is_asked_about_once(watched):
    publish(watched)
    watched.publish(
        title="关于发布智能体服务备案信息的公告", published="2026-11-20 17:00", documents={"智能体清单.docx": b"PK"}
    )
    watched.publish(title="关于发布第十七批境内区块链信息服务备案编号的公告", published="2026-11-21 17:00")
    poll_everything()
    poll_everything()
    question = Question.objects.get()
    assert question.text == "关于发布智能体服务备案信息的公告 (2026-11-20) looks like a register, but no reader fits it"
    assert (question.kind, question.closed_at) == ("new_series", None)
    assert question.url.startswith(watched.url)


def test_a_strange_file_on_a_page_of_ours_is_asked_about(watched):
    notice = publish(watched)
    notice.documents["具身智能服务备案清单（2026年11月）"] = b"PK"
    poll_everything()
    assert Question.objects.get().text.startswith("具身智能服务备案清单（2026年11月） hangs on the page")
    assert counts() == {"deep_synthesis": 30}


def test_a_strange_notice_of_the_filing_system_is_asked_about(watched):
    notice = {
        "noticeId": "n",
        "type": 3,
        "title": "关于发布智能体备案清单的公告",
        "content": "",
        "createTime": "2026-11-20 17:10:00",
    }
    announce(watched, notice)
    filing_system()
    poll_everything()
    assert "智能体备案清单" in Question.objects.get().text


@pytest.mark.parametrize("other", ["a PDF", "another series"])
def test_a_file_that_is_another_one_than_its_label_says_records_nothing(watched, other):
    wrong = genai_file(FIRST) if other == "a PDF" else docx([], "2023-08")
    watched.publish(
        title="国家互联网信息办公室关于发布互联网信息服务算法备案信息的公告",
        published="2022-08-12 17:00",
        documents={"境内互联网信息服务算法备案清单（2022年8月）": wrong},
    )
    (poll,) = [poll for poll in poll_everything() if poll.document.kind == "list"]
    assert poll.outcome == "FAILED"
    assert "expected" in poll.message and "found" in poll.message
    assert not Filing.objects.exists()


def test_an_undated_list_of_a_growing_page_stands_in_its_month(watched):
    genai(watched, "2024-08", genai_file([(*row[:5], "2024/7/1") for row in FIRST]))
    genai(watched, "2024-11", genai_file([genai_row(n, f"N{n}", day="2024/11/1") for n in range(9, 16)]))
    poll_everything()
    listed = Event.objects.filter(kind=EventKind.LISTED)
    assert {event.published_on for event in listed} == {None}
    assert {event.timeline_on for event in listed} == {dt.date(2024, 7, 1), dt.date(2024, 11, 1)}
