"""Which articles are copies: those with the same address as their own, or with nearly the same text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from filings.models import Article, Document
from filings.sources.likeness import is_same

# Copies come within days; a text that is taken up again later is news about itself.
DAYS = 7


def original_of(document: Document, url: str, sketch: Sequence[int], published_on: dt.date) -> Article | None:
    """The earliest article around that day which shares the address that this one calls its own, or nearly its text."""
    mine = _addresses(url, document.url)
    around = Article.objects.around(published_on, DAYS).filter(original=None).select_related("document")
    for article in around.order_by("published_on", "id").defer("text"):
        if mine & _addresses(article.url, article.document.url) or is_same(article.sketch, sketch):
            return article
    return None


def _addresses(*urls: str) -> set[str]:
    """Without scheme, www and a slash at the end."""
    return {url.partition("://")[2].removeprefix("www.").rstrip("/") for url in urls if url}
