"""Kills senders at random moments, again and again, on the database that the environment names.

Run as `python -m tests.alerts.killing RUNS SETS`: makes SETS change sets for a few followers, starts a process that
dispatches and sends them, kills it after some milliseconds, starts the next, and at last lets one finish. Prints the
moment of each kill as JSON. Each run is a fork of this process, so that none has to load Django anew.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

FOLLOWERS = 4


def main(runs: int, sets: int) -> None:
    import django

    django.setup()
    from django.db import connection

    from filings import jobs
    from filings.alerts.subscribe import Target, Terms, follow
    from filings.models import ChangeSet, Delivery

    make_followers(follow, Target, Terms)
    kills: list[float] = []
    for number in range(runs):
        # New sets come while senders die, so that kills hit dispatching, claiming, sending and recording alike.
        if number % max(runs // sets, 1) == 0:
            happen()
        connection.close()
        child = os.fork()
        if child == 0:
            jobs.send_alerts()
            os._exit(0)
        time.sleep(random.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            kills.append(time.time())
    while ChangeSet.objects.undispatched().exists() or Delivery.objects.exclude(state__in=("SENT", "DEAD")).exists():
        Delivery.objects.filter(state="PENDING").update(next_attempt_at="2020-01-01T00:00:00Z")
        jobs.send_alerts()
    print(json.dumps(kills))


def make_followers(follow, target, terms) -> None:
    from django.utils import timezone

    for number in range(FOLLOWERS):
        follow(f"reader{number}@example.org", target("everything"), terms(), timezone.now())


def happen() -> None:
    from tests import factories as make

    make.make_event(make.make_filing(f"{time.monotonic_ns()}"))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
