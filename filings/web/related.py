"""What stands beside a product: others of its company, of its partners, and rows of others that name it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Max, Q, QuerySet

from filings.models import Document, DocumentKind, Filing, Product, Series, Version
from filings.text import name_key
from filings.web.names import has_han

from .dates import batch_text
from .life import ReadLists
from .memory import remembered

SHOWN = 8
# A shorter name would be found inside other words.
SHORTEST_HAN, SHORTEST_LATIN = 2, 4


def of_same_owner(product: Product) -> QuerySet[Product]:
    """Other products of its group, or of its organization where it has no group."""
    owner = Q(group=product.group_id) if product.group_id else Q(organization=product.organization_id)
    found = Product.objects.filter(owner, merged_into=None).exclude(pk=product.pk)
    return found.order_by(F("listed_on").desc(nulls_last=True), "name")[:SHOWN]


def rows_that_name(product: Product) -> list[Filing]:
    """Filings of others in whose remark the regulator names it, as when they were built upon it."""
    names = [name for name in (product.name, *product.aliases.splitlines()) if _is_telling(name)]
    if not names:
        return []
    return remembered(f"remarks {product.pk} {'|'.join(names)}", lambda: _remarks_with(names, product))


def _remarks_with(names: Sequence[str], product: Product) -> list[Filing]:
    """The few rows that carry a remark have an index of their own."""
    named = Q()
    for name in names:
        named |= Q(remark__contains=name)
    versions = Version.objects.filter(named, remark__gt="").values("pk")
    found = Filing.objects.filter(current__in=versions).exclude(products=product).defer("search_text")
    return list(found.select_related("organization", "current").order_by("-published_on", "number")[: SHOWN * 2])


def _is_telling(name: str) -> bool:
    return len(name_key(name)) >= (SHORTEST_HAN if has_han(name) else SHORTEST_LATIN)


def read_lists() -> ReadLists:
    """The newest batch that was read of each series, in words, for lanes that stay empty."""
    newest = dict(
        Document.objects.filter(kind=DocumentKind.LIST)
        .order_by()
        .values_list("series")
        .annotate(newest=Max("batch"))
        .values_list("series", "newest")
    )
    words = {True: [], False: []}  # type: dict[bool, list[str]]
    for series in Series:
        if series in newest:
            batch = newest[series]
            text = f"{series.label} ({batch_text(batch)})" if batch else str(series.label)
            words[series.is_provincial].append(text)
    return ReadLists(provincial=", ".join(words[True]), national=", ".join(words[False]))
