"""When a series publishes next, by its own past gaps. Pure; the regulator announces nothing in advance."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# With fewer gaps there is no rhythm to speak of; older ones say little about today's.
FEWEST_GAPS = 3
GAPS_CONSIDERED = 6
# Lists that come within so many days of each other are one publication.
SAME_PUBLICATION = dt.timedelta(days=3)


class Phase(StrEnum):
    """Where a day stands in a window."""

    EARLY = "early"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which the next publication is expected, and the gaps in days that say so."""

    first: dt.date
    last: dt.date
    shortest: int
    longest: int

    def phase(self, today: dt.date) -> Phase:
        if today < self.first:
            return Phase.EARLY
        return Phase.DUE if today <= self.last else Phase.OVERDUE


def next_window(published: Iterable[dt.date]) -> Window | None:
    """The window after the newest of these days, in any order; None without a rhythm."""
    days = _publications(published)
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)][-GAPS_CONSIDERED:]
    if len(gaps) < FEWEST_GAPS:
        return None
    shortest, longest = min(gaps), max(gaps)
    newest = days[-1]
    return Window(newest + dt.timedelta(days=shortest), newest + dt.timedelta(days=longest), shortest, longest)


def _publications(published: Iterable[dt.date]) -> list[dt.date]:
    """The days, oldest first, without those that repeat the one before."""
    kept: list[dt.date] = []
    for day in sorted(set(published)):
        if not kept or day - kept[-1] > SAME_PUBLICATION:
            kept.append(day)
    return kept
