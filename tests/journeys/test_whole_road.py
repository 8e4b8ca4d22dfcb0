"""The whole road on real files: the replica moves through the years while two clocks run and workers are killed.

What must come out is worked out here from the files themselves, by a few lines that share nothing with the pipeline.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from filings.sources import deep_synthesis
from tests.journeys.installation import Installation
from tests.servers import SHARED, Mailbox, Replica

DAYS = ["2024-04-10", "2024-08-20", "2025-07-20", "2026-01-10", "2026-09-15"]
# On these, whoever polls is killed in the middle of it.
KILLED = (DAYS[1], DAYS[3])
DOUBAO = "网信算备110108823483901230031号"
MARK = "已注销"


def rows_of(day: str) -> dict[str, tuple[str, str, bool]]:
    """By number: the name, the entity and whether it carries the mark, in the deep-synthesis lists of that day."""
    data = SHARED / "replica" / "data"
    index = json.loads((data / "index.json").read_text(encoding="utf-8"))
    rows = {}
    for attachment in index["attachments"].values():
        files = [version["file"] for version in attachment["versions"] if version["from"] <= day]
        if attachment["list"] != "deep" or not files:
            continue
        for entry in deep_synthesis.read((data / files[-1]).read_bytes()).entries:
            rows[entry.number] = (entry.name, entry.organization, MARK in entry.remark)
    return rows


def expected_events() -> Counter[tuple[str, ...]]:
    """Each addition, rename and cancellation between the days, as (kind, number, …)."""
    events: Counter[tuple[str, ...]] = Counter()
    known: dict[str, tuple[str, str, bool]] = {}
    for day in DAYS:
        for number, (name, entity, cancelled) in rows_of(day).items():
            if number not in known:
                events["listed", number] += 1
            was_name, was_entity, was_cancelled = known.get(number, (name, entity, False))
            if was_name != name:
                events["name", number, was_name, name] += 1
            if was_entity != entity:
                events["organization", number, was_entity, entity] += 1
            if cancelled and not was_cancelled:
                events["cancelled", number] += 1
            known[number] = (name, entity, cancelled)
    return events


def recorded_events(exported: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """What the deep-synthesis lists made happen; what a row that is new tells of its own past is left out."""
    events: Counter[tuple[str, ...]] = Counter()
    ours = [event for event in exported if event["series"] == "deep_synthesis"]
    first_seen = {(event["number"], event["seen_at"]) for event in ours if event["kind"] == "listed"}
    for event in ours:
        if event["kind"] == "amended" and (event["number"], event["seen_at"]) in first_seen:
            continue
        if event["kind"] in ("listed", "cancelled"):
            events[event["kind"], event["number"]] += 1
        for change in event["changes"]:
            if change["field"] in ("name", "organization"):
                events[change["field"], event["number"], change["before"], change["after"]] += 1
    return events


def make_everything_due(installation: Installation) -> None:
    installation.ask("answer = Document.objects.update(next_poll_at=None) + Source.objects.update(next_poll_at=None)")


OPEN_POINTS = """
waiting = Document.objects.exclude(kind='index').exclude(found_at=None).filter(next_poll_at=None)
answer = {
    "attempts": Poll.objects.open(),
    "sources to poll": Source.objects.filter(next_poll_at=None),
    "claimed sources": Source.objects.exclude(claim=''),
    "documents to poll": waiting,
    "sets to dispatch": ChangeSet.objects.undispatched(),
    "deliveries": Delivery.objects.exclude(state__in=['SENT', 'DEAD', 'DROPPED']),
}
answer = {what: [str(row) for row in rows[:5]] for what, rows in answer.items() if rows.exists()}
"""


def wait_until_at_rest(installation: Installation, what: str) -> None:
    """Return when nothing is due, running, undispatched or unsent; else fail and say what is, with the clocks' logs."""
    try:
        wait_for(lambda: not installation.ask(OPEN_POINTS), what)
    except AssertionError as error:
        logs = [path.read_text()[-4000:] for path in installation.folder.glob("*.log")]
        raise AssertionError(f"{error}: {installation.ask(OPEN_POINTS)}", *logs) from error


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(0.2)


@contextlib.contextmanager
def running(installation: Installation) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two clocks and, where there is a queue, two workers. Yields those that poll, of which the first may be killed."""
    with contextlib.ExitStack() as stack:
        clocks = [stack.enter_context(installation.clock()) for _ in range(2)]
        if not installation.has_queue:
            yield clocks
            return
        yield [stack.enter_context(installation.worker()) for _ in range(2)]


def kill_whoever_polls(installation: Installation, pollers: list[subprocess.Popen[bytes]]) -> None:
    """Kill every poller with all its children, at a moment when a list is being read."""
    lists = "Poll.objects.open().filter(document__kind='list')"
    code = f"import time\ndeadline = time.monotonic() + 60\nwhile not (answer := {lists}.exists()):\n"
    assert installation.ask(f"{code}    assert time.monotonic() < deadline, 'no list is read'\n    time.sleep(0.01)")
    for process in pollers:
        for pid in with_descendants(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def with_descendants(pid: int) -> list[int]:
    """RQ's workers put the process that does a job into a session of its own, so signals to the group miss it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(deeper for child in children for deeper in with_descendants(int(child)))]


@pytest.mark.long
def test_each_change_appears_once_and_each_mail_arrives(
    installation: Installation, replica: Replica, smtp: Mailbox, tmp_path: Path
) -> None:
    installation.env |= {"TICK_SECONDS": "1", "LEASE_SECONDS": "15"}
    installation.watch(replica.url)
    installation.mail_to(smtp.url)
    replica.move(DAYS[0])
    with contextlib.ExitStack() as crew:
        pollers = crew.enter_context(running(installation))
        wait_until_at_rest(installation, "the first reading")
        assert smtp.messages == [], "a first reading alerts nobody"
        follow_all_sorts(installation)
        for day in DAYS[1:]:
            replica.move(day)
            make_everything_due(installation)
            if day in KILLED:
                kill_whoever_polls(installation, pollers)
                crew.close()
                pollers = crew.enter_context(running(installation))
            wait_until_at_rest(installation, f"everything of {day}")

    exported = installation.objects("export", "events")
    assert recorded_events(exported) == expected_events()
    assert ("name", DOUBAO, "云雀大模型算法", "豆包大模型算法") in recorded_events(exported)
    exported = installation.objects("export", "filings")
    filings = {row["number"]: row for row in exported if row["series"] == "deep_synthesis"}
    assert {number: row["state"] == "cancelled" for number, row in filings.items()} == {
        number: cancelled for number, (_, _, cancelled) in rows_of(DAYS[-1]).items()
    }
    assert installation.ask("answer = Poll.objects.filter(message__contains='died').count()") > 0, "nobody was killed"
    check_mails(installation, smtp)


def follow_all_sorts(installation: Installation) -> None:
    """Three addresses have confirmed: one follows everything, one the series, one a product."""
    lines = [
        "from django.utils import timezone",
        "from filings.alerts.subscribe import Target, Terms, follow",
        "product = Product.objects.get(name='西瓜视频').pk",
        "targets = [('everything', ''), ('series', 'deep_synthesis'), ('product', product)]",
        "follows = [follow(f'{s}@example.org', Target(s, v), Terms(), timezone.now()) for s, v in targets]",
        "answer = len(follows)",
    ]
    assert installation.ask("\n".join(lines)) == 3


def check_mails(installation: Installation, smtp: Mailbox) -> None:
    """One mail per loud set and per subscription that it touches; a killed sender may have sent one of them twice."""
    loud = "Event.objects.filter(change_set__state='released', change_set__is_silent=False{}).values('change_set')"
    ours = ", filing__series='deep_synthesis'"
    sets = {
        "everything@example.org": installation.ask(f"answer = {loud.format('')}.distinct().count()"),
        "series@example.org": installation.ask(f"answer = {loud.format(ours)}.distinct().count()"),
    }
    arrived: dict[str, dict[str, str]] = {}
    for received in smtp.received:
        (recipient,) = received.recipients
        arrived.setdefault(recipient, {})[received.message["Message-ID"]] = received.message["X-Alert-Number"]
    assert arrived.keys() == {"everything@example.org", "series@example.org", "product@example.org"}
    for recipient, count in sets.items():
        numbers = [str(number) for number in range(1, count + 1)]
        assert sorted(arrived[recipient].values(), key=int) == numbers, "one mail per set, numbered without gaps"
    told = installation.ask(
        "answer = Event.objects.filter(change_set__is_silent=False, filing__products__name='西瓜视频')"
        ".values('change_set').distinct().count()",
    )
    assert len(arrived["product@example.org"]) == told > 0
