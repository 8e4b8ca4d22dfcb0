"""Every fault of the stand-in site: a clear outcome, a message, an untouched record, and a good poll thereafter."""

from __future__ import annotations

import datetime as dt

import pytest

from filings.gate import limits
from filings.models import ChangeSet, Document, Poll, Snapshot
from filings.pipeline import archive
from tests.faults import FAULTS, bomb

from .reading import edited, record, told
from .watching import edit, next_batch, outcomes, poll_everything, publish, source

pytestmark = pytest.mark.django_db

DOWNLOAD = "/cms/pub/"
RENAMED = edited((0, {"name": "豆包大模型算法"}))

# Aimed at everything: what the worst attempt ends with, and words of its message.
EVERYWHERE = {
    "blocked": ("BLOCKED", "protection page"),
    "http503": ("UNREACHABLE", "HTTP 503"),
    "timeout": ("UNREACHABLE", "did not answer"),
    "truncated": ("UNREACHABLE", "broke off"),
    "empty": ("FAILED", "found nothing"),
    "redesign": ("FAILED", "expected one #BodyLabel"),
    "redirect_loop": ("FAILED", "redirects"),
    "redirect_private": ("FAILED", "169.254.169.254"),
    "huge": ("FAILED", "larger than"),
    "slow": ("UNREACHABLE", "no complete answer"),
    "shrunk": ("SUSPICIOUS", "only 5 rows, where 30 were accepted before"),
    "zipbomb": ("FAILED", "inflates to more than"),
    "xxe": ("FAILED", "declares a DTD"),
}
# Aimed at the attachments: likewise.
ATTACHMENTS = EVERYWHERE | {
    "truncated": ("FAILED", "Word file"),
    "empty": ("FAILED", "an empty answer came instead of the file"),
}
# These are to be read through: pages labelled with another encoding, rows printed twice, and validators that lie.
HARMLESS = ("gbk", "duplicated", "etag_lies")


@pytest.fixture(autouse=True)
def small_limits(monkeypatch):
    monkeypatch.setattr(limits, "MAX_BODY_BYTES", 3_000_000)


def play(site, fault, aim, monkeypatch) -> None:
    """Begin a fault, with patience short enough for a test where it is patience that ends it."""
    if fault in ("timeout", "slow"):
        monkeypatch.setattr(limits, "READ_SECONDS", 0.4)
        monkeypatch.setattr(limits, "TOTAL_SECONDS", 0.8)
    if fault == "zipbomb":
        bomb()
    site.drip_seconds = 0.1
    site.fault(fault, aim)


@pytest.fixture
def polled(watched):
    """A site that was read once, with nothing left to tell."""
    publish(watched)
    poll_everything()
    return watched


def worst(polls: list[Poll]) -> Poll:
    """The attempt that tells of the fault: the first that was not good."""
    return next(attempt for attempt in polls if attempt.outcome not in ("RECORDED", "UNCHANGED"))


def check_refusal(polls, expected, client):
    """The outcome and its words, in the attempt and on the sources page."""
    outcome, words = expected
    attempt = worst(polls)
    assert (attempt.outcome, words in attempt.message) == (outcome, True), attempt.message
    page = client.get("/sources/").content.decode()
    assert words in page
    assert "Last answer not good" in page


def carries_on(site):
    """The fault ends: the next poll is good, and picks up what changed meanwhile."""
    site.fault("")
    polls = poll_everything()
    assert {outcome for _, outcome in outcomes(polls)} <= {"RECORDED", "UNCHANGED"}
    assert told() == [("amended", "豆包大模型算法")] + [
        ("listed", f"示例{n:04d}号生成合成算法") for n in range(500, 530)
    ]
    assert (source().failures, source().claim) == (0, "")
    assert not Poll.objects.open()


def test_each_fault_is_played():
    assert set(EVERYWHERE) | set(HARMLESS) == set(FAULTS)


@pytest.mark.parametrize(("aim", "expected"), [("", EVERYWHERE), (DOWNLOAD, ATTACHMENTS)], ids=["all", "files"])
@pytest.mark.parametrize("fault", sorted(EVERYWHERE))
def test_a_fault_changes_nothing_and_the_next_good_poll_carries_on(polled, client, monkeypatch, fault, aim, expected):
    if fault == "redesign" and aim:
        pytest.skip("files have no design")
    before = record()
    edit(polled.notices[0], RENAMED)
    next_batch(polled)
    with monkeypatch.context() as patch:
        play(polled, fault, aim, patch)
        polls = poll_everything()
    check_refusal(polls, expected[fault], client)
    assert (record(), told(), ChangeSet.objects.held().count()) == (before, [], 0)
    carries_on(polled)


def test_a_fault_at_the_first_poll_ever_records_nothing(watched):
    publish(watched)
    watched.fault("blocked")
    assert {outcome for _, outcome in outcomes(poll_everything())} == {"BLOCKED"}
    assert record()["Filing"] == []
    watched.fault("")
    poll_everything()
    assert (len(record()["Filing"]), told()) == (30, []), "the first good poll is the baseline, however late"


@pytest.mark.parametrize("aim", ["", DOWNLOAD], ids=["all", "files"])
@pytest.mark.parametrize("fault", HARMLESS)
def test_what_can_be_read_is_read(polled, fault, aim):
    before = record()
    polled.fault(fault, aim)
    polls = poll_everything()
    assert {outcome for _, outcome in outcomes(polls)} == {"UNCHANGED"}
    assert record() == before
    edit(polled.notices[0], RENAMED)
    next_batch(polled)
    carries_on_under = poll_everything()
    assert {outcome for _, outcome in outcomes(carries_on_under)} <= {"RECORDED", "UNCHANGED", "HELD"}
    if fault != "duplicated":
        carries_on(polled)


def test_a_list_read_twice_over_and_then_once_is_the_same_list(polled):
    before = record()
    polled.fault("duplicated", DOWNLOAD)
    assert "30 of 60 rows repeat" in poll_everything()[-1].message
    polled.fault("")
    assert poll_everything()[-1].outcome == "UNCHANGED"
    assert record() == before


def test_a_page_in_gb18030_is_read_at_first_sight(watched):
    publish(watched)
    watched.fault("gbk")
    assert [outcome for _, outcome in outcomes(poll_everything())] == ["RECORDED"] * 3


def test_refused_bytes_are_evidence(polled):
    polled.fault("xxe", DOWNLOAD)
    attempt = poll_everything()[-1]
    refused = Snapshot.objects.latest("id")
    assert (refused.verdict, attempt.outcome) == ("refused", "FAILED")
    assert b"word/document.xml" in archive.read_bytes(refused.sha256)


def test_no_file_of_this_machine_is_read(polled):
    polled.fault("xxe", DOWNLOAD)
    poll_everything()
    with open("/etc/hostname", encoding="utf-8") as file:
        name = file.read().strip()
    attempt = Poll.objects.latest("id")
    assert not name or name not in attempt.message
    assert Snapshot.objects.filter(rejections__icontains=name or "\0").count() == 0


def test_a_fault_that_lasts_is_said_each_time_and_waited_for_longer(polled):
    polled.fault("empty", DOWNLOAD)
    for _ in range(3):
        assert poll_everything()[-1].outcome == "FAILED"
    listed, last = Document.objects.lists().get(), Poll.objects.latest("id").finished_at
    assert last is not None
    assert (listed.failures, listed.next_poll_at) == (3, last + dt.timedelta(hours=2))
    assert source().failures == 0
