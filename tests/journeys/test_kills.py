"""Nothing is lost and nothing arrives twice unrecognised, however often senders are killed and servers fail.

Counted by Message-ID at a real mail server, on whatever database and queue the environment names.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from tests.journeys.installation import Installation
from tests.journeys.installation import installation as new_installation
from tests.journeys.test_whole_road import wait_for, with_descendants
from tests.servers import ROOT, Mailbox
from tests.services import postgres_server

# Many more are run by `KILLS=2000 make test-postgres PYTEST="-k kills"`.
KILLS = int(os.environ.get("KILLS", "200"))
SETS = 25
FOLLOWERS = 4

Arrivals = dict[str, list[tuple[float, str, int]]]


class TimedMailbox(Mailbox):
    """Also notes when each mail was taken, and takes its time, so that kills fall into the middle of sending."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.received) > len(self.times):
            self.times.append(time.time())
        return answer

    def arrivals(self) -> Arrivals:
        """By Message-ID: when, to whom, under which number."""
        found: Arrivals = defaultdict(list)
        for moment, one in zip(self.times, self.received, strict=True):
            number = int(one.message["X-Alert-Number"])
            found[one.message["Message-ID"]].append((moment, one.recipients[0], number))
        return found


@pytest.fixture
def mailbox() -> Iterator[TimedMailbox]:
    from tests.servers import smtp_server

    with smtp_server(TimedMailbox()) as running:
        assert isinstance(running, TimedMailbox)
        yield running


def check(arrivals: Arrivals, sets: int, kills: list[float] | None = None) -> None:
    """Every follower got every set, numbered from 1 without a gap; what came twice was interrupted in between."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for copies in arrivals.values():
        assert len({(receiver, number) for _moment, receiver, number in copies}) == 1, "a copy differs from its first"
        moments = sorted(moment for moment, _receiver, _number in copies)
        numbers[copies[0][1]].add(copies[0][2])
        for first, second in itertools.pairwise(moments):
            assert kills is None or any(first - 0.05 <= kill <= second for kill in kills), "sent twice without a reason"
    assert numbers == {f"reader{n}@example.org": set(range(1, sets + 1)) for n in range(FOLLOWERS)}
    assert len(arrivals) == sets * FOLLOWERS


def test_senders_killed_at_random_moments(installation: Installation, mailbox: TimedMailbox) -> None:
    installation.mail_to(mailbox.url)
    env = installation.env | {"LEASE_SECONDS": "1", "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    env.pop("REDIS_URL", None)
    env["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "tests.alerts.killing", str(KILLS), str(SETS)]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    kills = json.loads(done.stdout.splitlines()[-1])
    assert len(kills) >= KILLS // 2, "most were killed before they had ended by themselves"
    sets = installation.ask("answer = ChangeSet.objects.filter(is_silent=False).count()")
    check(mailbox.arrivals(), sets, kills)


def follow_everything(installation: Installation) -> None:
    lines = [
        "from django.utils import timezone",
        "from filings.alerts.subscribe import Target, Terms, follow",
        f"names = [f'reader{{n}}@example.org' for n in range({FOLLOWERS})]",
        "answer = [follow(name, Target('everything'), Terms(), timezone.now()).pk for name in names]",
    ]
    assert len(installation.ask("\n".join(lines))) == FOLLOWERS


def happen(installation: Installation, count: int) -> None:
    lines = [
        f"import sys; sys.path.insert(0, {str(ROOT)!r})",
        "import time",
        "from tests import factories as make",
        f"answer = [make.make_event(make.make_filing(str(time.monotonic_ns()))).pk for _ in range({count})]",
    ]
    installation.ask("\n".join(lines))


def is_done(installation: Installation) -> bool:
    """Everything is sent; what waits for its next attempt is made due, so that no test waits for minutes."""
    lines = [
        "from django.utils import timezone",
        "waiting = Delivery.objects.filter(state='PENDING')",
        "waiting.update(next_attempt_at=timezone.now())",
        "unsent = Delivery.objects.exclude(state='SENT')",
        "answer = not ChangeSet.objects.undispatched().exists() and not unsent.exists()",
    ]
    return bool(installation.ask("\n".join(lines)))


@pytest.mark.services
def test_workers_killed_while_the_mail_server_fails_in_every_way(
    installation: Installation, mailbox: TimedMailbox
) -> None:
    installation.mail_to(mailbox.url)
    installation.env |= {"TICK_SECONDS": "1", "LEASE_SECONDS": "3", "POLITENESS_SECONDS": "0"}
    installation.ask("answer = Source.objects.update(is_enabled=False)")
    follow_everything(installation)
    for _ in range(3):
        mailbox.refuse()
        mailbox.drop()
        mailbox.plans.append("")
    with installation.clock():
        for _ in range(4):
            happen(installation, 2)
            with installation.worker() as worker:
                time.sleep(random.uniform(2, 5))
                for pid in with_descendants(worker.pid):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        with installation.worker():
            wait_for(lambda: is_done(installation), "the last mail", 120)
    check(mailbox.arrivals(), 8)


@pytest.mark.services
def test_a_queue_that_is_flushed_loses_nothing(installation: Installation, mailbox: TimedMailbox) -> None:
    installation.mail_to(mailbox.url)
    installation.env |= {"TICK_SECONDS": "1"}
    installation.ask("answer = Source.objects.update(is_enabled=False)")
    follow_everything(installation)
    happen(installation, 3)
    # A tick without any worker: the jobs stand in the queue, and are lost with it.
    installation.ask("from filings import jobs\njobs.send_alerts()\nanswer = True")
    assert Redis.from_url(installation.env["REDIS_URL"]).llen("rq:queue:default") > 0
    Redis.from_url(installation.env["REDIS_URL"]).flushdb()
    with installation.clock(), installation.worker():
        wait_for(lambda: is_done(installation), "the last mail", 120)
    check(mailbox.arrivals(), 3, kills=[])


@pytest.mark.services
def test_a_database_that_stops_and_crashes_loses_nothing(
    tmp_path: Path, mailbox: TimedMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, and killed without a farewell, while clock and worker go on with messages on their way."""
    with postgres_server(synchronous_commit="on") as server:
        monkeypatch.setenv("DATABASE_URL", f"{server.url}/postgres")
        with new_installation(tmp_path) as installation:
            installation.mail_to(mailbox.url)
            installation.env |= {"TICK_SECONDS": "1", "LEASE_SECONDS": "3"}
            installation.ask("answer = Source.objects.update(is_enabled=False)")
            follow_everything(installation)
            with installation.clock(), installation.worker():
                for turn, end in enumerate((server.stop, server.crash, server.stop)):
                    happen(installation, 5)
                    wait_for(partial(has_more, mailbox, 20 * turn), "a mail of this turn", 120)
                    end()
                    time.sleep(1)
                    server.start()
                wait_for(lambda: is_done(installation), "the last mail", 120)
    check(mailbox.arrivals(), 15)


def has_more(mailbox: TimedMailbox, than: int) -> bool:
    return len(mailbox.received) > than
