"""One article: what was read in it, what was understood, and what became of that."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from filings.models import Article, ClaimState
from filings.passages import around


def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the passages that say something are shown: the text belongs to its publisher."""
    found = get_object_or_404(
        Article.objects.select_related("outlet__group", "original__outlet", "document__accepted_snapshot"), pk=pk
    )
    claims = list(
        found.claims.exclude(state=ClaimState.REJECTED)
        .select_related("product", "group", "organization", "event", "confirmed_by", "article")
        .order_by("start")
    )
    context = {
        "article": found,
        "claims": claims,
        "passages": around(found.whole, claims),
        "copies": list(found.copies.select_related("outlet")[:20]),
    }
    return render(request, "articles/article.html", context)
