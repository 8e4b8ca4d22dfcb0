"""The replica at each of its days, read into an empty record: counts and samples agree with what its files hold."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from filings.gate import limits
from filings.models import Cancellation, Document, Event, Filing, Poll, Snapshot, Source, StatedTotals, Verdict
from filings.pipeline.reconcile import checks_of_list, marked_filings, running_total
from filings.sources import genai, registers
from tests.servers import SHARED, Replica

from .watching import poll_everything

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SERIES = {"filing": "genai_filing", "registration": "genai_registration", "on_device": "on_device"}
# The same files come again every day; the readers are the real ones, only their answers are kept.
READ_GENAI = functools.cache(genai.read.__wrapped__)
KEPT = {
    series: replace(
        register, read=functools.cache(register.read), parts=functools.cache(register.parts) if register.parts else None
    )
    for series, register in registers.REGISTERS.items()
}
# What the regulator states for these days, and the lists that bring the totals there.
STATED = {"2024-12-31": ("2025-01", 302, 105), "2025-03-31": ("2025-03", 346, 159)}


@pytest.fixture
def polled(replica: Replica, settings, monkeypatch) -> Replica:
    settings.RQ_QUEUES = {}
    settings.CAC_BASE_URL = settings.BEIAN_BASE_URL = settings.GUANGDONG_BASE_URL = replica.url
    settings.ALLOW_PRIVATE_HOSTS = ["127.0.0.1"]
    settings.POLITENESS_SECONDS = 0
    monkeypatch.setattr(limits, "RETRY_DELAYS_SECONDS", (0.01,))
    monkeypatch.setattr(genai, "read", READ_GENAI)
    for series, register in KEPT.items():
        monkeypatch.setitem(registers.REGISTERS, series, register)
    return replica


def test_every_day_of_the_replica_agrees_with_its_files(polled: Replica) -> None:
    expected = json.loads((SHARED / "replica" / "data" / "expected.json").read_text(encoding="utf-8"))
    for day, facts in expected.items():
        polled.move(day)
        bad = [poll for poll in poll_everything() if poll.outcome not in ("RECORDED", "UNCHANGED")]
        assert [(poll.document.label, poll.message) for poll in bad] == [], day
        agrees_with(facts)
        forget()


def forget() -> None:
    """Empty the record, but for the bundled sources, which were never read then."""
    models = [
        model for model in apps.get_app_config("filings").get_models(include_auto_created=True) if model is not Source
    ]
    # PostgreSQL empties no table of which a deferred check is still to come.
    connection.check_constraints()
    tables = [model._meta.db_table for model in models]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, allow_cascade=False))
    Source.objects.update(baseline_at=None, last_poll_at=None, last_good_at=None, next_poll_at=None)
    assert not Filing.objects.exists()


def agrees_with(facts: dict[str, Any]) -> None:
    filings = Filing.objects.all()
    totals = {"algorithm": facts["rows"]["algorithm"], "deep_synthesis": facts["rows"]["deep"]}
    totals |= {SERIES[kind]: count for kind, count in facts["genai"].items()}
    totals["provincial_guangdong"] = facts["rows"]["province"]
    assert {series: filings.filter(series=series).count() for series in totals} == totals
    assert Cancellation.objects.count() == facts["rows"].get("cancellation", 0)
    assert marked_filings().count() == facts["cancelled"]
    index = Document.objects.get(source__key="cac-notices", key="index/1").accepted_snapshot
    assert index is not None and index.rows == facts["notices_in_A093702"]
    for listed in facts["lists"].values():
        agrees_in_list(listed)
    read = Snapshot.objects.filter(verdict=Verdict.ACCEPTED)
    assert all(snapshot.rows == snapshot.accepted + snapshot.rejected for snapshot in read)
    assert not Poll.objects.open().exists()
    running_totals_agree()
    assert not Event.objects.filter(change_set__is_silent=False).exists(), "a first reading alerts nobody"


def agrees_in_list(listed: dict[str, Any]) -> None:
    if listed["list"] == "cancellation":
        return
    documents = Document.objects.lists().filter(label__contains=listed["label"].removesuffix(".xlsx")[:40])
    if listed["list"] == "province":
        documents = Document.objects.lists().filter(series="provincial_guangdong")
    stored = Filing.objects.filter(document__in=documents)
    assert stored.count() == listed["rows"], listed["label"]
    assert marked_filings().filter(document__in=documents).count() == listed["cancelled"], listed["label"]
    by_place = {
        (filing.series, filing.current.row): filing for filing in stored.select_related("current") if filing.current
    }
    for row in listed["sample"]:
        series = SERIES[row["kind"]] if listed["list"] == "genai" else stored[0].series
        filing = by_place[series, row["row"]]
        version = filing.current
        assert version is not None
        assert (version.number_raw, {version.name, version.organization_name}) == (
            row["number"],
            {row["name"], row["entity"]},
        )
        assert (version.remark or "") == row.get("remark", "").strip()
        assert str(filing.filed_on or "") == row.get("date_iso", "")


def running_totals_agree() -> None:
    for as_of, (batch, filed, registered) in STATED.items():
        stated = StatedTotals.objects.filter(as_of=as_of).first()
        if stated is None:
            continue
        assert (stated.filed_total, stated.registered_total) == (filed, registered)
        for series, total in (("genai_filing", filed), ("genai_registration", registered)):
            document = Document.objects.get(series=series, batch=batch)
            assert running_total(document) == total
            assert [check for check in checks_of_list(document) if not check.adds_up] == []
