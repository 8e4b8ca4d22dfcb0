"""What a run over a news feed reads: the feed, the articles that it has led to, and what waits for company again."""

from __future__ import annotations

from functools import partial

from django.db.models import Q, QuerySet
from django.utils import timezone

from filings.models import Document, DocumentKind, Source

from .added import EDITORS
from .articles import read_article
from .feeds import feed_document, read_feed
from .run import Run
from .settle import settle_waiting

# A page that has failed so often is left alone; the sources page shows it.
TRIES = 6


def walk_feed(run: Run) -> None:
    """Read the feed, then every article that was not read yet or that the feed has changed."""
    run.index_is_good = run.source.key == EDITORS or _read_feed(run)
    for article in unread_articles(run.source):
        if run.is_over:
            break
        if run.is_due(article):
            run.attempt(article, partial(read_article, article))
    settle_waiting(timezone.now())


def _read_feed(run: Run) -> bool:
    document = feed_document(run.source)
    is_good = run.attempt(document, partial(read_feed, document, fresh=run.everything)).is_good
    if is_good:
        run.note_baseline()
    return is_good


def unread_articles(source: Source) -> QuerySet[Document]:
    """What failed before comes last."""
    articles = source.documents.filter(kind=DocumentKind.ARTICLE, failures__lt=TRIES)
    return articles.filter(Q(accepted_snapshot=None) | Q(next_poll_at=None)).order_by("failures", "id")
