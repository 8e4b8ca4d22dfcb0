"""What the regulator states beside its lists: how many services were filed and registered. The one writer of it."""

from __future__ import annotations

from filings.models import Document, Outcome, Snapshot, StatedTotals
from filings.sources.base import LayoutChanged
from filings.sources.notice import read_notice
from filings.sources.period_notice import PeriodCounts, read

from . import archive
from .fetch import Reply
from .finding import Finding, refusing
from .pages import NOT_MODIFIED, accept_page, fetch_page, is_accepted, note_fetch


def read_totals(document: Document, *, fresh: bool) -> Finding:
    """A notice that counts in prose. `fresh` asks for it unconditionally."""
    reply = fetch_page(document, fresh=fresh)
    if reply.not_modified:
        return Finding(Outcome.UNCHANGED, NOT_MODIFIED, snapshot=document.accepted_snapshot)
    snapshot = archive.sight(document, reply, reply.fetched_at)
    if is_accepted(document, snapshot):
        note_fetch(document, reply)
        return Finding(Outcome.UNCHANGED, snapshot=snapshot)
    is_changed = _store(document, _counts(snapshot, reply))
    accept_page(document, snapshot, 0)
    note_fetch(document, reply)
    return Finding(Outcome.RECORDED if is_changed else Outcome.UNCHANGED, snapshot=snapshot)


def _counts(snapshot: Snapshot, reply: Reply) -> PeriodCounts:
    with refusing(snapshot):
        page = read_notice(reply.body, reply.url, reply.headers.get("content-type", ""))
        counts = read(page.text)
        if counts.filed_total is None and counts.registered_total is None and counts.on_device is None:
            raise LayoutChanged("expected totals of filed and registered services, found none")
    return counts


def _store(document: Document, counts: PeriodCounts) -> bool:
    values = {name: getattr(counts, name) for name in PeriodCounts.__slots__}
    totals, is_new = StatedTotals.objects.get_or_create(document=document, defaults=values)
    if is_new or all(getattr(totals, name) == value for name, value in values.items()):
        return is_new
    StatedTotals.objects.filter(pk=totals.pk).update(**values)
    return True
