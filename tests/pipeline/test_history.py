"""The bundled history: loaded silently and once, and completed, not repeated, by the first poll."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from filings.catalogue import Catalogue
from filings.models import (
    Cause,
    ChangeSet,
    Document,
    Event,
    EventKind,
    Filing,
    FilingState,
    Source,
    Status,
    Version,
)
from filings.pipeline import history
from filings.pipeline.history import import_history

from .reading import ROWS, day, docx, edited, events, filing, record
from .watching import label, poll_everything, publish

pytestmark = pytest.mark.django_db

TITLE = "国家互联网信息办公室关于发布第二批深度合成服务算法备案信息的公告"
NOTICE = "关于注销“示例算法”等算法备案编号的公告"
RENAME = {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}
TODAY = edited((0, {"name": "豆包大模型算法"}), (1, {"remark": "已注销"}))


def write(folder, name, rows):
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def bundle(one_source, tmp_path, monkeypatch):
    """A history of one list as it reads today: one row renamed in 2024, one cancelled."""
    values = {"kind": "filing_system", "site": "beian", "path": "/api/notice/list", "is_enabled": False}
    Source.objects.create(key="beian-notices", name="notices", **values)
    facts = {"batch": "2023-08", "label": label("2023-08"), "notice_title": TITLE, "notice_url": "https://example.org/"}
    days = {"notice_published_on": "2023-09-01", "published_on": "2023-09-01"}
    write(tmp_path, "lists", [{"series": "deep_synthesis"} | days | facts])
    names = ("number", "name", "role", "organization", "products")
    cells = [(row[6], row[1], row[2], row[3], row[4]) for row in TODAY]
    rows = [
        {"batch": "2023-08", "row": str(place)} | dict(zip(names, values, strict=True))
        for place, values in enumerate(cells, start=1)
    ]
    write(tmp_path, "deep_synthesis", rows)
    write(
        tmp_path,
        "amendments",
        [{"series": "deep_synthesis", "batch": "2023-08", "row": "1", "month": "2024-08"} | RENAME],
    )
    notice = {"published_on": "2025-07-14", "title": NOTICE, "notice_id": "notice_1", "row": "1"}
    cancelled = {"number": ROWS[1][6], "name": ROWS[1][1], "organization": ROWS[1][3]}
    write(tmp_path, "cancellations", [notice | cancelled])
    totals = ("as_of", "filed_new", "filed_total", "registered_new", "registered_total", "on_device")
    stated = {"published_on": "2025-01-08", "title": "关于发布2024年生成式人工智能服务已备案信息的公告", "url": ""}
    write(tmp_path, "totals", [stated | dict.fromkeys(totals, "") | {"filed_total": "302"}])
    monkeypatch.setattr(history, "FOLDER", tmp_path)
    monkeypatch.setattr(history, "bundled_catalogue", lambda: Catalogue(groups=(), products=()))
    return rows


def test_every_row_becomes_a_filing_marked_as_imported(bundle):
    assert import_history(day(0)) == 30
    assert Filing.objects.filter(imported_at=day(0)).count() == 30
    assert (filing().name, filing().published_on) == ("豆包大模型算法", dt.date(2023, 9, 1))
    version = filing().current
    assert (version.purpose, version.remark, version.first_snapshot, version.row) == (None, None, None, 1)


def test_it_alerts_nobody(bundle):
    import_history(day(0))
    assert set(ChangeSet.objects.values_list("cause", "is_silent")) == {(Cause.IMPORT, True)}
    assert [(one.document.kind, one.event_count) for one in ChangeSet.objects.order_by("id")] == [
        ("list", 31),
        ("cancellation", 1),
    ]
    assert Event.objects.count() == 32
    assert not ChangeSet.objects.undispatched()


def test_what_happened_later_stands_on_the_timeline_with_its_own_dates(bundle):
    import_history(day(0))
    renamed = Event.objects.get(kind=EventKind.AMENDED)
    assert renamed.changes == [{name: RENAME[name] for name in ("field", "before", "after")}]
    assert (renamed.happened_on, renamed.precision, renamed.published_on) == (dt.date(2024, 8, 1), "month", None)
    cancelled = Event.objects.get(kind=EventKind.CANCELLED)
    assert (cancelled.published_on, cancelled.timeline_on) == (dt.date(2025, 7, 14), dt.date(2025, 7, 14))
    assert cancelled.filing is not None
    assert (cancelled.filing.state, cancelled.filing.cancelled_on) == (FilingState.CANCELLED, dt.date(2025, 7, 14))
    assert cancelled.filing.products.get().status == Status.CANCELLED


def test_loading_it_again_does_nothing(bundle):
    import_history(day(0))
    before = record(), ChangeSet.objects.count()
    assert import_history(day(1)) == 0
    assert (record(), ChangeSet.objects.count()) == before


def test_rows_that_the_bundle_gains_are_added(bundle, tmp_path):
    write(tmp_path, "deep_synthesis", bundle[:20])
    assert import_history(day(0)) == 20
    write(tmp_path, "deep_synthesis", bundle)
    assert import_history(day(1)) == 10
    assert Event.objects.filter(kind=EventKind.CANCELLED).count() == 1


def test_the_first_poll_finds_the_same_documents_and_tells_nothing(bundle, watched):
    import_history(day(0))
    count = Document.objects.exclude(kind="index").count()
    before = Event.objects.count(), Version.objects.count()
    publish(watched, rows=TODAY)
    polls = poll_everything()
    assert [poll.outcome for poll in polls] == ["RECORDED", "RECORDED", "UNCHANGED"]
    assert Document.objects.exclude(kind="index").count() == count
    assert (Event.objects.count(), Version.objects.count(), events()) == (*before, [])


def test_the_first_poll_fills_in_what_the_bundle_lacks(bundle, watched):
    import_history(day(0))
    publish(watched, rows=TODAY)
    poll_everything()
    version = filing().current
    accepted = Document.objects.lists().get().accepted_snapshot
    assert (version.purpose, version.remark, version.cells) == (ROWS[0][5], "", list(TODAY[0]))
    assert version.first_snapshot == version.last_snapshot == accepted
    assert filing(ROWS[1][6]).current.remark == "已注销"
    assert filing().imported_at == day(0)


def test_what_the_list_says_otherwise_is_recorded_without_an_alert(bundle, watched):
    import_history(day(0))
    publish(watched, rows=edited((2, {"name": "改名算法", "remark": "2026年更名"}), rows=TODAY))
    poll_everything()
    ((amended,),) = [Event.objects.filter(cause=Cause.BASELINE)]
    assert ([change["field"] for change in amended.changes], amended.kind) == (["name"], EventKind.AMENDED)
    assert not events()


def test_later_polls_go_on_from_there(bundle, watched):
    import_history(day(0))
    notice = publish(watched, rows=TODAY)
    poll_everything()
    notice.documents[label("2023-08")] = docx(edited((3, {"remark": "已注销"}), rows=TODAY))
    poll_everything()
    assert [(event.kind, event.filing.number) for event in events()] == [(EventKind.CANCELLED, ROWS[3][6])]


def test_an_import_after_a_poll_changes_nothing_that_was_seen(bundle, watched):
    publish(watched, rows=TODAY)
    poll_everything()
    before = record()
    assert import_history(day(0)) == 0
    cancelled = Filing.objects.filter(number=ROWS[1][6])
    assert cancelled.get().cancelled_on == dt.date(2025, 7, 14), "the notice tells the day of the mark that was seen"
    cancelled.update(cancelled_on=None)
    assert record() == before
