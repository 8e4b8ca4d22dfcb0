"""From the index to notices and from notices to lists: what is found, what is news, and what is asked of the server."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from filings.models import Document, DocumentKind, Event, Filing, Source
from filings.pipeline import fetch as gate
from filings.pipeline import run as running
from filings.pipeline.fetch import Reply
from tests.builders import deep_rows
from tests.site import INDEX

from .reading import ROWS, docx, edited, events, told
from .watching import edit, label, make_due, next_batch, outcomes, poll_everything, publish, source, tick

pytestmark = pytest.mark.django_db

JSON = "/cms/JsonList"


def look_alikes(site, count: int, year: int = 2022) -> None:
    """Notices that are none of ours."""
    for number in range(count):
        site.publish(
            title=f"关于发布第{number}批境内区块链信息服务备案编号的公告", published=f"{year}-01-01 10:{number:02d}"
        )


def pages_asked(site) -> list[str]:
    return [hit.query["pageno"] for hit in site.hits(JSON)]


def test_a_notice_leads_to_its_list_and_look_alikes_to_nothing(watched):
    publish(watched)
    look_alikes(watched, 3)
    watched.publish(title="国家互联网信息办公室关于开展专项行动的通知", published="2023-10-01 10:00")
    polls = poll_everything()
    assert outcomes(polls) == [("index", "RECORDED"), ("notice", "RECORDED"), ("list", "RECORDED")]
    listed = Document.objects.lists().get()
    assert (listed.batch, listed.label, listed.published_on) == ("2023-08", label("2023-08"), dt.date(2023, 9, 1))
    assert listed.parent == Document.objects.get(kind=DocumentKind.NOTICE, published_on="2023-09-01")
    assert Filing.objects.count() == len(ROWS)


def test_the_list_is_asked_for_with_the_address_of_its_notice(watched):
    notice = publish(watched)
    poll_everything()
    (hit,) = watched.hits("/cms/pub/")
    assert hit.headers["referer"] == watched.url + notice.path


def test_the_index_is_walked_to_its_end_at_first(watched):
    publish(watched)
    look_alikes(watched, 45)
    tick()
    assert pages_asked(watched) == ["1", "2", "3"]
    assert source().baseline_at is not None


def test_later_it_is_walked_until_a_page_holds_nothing_new(watched):
    publish(watched)
    look_alikes(watched, 45)
    tick()
    watched.log.clear()
    make_due()
    tick()
    assert pages_asked(watched) == ["1"]


def test_and_to_its_end_again_in_the_rhythm_of_old_files(watched):
    publish(watched)
    look_alikes(watched, 45)
    tick()
    watched.log.clear()
    make_due(DocumentKind.INDEX)
    tick()
    assert pages_asked(watched) == ["1", "2", "3"]


def test_a_page_with_something_new_leads_to_the_next(watched):
    publish(watched)
    look_alikes(watched, 45)
    tick()
    watched.log.clear()
    next_batch(watched)
    make_due()
    tick()
    assert pages_asked(watched) == ["1", "2"]
    assert len(events()) == 30


def test_the_baseline_is_not_set_by_a_walk_that_broke_off(watched):
    look_alikes(watched, 45, year=2024)
    publish(watched)
    watched.fault("empty", JSON)
    poll_everything()
    assert source().baseline_at is None
    watched.fault("")
    poll_everything()
    assert source().baseline_at is not None
    assert not events()


def test_a_later_page_that_fails_leaves_the_baseline_open(watched, monkeypatch):
    look_alikes(watched, 25)
    next_batch(watched)
    real = gate.fetch

    def broken(url, **options):
        if "pageno=2" in url:
            raise gate.BadStatus(500, "the second page")
        return real(url, **options)

    monkeypatch.setattr("filings.pipeline.pages.fetch", broken)
    polls = poll_everything()
    assert outcomes(polls)[:2] == [("index", "RECORDED"), ("index", "UNREACHABLE")]
    assert (source().baseline_at, source().failures) == (None, 0)
    assert Filing.objects.count() == 30, "what the first page led to was read all the same"


def test_a_server_that_announces_notices_without_end_is_not_followed_to_the_end(watched, monkeypatch):
    notices = [
        {"topic": f"通知{number}", "infourl": f"/{number}.htm", "pubtime": "2024-01-01 10:00:00"}
        for number in range(20)
    ]
    body = json.dumps({"list": notices, "totalRec": 10**9}).encode()

    def endless(url, **_):
        return Reply(url, 200, {}, body, False, timezone.now(), 0.0)

    monkeypatch.setattr("filings.pipeline.pages.fetch", endless)
    monkeypatch.setattr(running, "RUN_SECONDS", 0.3)
    assert 1 < len(poll_everything()) < 300
    assert source().baseline_at is None


def test_when_the_json_is_not_understood_the_web_page_is_read(watched):
    publish(watched)
    watched.fault("empty", JSON)
    polls = poll_everything()
    assert outcomes(polls) == [
        ("index", "FAILED"),
        ("index", "RECORDED"),
        ("notice", "RECORDED"),
        ("list", "RECORDED"),
    ]
    assert polls[0].message
    assert len(watched.hits(INDEX)) == 1
    assert (source().failures, source().baseline_at) == (0, None)


def test_an_index_that_shrinks_is_suspicious(watched):
    publish(watched)
    look_alikes(watched, 15)
    poll_everything()
    del watched.notices[2:]
    (attempt,) = poll_everything()
    assert attempt.outcome == "SUSPICIOUS"
    assert "only 2 notices listed, where 16 were before" in attempt.message


def test_a_notice_found_later_is_news(watched):
    publish(watched)
    poll_everything()
    next_batch(watched)
    poll_everything()
    assert {event.filing.document.batch for event in events()} == {"2024-01"}
    assert len(events()) == 30


def test_a_list_added_to_a_baseline_page_later_is_news(watched):
    notice = publish(watched)
    poll_everything()
    notice.documents[label("2024-01")] = docx(deep_rows(30, first=500), "2024-01")
    poll_everything()
    # The numbering of these rows does not add up, and only news is asked to.
    assert Document.objects.get(batch="2024-01").change_sets.held().exists()
    assert not Document.objects.get(batch="2024-01").is_baseline


def test_a_notice_of_the_baseline_that_could_not_be_read_at_first_stays_silent(watched):
    notice = publish(watched)
    watched.fault("redesign", notice.path)
    assert outcomes(poll_everything())[-1] == ("notice", "FAILED")
    watched.fault("")
    assert outcomes(poll_everything())[-1] == ("list", "RECORDED")
    assert (Filing.objects.count(), events()) == (30, [])


def test_a_moved_notice_stays_the_same_document(watched):
    notice = publish(watched)
    poll_everything()
    before = Document.objects.count()
    notice.path = "/2023-09/01/c_1699999999999999.htm"
    edit(notice, edited((0, {"name": "豆包大模型算法"})))
    poll_everything()
    assert Document.objects.count() == before
    assert Document.objects.get(kind=DocumentKind.NOTICE).url == watched.url + notice.path
    assert told() == [("amended", "豆包大模型算法")]


def test_a_moved_notice_is_due_at_once(watched):
    notice = publish(watched)
    tick()
    notice.path = "/2023-09/01/c_1699999999999999.htm"
    watched.log.clear()
    make_due()
    tick()
    assert len(watched.hits(notice.path)) == 1


def test_renewed_addresses_lead_to_the_same_documents(watched):
    notice = publish(watched)
    poll_everything()
    before = Document.objects.count()
    watched.renew_addresses()
    assert {outcome for _, outcome in outcomes(poll_everything())} == {"UNCHANGED"}
    assert Document.objects.count() == before
    assert len(watched.hits(notice.path)) == 2


@pytest.mark.parametrize(
    ("documents", "words"),
    [({}, "found no attachment"), ({"别的附件": b"x"}, "found 别的附件")],
)
def test_a_notice_without_its_list_is_not_understood(watched, documents, words):
    publish(watched).documents = documents
    attempt = poll_everything()[-1]
    assert (attempt.outcome, words in attempt.message) == ("FAILED", True)


def test_a_page_with_another_title_is_not_the_notice(watched, monkeypatch):
    notice = publish(watched)
    poll_everything()
    page = Document.objects.get(kind=DocumentKind.NOTICE)
    other = watched.publish(title="关于开展专项行动的通知", published="2023-10-01 10:00")
    Document.objects.filter(pk=page.pk).update(url=watched.url + other.path, accepted_snapshot=None)
    notice.path = other.path
    watched.notices.remove(notice)
    Source.objects.update(next_poll_at=None)
    Document.objects.filter(pk=page.pk).update(next_poll_at=None)
    attempt = tick()[-1]
    assert (attempt.outcome, "expected a notice of the series" in attempt.message) == ("FAILED", True)
    assert Event.objects.count() == 30
