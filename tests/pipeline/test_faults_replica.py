"""Every fault of the registry replica, on the official files: nothing is told, and the next good poll carries on."""

from __future__ import annotations

import pytest

from filings.gate import limits
from filings.models import ChangeSet, Poll
from tests import servers
from tests.services import MissingService

from .reading import record, told
from .watching import outcomes, poll_everything

# What a bad answer does is decided before the database comes in.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

# From one day to the other the second batch comes out and the first list is edited in place.
BEFORE, AFTER = "2023-06-20", "2023-09-01"
DOWNLOAD = "/cms/pub/"
FAULTS = {
    "blocked": {"BLOCKED"},
    "http503": {"UNREACHABLE"},
    "timeout": {"UNREACHABLE"},
    "truncated": {"UNREACHABLE", "FAILED"},
    "empty": {"FAILED"},
    "redesign": {"FAILED"},
    "redirect_loop": {"FAILED"},
    "redirect_private": {"FAILED"},
    "huge": {"FAILED"},
    "slow": {"UNREACHABLE"},
    "shrunk": {"SUSPICIOUS"},
    "zipbomb": {"FAILED"},
    "xxe": {"FAILED"},
}
HARMLESS = ("gbk", "duplicated", "etag_lies")
GOOD = {"RECORDED", "UNCHANGED"}


@pytest.fixture(scope="module")
def running():
    try:
        with servers.replica(BEFORE) as replica:
            yield replica
    except MissingService as missing:
        pytest.skip(str(missing))


@pytest.fixture
def polled(running, one_source, settings, monkeypatch):
    """The replica on the first day, read once."""
    settings.CAC_BASE_URL = running.url
    settings.ALLOW_PRIVATE_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(limits, "RETRY_DELAYS_SECONDS", (0.01,))
    monkeypatch.setattr(limits, "MAX_BODY_BYTES", 5_000_000)
    running.fault("")
    running.move(BEFORE)
    assert {outcome for _, outcome in outcomes(poll_everything())} <= GOOD
    yield running
    running.fault("")


def kinds() -> dict[str, int]:
    """How many events of each kind alert people."""
    found = [kind for kind, _ in told()]
    return {kind: found.count(kind) for kind in set(found)}


@pytest.fixture(scope="module")
def expected() -> dict[str, int]:
    """What the move from one day to the other makes, filled by whichever test comes first."""
    return {}


def carries_on(replica, expected) -> None:
    replica.fault("")
    replica.move(AFTER)
    assert {outcome for _, outcome in outcomes(poll_everything())} <= GOOD
    found = kinds()
    assert found["listed"] > 100
    assert set(found) <= {"listed", "amended"}
    expected.update(expected or found)
    assert found == expected, "the fault changed what is told"
    assert not Poll.objects.open()


@pytest.mark.parametrize("aim", ["", DOWNLOAD], ids=["all", "files"])
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_changes_nothing_and_the_next_good_poll_carries_on(polled, expected, client, monkeypatch, fault, aim):
    if fault == "redesign" and aim:
        pytest.skip("files have no design")
    before = record()
    polled.fault(fault, aim)
    polled.move(AFTER)
    with monkeypatch.context() as patch:
        if fault in ("timeout", "slow"):
            patch.setattr(limits, "READ_SECONDS", 0.6)
            patch.setattr(limits, "TOTAL_SECONDS", 1.2)
        bad = [attempt for attempt in poll_everything() if attempt.outcome not in GOOD]
    assert {attempt.outcome for attempt in bad} <= FAULTS[fault] | {"UNREACHABLE"}
    assert bad[0].outcome in FAULTS[fault]
    assert all(attempt.message for attempt in bad)
    assert bad[0].message.split("'")[0][:60] in client.get("/sources/").content.decode()
    assert (record(), ChangeSet.objects.held().count()) == (before, 0)
    carries_on(polled, expected)


@pytest.mark.parametrize("aim", ["", DOWNLOAD], ids=["all", "files"])
@pytest.mark.parametrize("fault", HARMLESS)
def test_what_can_be_read_is_read(polled, expected, fault, aim):
    before = record()
    polled.fault(fault, aim)
    assert {outcome for _, outcome in outcomes(poll_everything())} <= GOOD
    assert record() == before
    carries_on(polled, expected)
