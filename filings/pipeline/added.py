"""Articles that an editor adds: by address, or with the text itself where only subscribers can read it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from filings.models import Dated, Document, DocumentKind, Site, Source, SourceKind
from filings.sources.article import language_of
from filings.sources.markup import clean
from filings.sources.moments import Moment

from . import archive
from .articles import Draft, record_article
from .documents import LABEL_LENGTH, article_key
from .fetch import Reply
from .finding import Finding
from .outlets import outlet_of

# The source of this key has no feed: editors are where its articles come from.
EDITORS = "editors"


def editors_source() -> Source:
    """The source on which added articles hang. The clock leaves it alone; adding an article polls it."""
    values = {
        "name": "Articles added by editors",
        "kind": SourceKind.FEED,
        "site": Site.OTHER,
        "path": "about:editors",
        "is_enabled": False,
        "baseline_at": timezone.now(),
    }
    return Source.objects.get_or_create(key=EDITORS, defaults=values)[0]


def add_address(url: str, now: dt.datetime) -> Document:
    """Remember the address of an article, to be read as if a feed had led to it; one that is known is read again."""
    document = _document(url, url, now)
    Document.objects.filter(pk=document.pk).update(next_poll_at=None, failures=0)
    return document


def add_text(url: str, title: str, text: str, published_on: dt.date, person: int, now: dt.datetime) -> Finding:
    """Record an article whose text a person has copied; the address says whose it is."""
    lines = "\n".join(filter(None, map(clean, text.splitlines())))
    document = _document(url, clean(title), now)
    body = f"{clean(title)}\n\n{lines}\n".encode()
    snapshot = archive.sight(document, Reply(url, 200, {}, body, False, now, 0.0), now)
    draft = Draft(
        title=clean(title),
        text=lines,
        outlet=outlet_of(url),
        language=language_of(lines),
        moment=Moment(published_on),
        dated=Dated.EDITOR,
        added_by=person,
    )
    return record_article(document, snapshot, draft, now)


def _document(url: str, label: str, now: dt.datetime) -> Document:
    """The document of an article, which a feed may have found before."""
    key = article_key(url)
    known = Document.objects.filter(kind=DocumentKind.ARTICLE, key=key).first()
    values = {"kind": DocumentKind.ARTICLE, "label": label[:LABEL_LENGTH], "url": url, "found_at": now}
    return known or Document.objects.get_or_create(source=editors_source(), key=key, defaults=values)[0]
