"""Articles: from a feed's item or a page to a text, and from the text to claims. The one writer of articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from filings.models import Article, Dated, Document, Outcome, Outlet, Snapshot, Verdict
from filings.sources import article as pages
from filings.sources.article import ArticlePage, language_of
from filings.sources.base import SHANGHAI, Blocked
from filings.sources.likeness import sketch
from filings.sources.moments import Moment

from . import archive
from .claims import write_claims
from .feeds import KeptItem, is_believable, kept_item
from .fetch import BadStatus, Disallowed, Reply, fetch
from .finding import Finding, refusing
from .outlets import cited_in, host_of, outlet_of
from .record import accept
from .settle import settle
from .syndication import original_of

# Answers that mean "not for you", not "not now".
CLOSED = (401, 402, 403, 410, 451)


@dataclass(frozen=True)
class Draft:
    """An article as read, before it is recorded. `url` is the address that it calls its own."""

    title: str
    text: str
    outlet: Outlet
    url: str = ""
    language: str = ""
    moment: Moment | None = None
    dated: Dated = Dated.SEEN
    is_teaser: bool = False
    added_by: int | None = None


def read_article(document: Document) -> Finding:
    """Read an article: from its feed where that holds the whole text, else from its page."""
    kept = kept_item(document)
    if kept and kept.item.text and _speaks_for_itself(kept):
        return record_article(
            document, kept.snapshot, _draft_of_item(kept, is_teaser=False), kept.snapshot.last_seen_at
        )
    try:
        return _read_page(document, kept)
    except (Blocked, Disallowed, BadStatus) as error:
        if not kept or (isinstance(error, BadStatus) and error.status not in CLOSED):
            raise
        return _read_summary(document, kept, str(error))


def _speaks_for_itself(kept: KeptItem) -> bool:
    """A feed's text is the word of the feed's own outlet, not of whoever it says that it quotes."""
    return not kept.item.url or outlet_of(kept.item.url) == outlet_of(kept.feed_url)


def _read_page(document: Document, kept: KeptItem | None) -> Finding:
    reply = fetch(document.url, accept="text/html")
    snapshot = archive.sight(document, reply, reply.fetched_at)
    with refusing(snapshot):
        page = pages.read(reply.body, reply.url, reply.headers.get("content-type", ""))
    return record_article(document, snapshot, _draft_of_page(page, reply, kept), reply.fetched_at)


def _draft_of_page(page: ArticlePage, reply: Reply, kept: KeptItem | None) -> Draft:
    moment, dated = _dated(page.published, kept.item.published if kept else None, reply.fetched_at)
    title = page.title or (kept.item.title if kept else "")
    outlet = outlet_of(reply.url)
    return Draft(title, page.text, outlet, page.url, page.language, moment, dated, page.is_teaser)


def _read_summary(document: Document, kept: KeptItem, why: str) -> Finding:
    """What the feed says is all we get: a teaser, and no way around."""
    finding = record_article(document, kept.snapshot, _draft_of_item(kept, is_teaser=True), kept.snapshot.last_seen_at)
    message = f"{why}; only what the feed says was read, and an editor can add the text"
    return Finding(
        Outcome.BLOCKED, message, finding.rows, finding.accepted, 0, finding.events, finding.held, kept.snapshot
    )


def _draft_of_item(kept: KeptItem, *, is_teaser: bool) -> Draft:
    item = kept.item
    moment, dated = _dated(None, item.published, kept.snapshot.first_seen_at)
    text = item.text or item.summary
    outlet = outlet_of(kept.feed_url if item.text or not item.url else item.url)
    return Draft(item.title, text, outlet, item.url, language_of(text), moment, dated, is_teaser)


def _dated(of_page: Moment | None, of_feed: Moment | None, now: dt.datetime) -> tuple[Moment | None, Dated]:
    """The day that the page states, else the feed's; days that can't be are as good as none."""
    for moment, dated in ((of_page, Dated.PAGE), (of_feed, Dated.FEED)):
        if moment and is_believable(moment, now):
            return moment, dated
    return None, Dated.SEEN


def record_article(document: Document, snapshot: Snapshot, draft: Draft, now: dt.datetime) -> Finding:
    """Record an article with its claims, then see what they change. `now` is when its text was first seen."""
    with transaction.atomic():
        if snapshot.pk != document.accepted_snapshot_id:
            accept(document, snapshot)
        article = _write(document, draft, now)
        claims = write_claims(article, now)
        Snapshot.objects.filter(pk=snapshot.pk).update(
            verdict=Verdict.ACCEPTED, rows=len(claims), accepted=len(claims), rejected=0
        )
    events, held = settle(claims, now)
    outcome = Outcome.HELD if held else Outcome.RECORDED if events else Outcome.UNCHANGED
    message = f"{len(claims)} claims" if claims else "says nothing of a status"
    return Finding(outcome, message, len(claims), len(claims), 0, events, held, snapshot)


def _write(document: Document, draft: Draft, now: dt.datetime) -> Article:
    day = draft.moment or Moment(now.astimezone(SHANGHAI).date())
    numbers = sketch(draft.text)
    known = Article.objects.filter(document=document).first()
    values = {
        "outlet": draft.outlet,
        "title": draft.title,
        "language": draft.language,
        "published_on": day.on,
        "precision": day.precision,
        "published_at": day.at,
        "dated": draft.dated,
        "url": draft.url,
        "text": draft.text,
        "is_teaser": draft.is_teaser,
        "sketch": numbers,
        "cites": _cites(draft),
    }
    if known is None:
        values |= {"added_by_id": draft.added_by, "seen_at": now}
        values["original"] = original_of(document, draft.url, numbers, day.on)
    article, _ = Article.objects.update_or_create(document=document, defaults=values)
    Document.objects.filter(pk=document.pk).update(published_on=day.on)
    return article


def _cites(draft: Draft) -> str:
    """A page that calls an address of another host its own tells that one's story."""
    own = host_of(draft.url) if draft.url else ""
    if own and own != draft.outlet.host and not own.endswith(f".{draft.outlet.host}"):
        return own
    return cited_in(f"{draft.title}\n{draft.text}", draft.outlet)
