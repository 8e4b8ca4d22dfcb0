"""What is not as the lists print it is said on the filing's page and on a page of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User

from filings.models import Filing
from filings.pipeline import corrections
from tests import factories as make

from .conftest import Look

NOW = dt.datetime(2026, 8, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def filing(db: None) -> Filing:
    snapshot = make.make_snapshot(make.make_document(), b"PK")
    filing = make.make_filing(products=(make.make_product(),), version={"snapshot": snapshot})
    person = User.objects.create_user("editor").pk
    more: dict[str, Any] = {"evidence_url": "https://example.org/notice", "reason": "a slip <b>of the pen</b>"}
    corrections.add(filing, "name", "豆包算法", person=person, now=NOW, **more)
    return filing


def test_a_filing_says_what_was_corrected_by_whom_when_and_why(look: Look, filing: Filing) -> None:
    page = look(filing.get_absolute_url())
    said = page.texts("section[aria-labelledby=corrected]")[0]
    for part in ("豆包 大模型 算法", "豆包算法", "an editor", "a slip <b>of the pen</b>", "example.org/notice", "2026"):
        assert part in said
    assert "editor" not in page.texts("h1")[0]


def test_one_without_corrections_says_nothing(look: Look, db: None) -> None:
    assert not look(make.make_filing().get_absolute_url()).soup.select("#corrected")


def test_all_corrections_have_a_page(look: Look, filing: Filing) -> None:
    swapped = make.make_filing("Hubei-X-202501010001", "某模型", version={"note": "two columns were swapped"})
    page = look("/corrections/")
    assert filing.number in page.texts("section[aria-labelledby=by-editors]")[0]
    built_in = page.texts("section[aria-labelledby=by-reader]")[0]
    assert swapped.number in built_in
    assert "two columns were swapped" in built_in


def test_the_timeline_shows_the_correction_as_one(look: Look, filing: Filing) -> None:
    assert "a slip <b>of the pen</b>" in look(filing.get_absolute_url()).text


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_without_any_the_page_says_so(look: Look, db: None, language: str) -> None:
    assert look("/corrections/", language).status == 200
