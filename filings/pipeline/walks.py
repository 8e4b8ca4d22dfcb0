"""Which documents a run reads in which order, for each kind of source: an index first, then what it leads to.

A walk notes whether the index was read well; that is what the health of a source is measured by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from django.db.models import Case, F, Max, QuerySet, Value, When
from django.db.models.functions import Coalesce

from filings.models import Document, DocumentKind, Outcome, SourceKind
from filings.sources.registers import REGISTERS

from .cancellations import read_cancellation
from .documents import filing_system_document, index_document, page_document, table_document
from .finding import Finding
from .lists import read_list, read_part
from .newswalk import walk_feed
from .pages import NOT_MODIFIED, read_filing_system, read_index_page, read_index_web_page, read_notice_page
from .run import Run
from .totals import read_totals

PARTS = [register.series for register in REGISTERS.values() if register.part_of]
# What the regulator says of its lists is read before the lists, which are checked against it.
TOTALS_FIRST = Case(When(kind=DocumentKind.TOTALS, then=Value(0)), default=Value(1))


def walk(run: Run) -> None:
    """Read a source."""
    WALKS[SourceKind(run.source.kind)](run)


def _channel(run: Run) -> None:
    """The notice channel leads to notices, and those to lists."""
    run.index_is_good = _channel_pages(run)
    if run.index_is_good:
        _read_found(run)


def _channel_pages(run: Run) -> bool:
    """Read the index until a page holds nothing new: to its end at first, and again in the rhythm of old files."""
    number, found_new = 1, True
    # A server that announces notices without end is not followed to the end.
    while not run.is_over:
        document = index_document(run.source, number)
        if number > 1 and not found_new and not run.is_due(document):
            return True
        finding = run.attempt(document, partial(read_index_page, document, number))
        if number == 1 and finding.outcome == Outcome.FAILED and run.source.page_path:
            return _channel_web_page(run)
        if not finding.is_good:
            return number > 1
        if finding.is_last_page:
            run.note_baseline()
            return True
        number, found_new = number + 1, finding.found_new
    return True


def _channel_web_page(run: Run) -> bool:
    document = index_document(run.source, 0)
    return run.attempt(document, partial(read_index_web_page, document)).is_good


def _filing_system(run: Run) -> None:
    """The filing system's list of notices leads straight to files."""
    document = filing_system_document(run.source)
    run.index_is_good = run.attempt(document, partial(read_filing_system, document)).is_good
    if run.index_is_good:
        run.note_baseline()
        _read_found(run)


def _page(run: Run) -> None:
    """One page that never moves, with lists attached."""
    page = page_document(run.source)
    if not run.is_due(page) and not any(map(run.is_due, _lists_of(page))):
        run.index_is_good = page.failures == 0
        return
    run.index_is_good = _read_notice(run, page)


def _table(run: Run) -> None:
    """One page that is a list itself."""
    page = table_document(run.source)
    if not run.is_due(page):
        run.index_is_good = page.failures == 0
        return
    run.index_is_good = run.attempt(page, partial(read_list, page)).is_good


WALKS: dict[SourceKind, Callable[[Run], None]] = {
    SourceKind.CHANNEL: _channel,
    SourceKind.FILING_SYSTEM: _filing_system,
    SourceKind.PAGE: _page,
    SourceKind.TABLE: _table,
    SourceKind.FEED: walk_feed,
}


def _read_found(run: Run) -> None:
    """Read what the index has led to and what is due, oldest first; where something failed before comes last."""
    for document in _found(run):
        if run.is_over:
            return
        READERS[DocumentKind(document.kind)](run, document)


def _found(run: Run) -> Iterator[Document]:
    found = run.source.documents.filter(kind__in=READERS).exclude(found_at=None)
    failures = Coalesce(Max("children__failures"), 0) + F("failures")
    ordered = found.annotate(all_failures=failures).order_by("all_failures", TOTALS_FIRST, "published_on", "id")
    for document in ordered:
        if run.is_due(document) or any(map(run.is_due, _lists_of(document))):
            yield document


def _read_notice(run: Run, notice: Document) -> bool:
    """Read a notice and those of its lists that are due; the notice knows their addresses of today."""
    finding = run.attempt(notice, partial(read_notice_page, notice, fresh=run.everything))
    if not finding.is_good:
        return False
    for document in filter(run.is_due, _lists_of(notice)):
        if run.is_over:
            break
        outcome = _read_list(run, document)
        if outcome.is_stale_address and finding.message == NOT_MODIFIED:
            _read_afresh(run, notice, document)
    return True


def _read_list(run: Run, document: Document) -> Finding:
    """Read a list and, from the same bytes, the lists of other series in its file."""
    finding = run.attempt(document, partial(read_list, document))
    if finding.is_good and finding.reply is not None:
        for part in _parts_of(document):
            run.attempt(part, partial(read_part, part, finding.reply))
    return finding


def _read_afresh(run: Run, notice: Document, document: Document) -> None:
    """The server called the page unmodified, but an address on it leads nowhere any more: it lied."""
    if run.attempt(notice, partial(read_notice_page, notice, fresh=True)).is_good:
        document.refresh_from_db()
        _read_list(run, document)


def _lists_of(notice: Document) -> QuerySet[Document]:
    lists: QuerySet[Document] = notice.children.filter(kind=DocumentKind.LIST).exclude(found_at=None)
    return lists.exclude(series__in=PARTS).order_by("failures", "batch", "id")


def _parts_of(document: Document) -> QuerySet[Document]:
    siblings = Document.objects.filter(source=document.source_id, parent=document.parent_id, label=document.label)
    return siblings.filter(series__in=PARTS).exclude(found_at=None).order_by("id")


def _attempt_totals(run: Run, document: Document) -> None:
    run.attempt(document, partial(read_totals, document, fresh=run.everything))


def _attempt_cancellation(run: Run, document: Document) -> None:
    run.attempt(document, partial(read_cancellation, document))


def _attempt_notice(run: Run, document: Document) -> None:
    _read_notice(run, document)


READERS: dict[DocumentKind, Callable[[Run, Document], None]] = {
    DocumentKind.NOTICE: _attempt_notice,
    DocumentKind.TOTALS: _attempt_totals,
    DocumentKind.CANCELLATION: _attempt_cancellation,
}
