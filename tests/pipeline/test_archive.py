"""Every byte seen is kept under its hash, and damage is noticed."""

from __future__ import annotations

import hashlib
import threading

import pytest

from filings.models import Snapshot, Verdict
from filings.pipeline import archive
from filings.pipeline.fetch import Reply

from .reading import ROWS, day, docx, known, publish

pytestmark = pytest.mark.django_db


def reply(body: bytes, **headers: str) -> Reply:
    return Reply("https://example.org/file", 200, headers, body, False, day(0), 0.1)


def test_bytes_lie_under_their_sha256(data_dir):
    sha256 = archive.store_bytes(b"evidence")
    assert sha256 == hashlib.sha256(b"evidence").hexdigest()
    assert archive.path_of(sha256) == data_dir / "snapshots" / sha256[:2] / sha256[2:4] / sha256
    assert archive.path_of(sha256).read_bytes() == archive.read_bytes(sha256) == b"evidence"


def test_storing_twice_or_from_many_processes_leaves_one_file(data_dir):
    threads = [threading.Thread(target=archive.store_bytes, args=(b"evidence",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.read_bytes() for path in data_dir.rglob("*") if path.is_file()] == [b"evidence"]


def test_altered_and_missing_bytes_are_noticed(data_dir):
    sha256 = archive.store_bytes(b"evidence")
    archive.path_of(sha256).write_bytes(b"Evidence")
    with pytest.raises(archive.ArchiveDamaged, match="have another hash"):
        archive.read_bytes(sha256)
    archive.path_of(sha256).unlink()
    with pytest.raises(archive.ArchiveDamaged, match="not in the archive"):
        archive.read_bytes(sha256)


def test_a_sighting_lasts_until_other_bytes_come(data_dir):
    document = publish().document
    first = archive.sight(document, reply(b"a"), day(0))
    assert archive.sight(document, reply(b"a"), day(1)) == first
    second = archive.sight(document, reply(b"b"), day(2))
    third = archive.sight(document, reply(b"a"), day(3))
    assert len({first.pk, second.pk, third.pk}) == 3
    spans = Snapshot.objects.order_by("id").values_list("first_seen_at", "last_seen_at")
    assert list(spans) == [(day(0), day(1)), (day(2), day(2)), (day(3), day(3))]


def test_a_sighting_keeps_the_headers_that_are_evidence_and_no_others(data_dir):
    headers = {"etag": '"1"', "content-type": "text/html", "set-cookie": "secret=1"}
    snapshot = archive.sight(publish().document, reply(docx(ROWS), **headers), day(0))
    assert snapshot.headers == {"etag": '"1"', "content-type": "text/html"}
    assert (snapshot.media_type, snapshot.size, snapshot.verdict) == ("docx", len(docx(ROWS)), Verdict.UNREAD)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (docx(ROWS[:5]), "SUSPICIOUS"),
        (b"", "FAILED"),
        (b"not a Word file", "FAILED"),
        (docx(ROWS)[:900], "FAILED"),
        ("<html><title>知道创宇云防御</title><body>浏览器安全检查中</body></html>".encode(), "BLOCKED"),
        (b"<html><body>no such file</body></html>", "FAILED"),
    ],
)
def test_refused_bytes_are_kept_and_say_so(data_dir, body, outcome):
    finding = known().read(body, day(1))
    assert finding.outcome == outcome
    assert finding.message
    refused = Snapshot.objects.get(first_seen_at=day(1))
    assert (refused.verdict, archive.read_bytes(refused.sha256)) == (Verdict.REFUSED, body)


def test_bytes_are_kept_when_the_reader_fails_in_a_way_that_nobody_expected(data_dir, monkeypatch):
    listed = known()
    monkeypatch.setattr("filings.pipeline.lists.check_list", lambda *_: 1 / 0)
    finding = listed.read(ROWS[1:], day(1))
    assert (finding.outcome, finding.message) == ("FAILED", "unexpected ZeroDivisionError: division by zero")
    assert archive.read_bytes(Snapshot.objects.latest("id").sha256) == docx(ROWS[1:])
