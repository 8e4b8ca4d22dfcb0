"""What one attempt came to, and how every way of failing becomes an outcome with a sentence for the sources page."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from filings.models import Document, Outcome, Snapshot, Verdict
from filings.sources.base import Blocked, LayoutChanged, ReadList

from .archive import ArchiveDamaged
from .fetch import FetchError, Reply, Resting
from .guard import Suspicious
from .record import Overtaken

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """The outcome of one attempt; `held` counts events that wait for a person, `reply` is what the file came in."""

    outcome: Outcome
    message: str = ""
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    events: int = 0
    held: int = 0
    snapshot: Snapshot | None = None
    is_stale_address: bool = False
    host_rests: bool = False
    found_new: bool = False
    is_last_page: bool = False
    reply: Reply | None = None

    @classmethod
    def of_list(
        cls, outcome: Outcome, snapshot: Snapshot, read: ReadList, message: str = "", events: int = 0, held: int = 0
    ) -> Finding:
        """For bytes that were just read."""
        return cls(outcome, message, read.rows, read.accepted, read.rejected, events, held, snapshot)

    @classmethod
    def of_snapshot(cls, outcome: Outcome, snapshot: Snapshot, message: str = "", held: int = 0) -> Finding:
        """For bytes that were read before: the counts are those of that reading."""
        return cls(outcome, message, snapshot.rows, snapshot.accepted, snapshot.rejected, 0, held, snapshot)

    @property
    def is_good(self) -> bool:
        """Whether the source did its part: what is held was read well, it only waits for a person."""
        return self.outcome.is_good or self.outcome == Outcome.HELD


def finding_of(work: Callable[[], Finding], document: Document) -> Finding:
    """Do one piece of work; whatever it raises becomes a finding."""
    try:
        return work()
    except FetchError as error:
        return Finding(Outcome(error.outcome), str(error), host_rests=isinstance(error, Resting))
    except Blocked as error:
        return Finding(Outcome.BLOCKED, str(error))
    except Suspicious as error:
        return Finding(Outcome.SUSPICIOUS, str(error))
    except (LayoutChanged, Overtaken, ArchiveDamaged) as error:
        return Finding(Outcome.FAILED, str(error))
    except Exception as error:
        logger.exception("%s failed in a way that nobody expected", document)
        return Finding(Outcome.FAILED, f"unexpected {type(error).__name__}: {error}")


@contextlib.contextmanager
def refusing(snapshot: Snapshot) -> Iterator[None]:
    """Mark a snapshot as refused when it is not understood or not believed."""
    try:
        yield
    except (LayoutChanged, Blocked, Suspicious):
        Snapshot.objects.filter(pk=snapshot.pk).update(verdict=Verdict.REFUSED)
        raise
