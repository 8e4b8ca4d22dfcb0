"""The feed of changes."""

from __future__ import annotations

from filings.models import Cause, ChangeSetState, EventKind
from tests import factories as make

from .conftest import Look


def number(serial: int) -> str:
    return f"网信算备11010882348390123{serial:04d}号"


def test_the_newest_sighting_comes_first_whatever_its_date(look: Look) -> None:
    newer, older = make.make_filing(number(1), "先发生"), make.make_filing(number(2), "后看到")
    make.make_event(newer)
    make.make_event(older, happened_on=make.PUBLISHED, precision="day")
    assert look("/changes/").texts(".line .headline") == ["后看到", "先发生"]


def test_what_waits_for_a_person_is_invisible(look: Look) -> None:
    line = {"kind": "listed", "number": number(1), "name": "等待", "changes": []}
    make.make_change_set(make.make_document(), state=ChangeSetState.HELD, proposal=[line])
    assert "等待" not in look("/changes/").text
    assert "Nothing is recorded yet." in look("/changes/").text


def test_baseline_and_import_are_one_line_each(look: Look) -> None:
    for cause, batch in ((Cause.BASELINE, "2023-08"), (Cause.IMPORT, "2024-01")):
        document = make.make_document(batch)
        change_set = make.make_change_set(document, cause=cause, event_count=2)
        for serial in range(2):
            filing = make.make_filing(number(serial + len(cause)), document=document)
            make.make_event(filing, change_set=change_set)
    page = look("/changes/")
    assert page.texts(".line .headline") == [
        "2 filings listed: Deep synthesis, batch of January 2024",
        "2 filings listed: Deep synthesis, batch of August 2023",
    ]
    assert "imported on 20 Aug 2024" in page.text
    assert "already listed when we first looked" in page.text


def test_pages_follow_one_another_without_gap_or_repetition(look: Look) -> None:
    make.make_event(make.make_filing(number(0), "基线"), cause=Cause.BASELINE)
    for serial in range(1, 61):
        make.make_event(make.make_filing(number(serial), f"算法{serial}"))
    first = look("/changes/")
    older = first.soup.select_one("a[rel=next]")
    assert older is not None
    second = look(f"/changes/{older['href']}")
    shown = first.texts(".line .headline") + second.texts(".line .headline")
    expected = [f"算法{serial}" for serial in range(60, 0, -1)]
    assert shown == [*expected, "1 filing listed: Deep synthesis, batch of August 2023"]
    assert second.soup.select_one("a[rel=next]") is None


def test_the_feed_is_filtered_by_kind_and_series(look: Look) -> None:
    filing = make.make_filing()
    make.make_event(filing)
    make.make_event(filing, EventKind.CANCELLED)
    assert len(look("/changes/").texts(".line")) == 2
    assert look("/changes/?kind=cancelled").texts(".line .status") == ["Cancelled"]
    assert look("/changes/?series=algorithm").texts(".line") == []


def test_a_line_for_many_opens_one_by_one(look: Look) -> None:
    document = make.make_document()
    change_set = make.make_change_set(document, cause=Cause.BASELINE, event_count=2)
    for serial in range(2):
        make.make_event(make.make_filing(number(serial), f"算法{serial}"), change_set=change_set)
    link = look("/changes/").soup.find("a", string="one by one")
    assert link is not None
    page = look(str(link["href"]))
    assert page.texts(".line .headline") == ["算法1", "算法0"]
    assert page.texts(".chip[aria-current] [lang], .chip[aria-current]")[0].startswith(
        "Deep synthesis, batch of August"
    )


def test_nonsense_in_the_address_is_ignored(look: Look) -> None:
    make.make_event(make.make_filing())
    for query in ("after=x", "after=-1", "kind=%00", "series=zz", "set=abc", f"after={'9' * 30}", "after=١٢"):
        page = look(f"/changes/?{query}")
        assert page.status == 200, query
        assert len(page.texts(".line")) == 1, query


def test_the_remark_that_repeats_an_edit_is_left_to_the_filings_page(look: Look) -> None:
    changes = [
        {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"},
        {"field": "remark", "before": "", "after": "2024年8月，变更内容：算法名称"},
    ]
    filing = make.make_filing()
    make.make_event(filing, EventKind.AMENDED, changes=changes)
    assert look("/changes/").texts(".diff tbody th") == ["Algorithm name 算法名称"]
    assert look(filing.get_absolute_url()).texts(".diff tbody th") == ["Algorithm name 算法名称", "Remark 备注"]
