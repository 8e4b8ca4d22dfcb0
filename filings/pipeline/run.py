"""One run over a source under one claim: every attempt is a poll row that is closed on every way out.

The one writer of polls, of the rhythm of documents and, while it lasts, of the source's claim.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from filings.models import Document, Outcome, Poll, Source
from filings.models.leases import lease_end

from .finding import Finding, finding_of

# A run that takes longer leaves the rest to the next tick, well before its job would be killed.
RUN_SECONDS = 600
# So long a run waits in vain for answers, all documents together, before it leaves the rest to the next one.
SILENT_SECONDS = 30

Report = Callable[[Poll], None]


class ClaimLost(Exception):
    """The lease ran out and somebody else works on this source now."""


class Run:
    """What a walk over a source is given: attempts, and the answer to whether a document is due."""

    def __init__(self, source: Source, token: str, everything: bool, report: Report | None) -> None:
        self.source, self.token, self.everything, self.report = source, token, everything, report
        self.polls: list[Poll] = []
        self.index_is_good = False
        self.started_at = timezone.now()
        self.silent_seconds = 0.0
        self.host_rests = False

    @property
    def is_over(self) -> bool:
        """Whether the rest is left to the next run."""
        ran = (timezone.now() - self.started_at).total_seconds()
        return self.host_rests or ran > RUN_SECONDS or self.silent_seconds >= SILENT_SECONDS

    def is_due(self, document: Document) -> bool:
        """Whether the document's time has come, or everything was asked for."""
        return self.everything or document.next_poll_at is None or document.next_poll_at <= timezone.now()

    def attempt(self, document: Document, work: Callable[[], Finding]) -> Finding:
        """Do one piece of work under a poll row."""
        self._renew_claim()
        poll = Poll.objects.create(source=self.source, document=document, claim=self.token, started_at=timezone.now())
        try:
            finding = finding_of(work, document)
        except BaseException as error:
            self._close(poll, document, Finding(Outcome.FAILED, f"interrupted: {type(error).__name__}"))
            raise
        self._close(poll, document, finding)
        return finding

    def note_baseline(self) -> None:
        """The index was read to its end: what it does not hold by now is news when it comes."""
        Source.objects.filter(pk=self.source.pk, baseline_at=None).update(baseline_at=timezone.now())

    def give_back(self) -> None:
        """Free the source and say when to come again."""
        now = timezone.now()
        failures = 0 if self.index_is_good else self.source.failures + 1
        mine = Source.objects.filter(pk=self.source.pk, claim=self.token)
        mine.update(
            claim="",
            lease_until=None,
            last_poll_at=now,
            last_good_at=now if self.index_is_good else self.source.last_good_at,
            failures=failures,
            next_poll_at=now + self._pause_after(failures),
        )

    def _renew_claim(self) -> None:
        mine = Source.objects.filter(pk=self.source.pk, claim=self.token)
        if mine.update(lease_until=lease_end(timezone.now())) != 1:
            raise ClaimLost("the lease ran out; another run has taken over")

    def _close(self, poll: Poll, document: Document, finding: Finding) -> None:
        poll.finished_at = timezone.now()
        for name in ("outcome", "message", "rows", "accepted", "rejected", "events", "held", "snapshot"):
            setattr(poll, name, getattr(finding, name))
        poll.save()
        document.failures = 0 if finding.is_good else document.failures + 1
        pause = self._pause_after(document.failures) if document.failures else self._usual_pause
        document.next_poll_at = poll.finished_at + pause
        document.save(update_fields=["failures", "next_poll_at"])
        self.polls.append(poll)
        self.host_rests = finding.host_rests
        self.silent_seconds += poll.seconds if finding.outcome == Outcome.UNREACHABLE else 0
        if self.report:
            self.report(poll)

    @property
    def _usual_pause(self) -> dt.timedelta:
        return dt.timedelta(hours=self.source.recheck_hours)

    def _pause_after(self, failures: int) -> dt.timedelta:
        """The source's own rhythm, doubled with each failure in a row up to the rhythm of its old files."""
        rhythm = dt.timedelta(minutes=self.source.interval_minutes)
        doubled = rhythm * (1 << min(max(failures - 1, 0), 10))
        return max(rhythm, min(doubled, self._usual_pause))
