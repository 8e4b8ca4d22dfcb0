"""The worker of the queue, named in the settings. Jobs run in forks of it, so it loads what they need beforehand."""

from __future__ import annotations

import gc
import os
from typing import Any

from django.template.loader import get_template
from django.urls import reverse
from rq import Worker

NICENESS = 10


def load() -> None:
    """What a job would load otherwise, half a second each time: its code, the addresses of all pages, the mail."""
    import filings.jobs  # noqa: F401

    reverse("home")
    for name in ("alerts/mail.txt", "alerts/mail.html"):
        get_template(name)
    # None of this ever becomes garbage: to look for some in it took a fifth of a sender's time.
    gc.collect()
    gc.freeze()


class LoadedWorker(Worker):
    """A worker whose jobs begin at once."""

    def work(self, *arguments: Any, **options: Any) -> bool:
        # Pages and servers on the same machine go first.
        os.nice(NICENESS)
        load()
        return bool(super().work(*arguments, **options))
