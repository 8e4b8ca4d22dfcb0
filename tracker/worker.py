"""The worker of the queue, named in the settings. Jobs run in forks of it, so it loads what they need beforehand."""

from __future__ import annotations

import os
from typing import Any

from rq import Worker

from tracker.loading import load

NICENESS = 10


class LoadedWorker(Worker):
    """A worker whose jobs begin at once."""

    def work(self, *arguments: Any, **options: Any) -> bool:
        # Pages and servers on the same machine go first.
        os.nice(NICENESS)
        load()
        return bool(super().work(*arguments, **options))
