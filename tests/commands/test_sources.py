"""manage.py sources: what operators and scripts learn of every source and its documents."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command

from filings.models import DocumentKind, Source
from tests.admin.records import SEEN, make_document, make_poll, make_snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_source")]

URL = "https://example.org/index"


def sources(*options):
    out = io.StringIO()
    call_command("sources", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def polled():
    """An index and two lists: one good since long ago but failing now, one never read."""
    index = make_document("index", kind=DocumentKind.INDEX, series="", batch="", url=URL)
    good = make_document("good", url="https://example.org/good")
    good.accepted_snapshot = make_snapshot(good, rows=2, accepted=1, rejected=1)
    good.save()
    make_document("new", batch="2023-09")
    make_poll(index, "RECORDED")
    make_poll(good, "UNCHANGED")
    make_poll(good, "BLOCKED", message="a protection page\ncame \x1b[31minstead")
    make_poll(good, "", finished_at=None)
    Source.objects.update(last_poll_at=SEEN, failures=1)


def test_a_fresh_installation_was_never_polled():
    assert json.loads(sources("--json")) == {
        "key": "cac-notices",
        "name": "国家网信办 · 网信发布 (notice channel A093702)",
        "url": Source.objects.get().url,
        "enabled": True,
        "last_poll_at": None,
        "last_good_at": None,
        "last_outcome": None,
        "last_message": None,
        "failures": 0,
        "next_poll_at": None,
        "documents": [],
    }
    (line,) = sources().splitlines()
    assert line.endswith("documents 0 | never polled")


def test_json_names_every_document(polled):
    (source,) = map(json.loads, sources("--json").splitlines())
    assert (source["last_outcome"], source["last_poll_at"]) == ("RECORDED", "2026-07-20T03:00:00+00:00")
    index, good, new = source["documents"]
    assert (index["kind"], index["url"], index["last_outcome"]) == ("index", URL, "RECORDED")
    assert good == {
        "document": "good",
        "kind": "list",
        "series": "deep_synthesis",
        "batch": "2023-08",
        "url": "https://example.org/good",
        "last_outcome": "BLOCKED",
        "last_message": "a protection page\ncame \x1b[31minstead",
        "last_good_at": "2026-07-20T03:00:02+00:00",
        "rows": 2,
        "accepted": 1,
        "rejected": 1,
    }
    assert (new["last_outcome"], new["rows"], new["accepted"]) == (None, 0, 0)


def test_text_lists_only_what_is_not_well_on_one_line_each(polled):
    source, bad = sources().splitlines()
    assert "last poll 2026-07-20 11:00" in source
    assert source.endswith("failures 1 | next poll never | documents 3 | RECORDED")
    assert bad == "    good | BLOCKED a protection page came  [31minstead"


def test_a_failure_before_any_document_is_the_sources_own(polled):
    make_poll(None, "UNREACHABLE", message="no route")
    assert json.loads(sources("--json"))["last_message"] == "no route"
    assert "UNREACHABLE no route" in sources()


def test_a_switched_off_source_is_said_to_be_off():
    Source.objects.update(is_enabled=False, next_poll_at=SEEN + dt.timedelta(hours=1))
    assert " | off | " in sources()
    assert "next poll 2026-07-20 12:00" in sources()
    assert json.loads(sources("--json"))["enabled"] is False


def test_cost_does_not_grow_with_the_documents(polled, django_assert_num_queries):
    for number in range(20):
        make_poll(make_document(f"more {number}"), "FAILED", message="no table")
    with django_assert_num_queries(2):
        sources("--json")
