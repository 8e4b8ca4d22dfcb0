"""When the next batch of a series is to be expected, from the days on which its earlier ones came. Pure.

The regulator announces nothing in advance: this is arithmetic on the past, said with the span it leaves open.
"""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

# With fewer batches than this there is no rhythm to speak of.
FEWEST = 4
# Only the newest pauses count: rhythms change over the years.
NEWEST = 8
# Lists of one notice come on one day, and a correction a few days later is no batch of its own.
SAME_BATCH = dt.timedelta(days=5)


@dataclass(frozen=True)
class Expectation:
    """The span in which the next batch would come if the past went on: as the newest pauses were."""

    last: dt.date
    earliest: dt.date
    likely: dt.date
    latest: dt.date
    pauses: int

    def is_overdue(self, today: dt.date) -> bool:
        return today > self.latest


def expect(days: Iterable[dt.date]) -> Expectation | None:
    """From the days of the batches, in any order; None where they are too few."""
    batches: list[dt.date] = []
    for day in sorted(set(days)):
        if not batches or day - batches[-1] > SAME_BATCH:
            batches.append(day)
    if len(batches) < FEWEST:
        return None
    pauses = sorted([(later - earlier).days for earlier, later in itertools.pairwise(batches)][-NEWEST:])
    last, likely = batches[-1], round(statistics.median(pauses))
    earliest, middle, latest = (last + dt.timedelta(days=days) for days in (pauses[0], likely, pauses[-1]))
    return Expectation(last, earliest, middle, latest, len(pauses))
