"""One run over a source: its index, the notices that the index leads to, and the lists that the notices lead to.

Every attempt is a row that is closed on every way out, and a run works under a claim that it renews, so that one that
died is found. The one writer of polls, of the rhythm of documents and of the machine's fields of sources.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from filings.models import Document, DocumentKind, Outcome, Poll, Source
from filings.models.leases import is_dead, lease_end, new_claim, new_claim_for_job

from .finding import Finding, finding_of
from .lists import read_list
from .pages import NOT_MODIFIED, index_document, read_index_page, read_index_web_page, read_notice_page

logger = logging.getLogger(__name__)

# A run that takes longer leaves the rest to the next tick, well before its job would be killed.
RUN_SECONDS = 600
# So long a run waits in vain for answers, all documents together, before it leaves the rest to the next one.
SILENT_SECONDS = 30

Report = Callable[[Poll], None]


class ClaimLost(Exception):
    """The lease ran out and somebody else works on this source now."""


def claim(source_id: int, now: dt.datetime, *, only_if_due: bool) -> str:
    """Claim a source for one run by compare-and-swap. Returns the claim, or "" when there is nothing to claim."""
    free = Source.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now))
    candidates = Source.objects.due(now) if only_if_due else free
    token = new_claim_for_job()
    return token if candidates.filter(pk=source_id).update(claim=token, lease_until=lease_end(now)) == 1 else ""


def sweep(now: dt.datetime) -> int:
    """Close the attempts of runs that died and free their sources. Returns how many attempts were left open."""
    claimed = Source.objects.exclude(claim="")
    for source in claimed:
        if is_dead(source.claim) or (source.lease_until and source.lease_until <= now):
            claimed.filter(pk=source.pk, claim=source.claim).update(claim="", lease_until=None)
    message = "the process that ran this died before its end; it is tried again"
    # One statement, so that an attempt whose run was claimed a moment ago is not taken for an abandoned one.
    abandoned = Poll.objects.open().exclude(claim__in=Source.objects.exclude(claim="").values("claim"))
    return abandoned.update(outcome=Outcome.FAILED, message=message, finished_at=now)


def poll_source(source_id: int, token: str, *, everything: bool = False, report: Report | None = None) -> list[Poll]:
    """Run over a claimed source. With `everything`, what is not due yet is fetched as well, and in full."""
    own = new_claim()
    if Source.objects.filter(pk=source_id, claim=token).update(claim=own, lease_until=lease_end(timezone.now())) != 1:
        logger.warning("the claim on source %s was lost before its run began", source_id)
        return []
    run = _Run(Source.objects.get(pk=source_id), own, everything, report)
    try:
        run.go()
    except ClaimLost as error:
        logger.warning("%s: %s", run.source.key, error)
    finally:
        run.give_back()
    return run.polls


class _Run:
    """One run over one source under one claim."""

    def __init__(self, source: Source, token: str, everything: bool, report: Report | None) -> None:
        self.source, self.token, self.everything, self.report = source, token, everything, report
        self.polls: list[Poll] = []
        self.index_is_good = False
        self.started_at = timezone.now()
        self.silent_seconds = 0.0
        self.host_rests = False

    def go(self) -> None:
        self.index_is_good = self._walk_index()
        if not self.index_is_good:
            return
        for notice in self._notices_to_poll():
            if self._is_over():
                return
            self._poll_notice(notice)

    def _is_over(self) -> bool:
        ran = (timezone.now() - self.started_at).total_seconds()
        return self.host_rests or ran > RUN_SECONDS or self.silent_seconds >= SILENT_SECONDS

    def _walk_index(self) -> bool:
        """Read the index until a page holds nothing new: to its end at first, and again in the rhythm of old files."""
        number, found_new = 1, True
        # A server that announces notices without end is not followed to the end.
        while not self._is_over():
            document = index_document(self.source, number)
            if number > 1 and not found_new and not self._is_due(document):
                return True
            finding = self._attempt(document, partial(read_index_page, document, number))
            if number == 1 and finding.outcome == Outcome.FAILED and self.source.page_path:
                return self._read_web_page()
            if not finding.is_good:
                return number > 1
            if finding.is_last_page:
                self._note_baseline()
                return True
            number, found_new = number + 1, finding.found_new
        return True

    def _read_web_page(self) -> bool:
        document = index_document(self.source, 0)
        return self._attempt(document, partial(read_index_web_page, document)).is_good

    def _note_baseline(self) -> None:
        """The index was read to its end: what it does not hold by now is news when it comes."""
        Source.objects.filter(pk=self.source.pk, baseline_at=None).update(baseline_at=timezone.now())

    def _notices_to_poll(self) -> Iterator[Document]:
        """Notices that are due or lead to a list that is, oldest first; where something failed before comes last."""
        found = self.source.documents.filter(kind=DocumentKind.NOTICE).exclude(found_at=None)
        failures = Coalesce(Max("children__failures"), 0) + F("failures")
        for notice in found.annotate(all_failures=failures).order_by("all_failures", "published_on", "id"):
            if self._is_due(notice) or any(map(self._is_due, _lists_of(notice))):
                yield notice

    def _is_due(self, document: Document) -> bool:
        return self.everything or document.next_poll_at is None or document.next_poll_at <= timezone.now()

    def _poll_notice(self, notice: Document) -> None:
        """Poll a notice and those of its lists that are due; the notice knows their addresses of today."""
        finding = self._attempt(notice, partial(read_notice_page, notice, fresh=self.everything))
        if not finding.is_good:
            return
        for document in filter(self._is_due, _lists_of(notice)):
            if self._is_over():
                return
            outcome = self._attempt(document, partial(read_list, document))
            if outcome.is_stale_address and finding.message == NOT_MODIFIED:
                self._poll_afresh(notice, document)

    def _poll_afresh(self, notice: Document, document: Document) -> None:
        """The server called the page unmodified, but an address on it leads nowhere any more: it lied."""
        if self._attempt(notice, partial(read_notice_page, notice, fresh=True)).is_good:
            document.refresh_from_db()
            self._attempt(document, partial(read_list, document))

    def _attempt(self, document: Document, work: Callable[[], Finding]) -> Finding:
        """Do one piece of work under a poll row that is closed whatever happens."""
        self._renew_claim()
        poll = Poll.objects.create(source=self.source, document=document, claim=self.token, started_at=timezone.now())
        try:
            finding = finding_of(work, document)
        except BaseException as error:
            self._close(poll, document, Finding(Outcome.FAILED, f"interrupted: {type(error).__name__}"))
            raise
        self._close(poll, document, finding)
        return finding

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


def _lists_of(notice: Document) -> Iterable[Document]:
    lists: QuerySet[Document] = notice.children.filter(kind=DocumentKind.LIST).exclude(found_at=None)
    return lists.order_by("failures", "id")
