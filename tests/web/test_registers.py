"""The registers and the page of one batch."""

from __future__ import annotations

from filings.models import Cause, EventKind
from filings.web.views import registers
from tests import factories as make

from .conftest import Look


def test_batches_are_listed_newest_first_with_their_edits(look: Look) -> None:
    filing = make.make_filing()
    make.make_event(filing)
    make.make_event(filing, EventKind.CANCELLED)
    make.make_filing("网信算备110108823483901230065号", document=make.make_document("2024-01"))
    page = look("/registers/")
    assert page.texts("tbody th a") == ["January 2024", "August 2023"]
    assert page.texts("td[data-label='Touched later']") == ["0", "1"]


def test_a_list_that_waits_for_a_person_is_not_shown(look: Look) -> None:
    make.make_document("2026-09")
    assert "September 2026" not in look("/registers/").text
    assert look("/registers/deep_synthesis/2026-09/").status == 404


def test_the_ledger_adds_up_and_names_each_rejected_row(look: Look) -> None:
    document = make.make_document()
    rejection = {"row": 7, "reason": "no number", "cells": ["7", "<b>名</b>", ""]}
    make.make_snapshot(document, rows=111, accepted=110, rejected=1, rejections=[rejection])
    make.make_filing(document=document)
    page = look("/registers/deep_synthesis/2023-08/")
    assert page.texts(".sum dd") == ["111", "110", "1"]
    assert "no number" in page.text
    assert "<b>名</b>" in page.text


def test_an_imported_batch_says_that_its_file_was_not_fetched(look: Look) -> None:
    make.make_event(make.make_filing(), cause=Cause.IMPORT)
    assert "The file has not been fetched yet." in look("/registers/deep_synthesis/2023-08/").text
    assert "imported, not fetched yet" in look("/registers/").text


def test_rows_are_in_their_printed_order_and_edits_apart(look: Look) -> None:
    make.make_filing("网信算备110108823483901230002号", "第二", version={"row": 2})
    first = make.make_filing("网信算备110108823483901230001号", "第一", version={"row": 1})
    make.make_event(first)
    make.make_event(first, EventKind.CANCELLED)
    page = look("/registers/deep_synthesis/2023-08/")
    assert page.texts("section[aria-labelledby=rows] th .name") == ["第一", "第二"]
    assert page.texts("section[aria-labelledby=edits] .name") == ["第一"]


def test_unknown_batches_are_not_found(look: Look) -> None:
    make.make_filing()
    assert look("/registers/deep_synthesis/1999-01/").status == 404
    assert look("/registers/nonsense/2023-08/").status == 404


def test_of_many_later_edits_the_newest_are_shown_and_the_rest_is_linked(look: Look, monkeypatch) -> None:
    monkeypatch.setattr(registers, "EDITS", 2)
    filing = make.make_filing()
    for _ in range(3):
        make.make_event(filing, EventKind.AMENDED)
    page = look("/registers/deep_synthesis/2023-08/")
    assert page.texts("#edits small") == ["3"]
    assert len(page.soup.select("section[aria-labelledby=edits] tbody tr")) == 2
    (link,) = page.soup.select("section[aria-labelledby=edits] .card-foot a")
    assert len(look(str(link["href"]) + "&kind=amended").soup.select(".line")) == 3
