"""One run over a source: its index, the notices that the index leads to, and the lists that the notices lead to.

The one writer of polls, of documents (what they have accepted apart) and of the machine's fields of sources. Every
attempt is a row that is closed on every way out; a run works under a claim that it renews, so that a dead one is found.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from filings.models import Cause, Document, DocumentKind, Outcome, Poll, Snapshot, Source, Verdict
from filings.sources.base import Blocked, LayoutChanged, ReadList, batch_of
from filings.sources.channel import ChannelPage, read_channel_html, read_channel_json
from filings.sources.notice import NoticePage, read_notice
from filings.sources.registers import REGISTERS, register_for_title
from filings.sources.sniff import is_protection_page, media_type
from filings.text import name_key

from . import archive
from .compare import compare_list
from .fetch import FetchError, Reply, fetch
from .guard import Suspicious, check_index, check_list, reason_to_hold
from .record import Overtaken, accept_again, hold, keep_ledger, propose_disappearances, record

logger = logging.getLogger(__name__)

PAGE_SIZE = 20
# A run that takes longer leaves the rest to the next tick, well before its job would be killed.
RUN_SECONDS = 600
# Servers may say "not modified" of a page that was; now and then we do not ask.
FULL_FETCH_AFTER = dt.timedelta(hours=24)

Report = Callable[[Poll], None]


class ClaimLost(Exception):
    """The lease ran out and somebody else works on this source now."""


@dataclass(frozen=True)
class Finding:
    """What one attempt came to."""

    outcome: Outcome
    message: str = ""
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    events: int = 0
    held: int = 0
    snapshot: Snapshot | None = None
    is_stale_address: bool = False

    @classmethod
    def of_list(cls, outcome: Outcome, snapshot: Snapshot, read: ReadList, message: str = "", **counts: int) -> Finding:
        return cls(outcome, message, read.rows, read.accepted, read.rejected, snapshot=snapshot, **counts)

    @classmethod
    def of_snapshot(cls, outcome: Outcome, snapshot: Snapshot, message: str = "", **counts: int) -> Finding:
        """For bytes that were read before: the counts are those of that reading."""
        ledger = (snapshot.rows, snapshot.accepted, snapshot.rejected)
        return cls(outcome, message, *ledger, snapshot=snapshot, **counts)


def claim(source_id: int, now: dt.datetime, *, only_if_due: bool) -> str:
    """Claim a source for one run by compare-and-swap. Returns the claim, or "" when somebody else works on it."""
    free = Source.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=source_id)
    if only_if_due:
        free = Source.objects.due(now).filter(pk=source_id)
    token = secrets.token_hex(8)
    return token if free.update(claim=token, lease_until=_lease(now)) == 1 else ""


def sweep(now: dt.datetime) -> int:
    """Close the attempts of runs that died and free their sources. Returns how many attempts were left open."""
    alive = Source.objects.filter(lease_until__gt=now).values_list("claim", flat=True)
    message = "the process that ran this died before its end; it is tried again"
    abandoned = Poll.objects.open().exclude(claim__in=list(alive))
    closed = abandoned.update(outcome=Outcome.FAILED, message=message, finished_at=now)
    Source.objects.filter(lease_until__lte=now).update(claim="", lease_until=None)
    return closed


def poll_source(source_id: int, token: str, *, everything: bool = False, report: Report | None = None) -> list[Poll]:
    """Run over a claimed source. With `everything`, files that are not due yet are fetched again as well."""
    run = _Run(Source.objects.get(pk=source_id), token, everything, report)
    try:
        run.go()
    except ClaimLost as error:
        logger.warning("%s: %s", run.source.key, error)
    finally:
        run.close()
    return run.polls


def _lease(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(seconds=settings.LEASE_SECONDS)


class _Run:
    """One run over one source under one claim."""

    def __init__(self, source: Source, token: str, everything: bool, report: Report | None) -> None:
        self.source, self.token, self.everything, self.report = source, token, everything, report
        self.polls: list[Poll] = []
        self.index_is_good = False
        self.news_on_page = False
        self.started_at = timezone.now()

    def go(self) -> None:
        self.index_is_good = self._walk_index()
        if not self.index_is_good:
            return
        for notice in self._notices_to_poll():
            if self._out_of_time():
                return
            self._poll_notice_and_lists(notice)

    def close(self) -> None:
        """Give the source back, with when to come again."""
        now = timezone.now()
        failures = 0 if self.index_is_good else self.source.failures + 1
        values: dict[str, object] = {
            "claim": "",
            "lease_until": None,
            "last_poll_at": now,
            "failures": failures,
            "next_poll_at": now + self._later(failures),
        }
        if self.index_is_good:
            values["last_good_at"] = now
        Source.objects.filter(pk=self.source.pk, claim=self.token).update(**values)

    def _out_of_time(self) -> bool:
        return (timezone.now() - self.started_at).total_seconds() > RUN_SECONDS

    # Attempts

    def attempt(self, document: Document, work: Callable[[], Finding]) -> Finding:
        """Do one piece of work under a poll row, and turn every way in which it can fail into an outcome."""
        self._renew_claim()
        now = timezone.now()
        poll = Poll.objects.create(source=self.source, document=document, claim=self.token, started_at=now)
        try:
            finding = _finding_of(work, document)
        except BaseException as error:
            self._close_poll(poll, document, Finding(Outcome.FAILED, f"interrupted: {type(error).__name__}"))
            raise
        self._close_poll(poll, document, finding)
        return finding

    def _renew_claim(self) -> None:
        mine = Source.objects.filter(pk=self.source.pk, claim=self.token)
        if mine.update(lease_until=_lease(timezone.now())) != 1:
            raise ClaimLost("the lease ran out; another run has taken over")

    def _close_poll(self, poll: Poll, document: Document, finding: Finding) -> None:
        poll.finished_at = timezone.now()
        for name in ("outcome", "message", "rows", "accepted", "rejected", "events", "held", "snapshot"):
            setattr(poll, name, getattr(finding, name))
        poll.save()
        good = finding.outcome.is_good or finding.outcome == Outcome.HELD
        document.failures = 0 if good else document.failures + 1
        document.next_poll_at = poll.finished_at + self._pause_after(document.failures)
        document.save(update_fields=["failures", "next_poll_at"])
        self.polls.append(poll)
        if self.report:
            self.report(poll)

    def _pause_after(self, failures: int) -> dt.timedelta:
        """The usual rhythm after a good poll; sooner after a bad one, then ever later up to the usual rhythm."""
        return self._later(failures) if failures else dt.timedelta(hours=self.source.recheck_hours)

    def _later(self, failures: int) -> dt.timedelta:
        """The source's own rhythm, doubled with each failure up to the rhythm of its old files."""
        doubled = dt.timedelta(minutes=self.source.interval_minutes) * 2 ** min(max(failures - 1, 0), 10)
        return min(doubled, max(dt.timedelta(hours=self.source.recheck_hours), dt.timedelta(minutes=self.source.interval_minutes)))

    def _is_due(self, document: Document) -> bool:
        return self.everything or document.next_poll_at is None or document.next_poll_at <= timezone.now()

    # The index

    def _walk_index(self) -> bool:
        """Read the index page by page until nothing on it is new; to its end at first, and once in the usual rhythm."""
        number, total = 1, 0
        while True:
            document = self._index_document(number)
            if number > 1 and not (self.news_on_page or self._is_due(document)):
                return True
            finding = self.attempt(document, lambda document=document, number=number: self._read_page(document, number))  # type: ignore[misc]
            if finding.outcome == Outcome.FAILED and number == 1 and self.source.page_path:
                return self._read_web_page_instead()
            if not finding.outcome.is_good:
                return number > 1
            total = finding.rows if number == 1 else total
            if number * PAGE_SIZE >= total:
                self._note_baseline()
                return True
            number += 1

    def _index_document(self, number: int | str) -> Document:
        key = "index" if number == 1 else f"index/{number}"
        label = f"{self.source.name}, {number}"
        values = {"kind": DocumentKind.INDEX, "label": label, "url": self._page_url(number), "found_at": timezone.now()}
        document, _ = Document.objects.get_or_create(source=self.source, key=key, defaults=values)
        return document

    def _page_url(self, number: int | str) -> str:
        return self.source.page_url if number == "web" else f"{self.source.url}&pageno={number}"

    def _read_page(self, document: Document, number: int) -> Finding:
        reply = fetch(self._page_url(number), accept="application/json")
        snapshot = archive.sight(document, reply, reply.fetched_at)
        self.news_on_page = False
        if _is_accepted(document, snapshot):
            return Finding.of_snapshot(Outcome.UNCHANGED, snapshot)
        with _refusing(snapshot):
            page = read_channel_json(reply.body, reply.url)
            total = page.total if page.total is not None else len(page.notices)
            if not page.notices and total > (number - 1) * PAGE_SIZE:
                raise LayoutChanged(f"the list is empty, though it announces {total} notices")
            if number == 1:
                check_index(total, document.accepted_snapshot)
        return self._found_notices(document, snapshot, page, total if number == 1 else len(page.notices))

    def _read_web_page_instead(self) -> bool:
        document = self._index_document("web")
        return self.attempt(document, lambda: self._read_web_page(document)).outcome.is_good

    def _read_web_page(self, document: Document) -> Finding:
        reply = fetch(self.source.page_url, accept="text/html")
        snapshot = archive.sight(document, reply, reply.fetched_at)
        if _is_accepted(document, snapshot):
            return Finding.of_snapshot(Outcome.UNCHANGED, snapshot, "read instead of the list that was not understood")
        with _refusing(snapshot):
            page = read_channel_html(reply.body, reply.url, reply.headers.get("content-type", ""))
        return self._found_notices(document, snapshot, page, len(page.notices))

    def _found_notices(self, document: Document, snapshot: Snapshot, page: ChannelPage, rows: int) -> Finding:
        found = sum(self._note_notice(notice.title, notice.url, notice.published_on) for notice in page.notices)
        self.news_on_page = found > 0
        _accept_page(document, snapshot, rows)
        message = f"{found} new notices with lists" if found else ""
        return Finding.of_snapshot(Outcome.RECORDED if found else Outcome.UNCHANGED, snapshot, message)

    def _note_notice(self, title: str, url: str, published_on: dt.date) -> bool:
        """Remember a notice that belongs to a series. True when no poll had found it before."""
        register = register_for_title(title)
        if register is None:
            return False
        document, _ = Document.objects.get_or_create(
            source=self.source,
            key=notice_key(title, published_on),
            defaults={"kind": DocumentKind.NOTICE, "label": title, "series": register.series, "published_on": published_on},
        )
        is_new = document.found_at is None
        if is_new:
            document.found_at, document.is_baseline = timezone.now(), self.source.baseline_at is None
        if is_new or document.url != url:
            # Another address makes the page due: the regulator has moved notices within a day.
            document.url, document.next_poll_at, document.etag, document.last_modified = url, None, "", ""
            document.save()
        return is_new

    def _note_baseline(self) -> None:
        if self.source.baseline_at is None:
            self.source.baseline_at = timezone.now()
            Source.objects.filter(pk=self.source.pk).update(baseline_at=self.source.baseline_at)

    # Notices and their lists

    def _notices_to_poll(self) -> Iterator[Document]:
        """Notices that are due or lead to a list that is, oldest first; those that failed last come last."""
        notices = self.source.documents.filter(kind=DocumentKind.NOTICE).exclude(found_at=None)
        for notice in notices.order_by("failures", "published_on", "id"):
            if self._is_due(notice) or any(self._is_due(child) for child in self._lists_of(notice)):
                yield notice

    def _lists_of(self, notice: Document) -> Iterable[Document]:
        return notice.children.lists().exclude(found_at=None).order_by("failures", "id")

    def _poll_notice_and_lists(self, notice: Document) -> None:
        finding = self.attempt(notice, lambda: self._read_notice(notice, fresh=False))
        if not finding.outcome.is_good:
            return
        for document in self._lists_of(notice):
            if not self._is_due(document) or self._out_of_time():
                continue
            outcome = self.attempt(document, lambda document=document: read_list(document))  # type: ignore[misc]
            if outcome.is_stale_address and finding.message == NOT_MODIFIED:
                self._poll_again_afresh(notice, document)

    def _poll_again_afresh(self, notice: Document, document: Document) -> None:
        """The server called the page unmodified, but an address on it no longer leads to a file: it lied."""
        if self.attempt(notice, lambda: self._read_notice(notice, fresh=True)).outcome.is_good:
            document.refresh_from_db()
            self.attempt(document, lambda: read_list(document))

    def _read_notice(self, notice: Document, *, fresh: bool) -> Finding:
        reply = _fetch_page(notice, fresh=fresh)
        if reply.not_modified:
            return Finding(Outcome.UNCHANGED, NOT_MODIFIED, snapshot=notice.accepted_snapshot)
        snapshot = archive.sight(notice, reply, reply.fetched_at)
        notice.full_fetch_at = reply.fetched_at
        notice.etag, notice.last_modified = reply.headers.get("etag", "")[:300], reply.headers.get("last-modified", "")[:100]
        if not _is_accepted(notice, snapshot):
            with _refusing(snapshot):
                page = read_notice(reply.body, reply.url, reply.headers.get("content-type", ""))
                found = self._note_lists(notice, page)
            _accept_page(notice, snapshot, 0)
        else:
            found = 0
        notice.save(update_fields=["full_fetch_at", "etag", "last_modified"])
        message = f"{found} new lists" if found else ""
        return Finding(Outcome.RECORDED if found else Outcome.UNCHANGED, message, snapshot=snapshot)

    def _note_lists(self, notice: Document, page: NoticePage) -> int:
        """Remember the lists that a notice links to, under today's addresses. Returns how many no poll had found before."""
        register = REGISTERS[notice.series]
        if register_for_title(page.title) != register:
            raise LayoutChanged(f"expected a notice of the series {notice.series}, found {page.title!r}")
        lists = [item for item in page.attachments if register.label_pattern.search(item.label)]
        if not lists:
            labels = ", ".join(item.label for item in page.attachments) or "no attachment"
            raise LayoutChanged(f"expected a link to a list of the series {notice.series}, found {labels}")
        return sum(self._note_list(notice, page, item.label, item.url) for item in lists)

    def _note_list(self, notice: Document, page: NoticePage, label: str, url: str) -> bool:
        document, _ = Document.objects.get_or_create(
            source=self.source,
            key=list_key(notice.series, label),
            defaults={"kind": DocumentKind.LIST, "label": label, "series": notice.series, "batch": batch_of(label)},
        )
        is_new = document.found_at is None
        if is_new:
            document.found_at = timezone.now()
            # A list that joins a page which was read before is news, whatever the page was.
            document.is_baseline = notice.is_baseline and notice.accepted_snapshot_id is None
        document.parent, document.url = notice, url
        document.published_on = document.published_on or page.published_at.date()
        document.save()
        return is_new


NOT_MODIFIED = "not modified, says the server"


def notice_key(title: str, published_on: dt.date) -> str:
    """A notice is known by its title and day; its address has been seen to change."""
    return f"notice:{published_on}:{name_key(title)}"[:400]


def list_key(series: str, label: str) -> str:
    """A list is known by its series and label; its address changes all the time."""
    return f"list:{series}:{name_key(label)}"[:400]


def _finding_of(work: Callable[[], Finding], document: Document) -> Finding:
    try:
        return work()
    except FetchError as error:
        return Finding(Outcome(error.outcome), str(error))
    except Blocked as error:
        return Finding(Outcome.BLOCKED, str(error))
    except Suspicious as error:
        return Finding(Outcome.SUSPICIOUS, str(error))
    except (LayoutChanged, Overtaken, archive.ArchiveDamaged) as error:
        return Finding(Outcome.FAILED, str(error))
    except Exception as error:
        logger.exception("%s failed in a way that nobody expected", document)
        return Finding(Outcome.FAILED, f"unexpected {type(error).__name__}: {error}")


class _refusing:  # noqa: N801
    """Mark a snapshot as refused when what is done with it fails."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, LayoutChanged | Blocked | Suspicious):
            Snapshot.objects.filter(pk=self.snapshot.pk).update(verdict=Verdict.REFUSED)


def _is_accepted(document: Document, snapshot: Snapshot) -> bool:
    """Whether these bytes are the state of the record already. Bytes that come back after others count as well."""
    accepted = document.accepted_snapshot
    return accepted is not None and accepted.sha256 == snapshot.sha256


def _accept_page(document: Document, snapshot: Snapshot, rows: int) -> None:
    """A page that was understood becomes the document's state; for an index, `rows` are the notices it announces."""
    snapshot.verdict, snapshot.rows, snapshot.accepted = Verdict.ACCEPTED, rows, rows
    snapshot.save(update_fields=["verdict", "rows", "accepted"])
    document.accepted_snapshot = snapshot
    document.save(update_fields=["accepted_snapshot"])


def _fetch_page(notice: Document, *, fresh: bool) -> Reply:
    """A conditional request, unless the last full one is long ago or has been found to be needed."""
    last = notice.full_fetch_at
    if fresh or last is None or timezone.now() - last > FULL_FETCH_AFTER:
        return fetch(notice.url, accept="text/html")
    return fetch(notice.url, accept="text/html", etag=notice.etag, last_modified=notice.last_modified)


def read_list(document: Document) -> Finding:
    """Fetch one list and take it as far as it goes: unchanged, recorded, held or refused."""
    referer = document.parent.url if document.parent else ""
    reply = fetch(document.url, referer=referer)
    snapshot = archive.sight(document, reply, reply.fetched_at)
    register = REGISTERS[document.series]
    accepted = document.accepted_snapshot
    if accepted is not None and accepted.reader_version != register.reader_version:
        doubt = _reread(document, accepted, reply.fetched_at)
        if doubt is not None:
            return doubt
    if _is_accepted(document, snapshot):
        return _unchanged(document, snapshot, reply.fetched_at)
    if snapshot.verdict == Verdict.DROPPED:
        return Finding.of_snapshot(Outcome.UNCHANGED, snapshot, "the same bytes that a person dropped")
    if (kind := media_type(reply.body)) == "html":
        Snapshot.objects.filter(pk=snapshot.pk).update(verdict=Verdict.REFUSED)
        if is_protection_page(reply.body):
            raise Blocked("a protection page came instead of the file")
        message = "a web page came instead of the file: its address no longer leads to it"
        return Finding(Outcome.FAILED, message, snapshot=snapshot, is_stale_address=True)
    if kind == "empty":
        raise LayoutChanged("an empty answer came instead of the file")
    return _judge(document, snapshot, reply)


def _judge(document: Document, snapshot: Snapshot, reply: Reply) -> Finding:
    """Read new bytes, doubt them, compare them, and record or hold what they change."""
    register = REGISTERS[document.series]
    now = reply.fetched_at
    with _refusing(snapshot):
        read = register.read(reply.body)
    snapshot.reader_version = register.reader_version
    try:
        check_list(register, document, read, document.accepted_snapshot)
    except Suspicious as error:
        keep_ledger(snapshot, read, Verdict.REFUSED)
        return Finding.of_list(Outcome.SUSPICIOUS, snapshot, read, str(error))
    difference = compare_list(document, read.entries)
    cause = Cause.BASELINE if document.is_baseline and document.accepted_snapshot_id is None else Cause.REGULATOR
    if reason := reason_to_hold(document, read, difference):
        held = hold(document, snapshot, read, difference, cause, reason, now)
        return Finding.of_list(Outcome.HELD, snapshot, read, reason, held=held.event_count)
    change_set = record(document, snapshot, read, difference, cause, now)
    if difference.missing:
        return _about_missing(document, snapshot, read, now, change_set.event_count if change_set else 0)
    if change_set is None:
        return Finding.of_list(Outcome.UNCHANGED, snapshot, read, _repetitions(read) or "other bytes, the same rows")
    return Finding.of_list(Outcome.RECORDED, snapshot, read, _repetitions(read), events=change_set.event_count)


def _repetitions(read: ReadList) -> str:
    repeated = sum(rejection.is_repetition for rejection in read.rejections)
    return f"{repeated} of {read.rows} rows repeat an earlier one; one of each was kept" if repeated else ""


def _about_missing(document: Document, snapshot: Snapshot, read: ReadList, now: dt.datetime, events: int) -> Finding:
    """Rows are missing: those that were missing before as well are put to a person, the others get a second look."""
    outcome = Outcome.RECORDED if events else Outcome.UNCHANGED
    message = "rows are missing that were there before; a second good poll decides whether a person is asked"
    earlier = document.filings.filter(missing_since__lt=now).exists()
    if earlier and (held := propose_disappearances(document, now)):
        return Finding.of_list(Outcome.HELD, snapshot, read, held.reason, events=events, held=held.event_count)
    return Finding.of_list(outcome, snapshot, read, message, events=events)


def _unchanged(document: Document, snapshot: Snapshot, now: dt.datetime) -> Finding:
    """The bytes are known: nothing is parsed. Rows that were missing already are now missing for the second time."""
    accepted = document.accepted_snapshot
    assert accepted is not None, "only accepted bytes are unchanged"
    if accepted.pk != snapshot.pk:
        accept_again(document, accepted, snapshot)
    if held := propose_disappearances(document, now):
        return Finding.of_snapshot(Outcome.HELD, snapshot, held.reason, held=held.event_count)
    return Finding.of_snapshot(Outcome.UNCHANGED, snapshot)


def _reread(document: Document, accepted: Snapshot, now: dt.datetime) -> Finding | None:
    """A changed reader reads the accepted bytes again: what it finds otherwise is our doing and waits for a person."""
    register = REGISTERS[document.series]
    read = register.read(archive.read_bytes(accepted.sha256))
    difference = compare_list(document, read.entries)
    if not difference.event_count and not difference.missing:
        accepted.reader_version = register.reader_version
        keep_ledger(accepted, read, Verdict.ACCEPTED)
        return None
    reason = f"the reader changed from {accepted.reader_version} to {register.reader_version} and reads the same bytes otherwise"
    held = hold(document, accepted, read, difference, Cause.READER, reason, now)
    return Finding.of_list(Outcome.HELD, accepted, read, reason, held=held.event_count)
