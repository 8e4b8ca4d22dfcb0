"""Every question that a page asks of the record, by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from filings.models import (
    ChangeSet,
    Document,
    DocumentKind,
    Event,
    EventKind,
    Filing,
    FilingProduct,
    FilingState,
    Organization,
    Outcome,
    Poll,
    Product,
    Series,
    Snapshot,
    Source,
    Verdict,
)
from filings.text import collapse, name_key, number_key, search_key, squeeze

# Stands in an address for a list whose label names no month.
NO_BATCH = "-"
LONGEST_QUERY = 200
# An article that can't be had is shown among the sources for so long.
ARTICLES_SHOWN = dt.timedelta(days=7)
GOOD = [outcome for outcome in Outcome if outcome.is_good]


@dataclass(frozen=True)
class Standing:
    """What stands in one series. Series are never added up."""

    series: Series
    filings: int
    cancelled: int
    newest: Document | None


def typed(text: str | None) -> str:
    """What a reader typed, on one line, in reasonable length, and without what PostgreSQL takes in no text."""
    return collapse((text or "").replace("\x00", ""))[:LONGEST_QUERY]


def standings() -> list[Standing]:
    """The series that hold filings, in their usual order."""
    counts = Filing.objects.values("series").annotate(
        filings=Count("id"), cancelled=Count("id", filter=Q(state=FilingState.CANCELLED))
    )
    newest = {document.series: document for document in batches().order_by("batch", "published_on")}
    by_series = {row["series"]: row for row in counts}
    return [
        Standing(series, by_series[series]["filings"], by_series[series]["cancelled"], newest.get(series))
        for series in Series
        if series in by_series
    ]


def batches() -> QuerySet[Document]:
    """The lists that have made filings, newest batch first, with how many filings each holds."""
    lists = Document.objects.lists().annotate(
        filing_count=Count("filings"),
        cancelled_count=Count("filings", filter=Q(filings__state=FilingState.CANCELLED)),
    )
    return lists.filter(filing_count__gt=0).select_related("accepted_snapshot").order_by("-batch", "label")


def edits_per_document() -> dict[int, int]:
    """How many published rows of each list were rewritten or marked later."""
    rows = (
        Event.objects.exclude(kind=EventKind.LISTED)
        .values("filing__document")
        .annotate(filings=Count("filing", distinct=True))
    )
    return {row["filing__document"]: row["filings"] for row in rows}


def last_good_check() -> dt.datetime | None:
    """When a source last answered well."""
    newest: dt.datetime | None = Source.objects.aggregate(newest=Max("last_good_at"))["newest"]
    return newest


def with_evidence(events: QuerySet[Event]) -> QuerySet[Event]:
    """Events with all that an entry of a timeline shows."""
    return events.select_related(
        "filing__organization",
        "change_set__document__parent",
        "snapshot",
        "version__first_snapshot",
        "version__last_snapshot",
    )


def timeline_of_product(product: Product) -> QuerySet[Event]:
    filings = FilingProduct.objects.filter(product=product).values("filing")
    return with_evidence(Event.objects.filter(filing__in=filings)).order_by("-timeline_on", "-id")


def timeline_of_organization(organization: Organization) -> QuerySet[Event]:
    return with_evidence(Event.objects.filter(filing__organization=organization)).order_by("-timeline_on", "-id")


def timeline_of_filing(filing: Filing) -> QuerySet[Event]:
    return with_evidence(Event.objects.filter(filing=filing)).order_by("-timeline_on", "-id")


def products_page(query: str = "", status: str = "") -> QuerySet[Product]:
    """Products, newest listed first."""
    found = Product.objects.select_related("organization")
    if status:
        found = found.filter(status=status)
    if query:
        found = found.filter(_product_matches(query))
    return found.order_by(F("listed_on").desc(nulls_last=True), "name")


def product_statuses() -> list[tuple[str, int]]:
    rows = Product.objects.order_by("status").values_list("status").annotate(products=Count("id"))
    return list(rows)


def organizations_page(query: str = "") -> QuerySet[Organization]:
    """Organizations with what they have filed, most filings first."""
    found = Organization.objects.annotate(
        filing_count=Count("filings", distinct=True), product_count=Count("products", distinct=True)
    )
    if query:
        found = found.filter(_organization_matches(query))
    return found.order_by("-filing_count", "name")


def product_links(product: Product) -> QuerySet[FilingProduct]:
    """The filings that name a product, or once did."""
    return (
        FilingProduct.objects.filter(product=product)
        .select_related("filing__organization", "filing__document")
        .order_by("-is_current", "-filing__published_on", "filing__number")
    )


def filings_of(organization: Organization) -> QuerySet[Filing]:
    return organization.filings.select_related("document").order_by("-published_on", "number")


def siblings(filing: Filing) -> QuerySet[Filing]:
    """Other filings under the same number: it can stand in two lists, or twice in one."""
    return Filing.objects.filter(number=filing.number).exclude(pk=filing.pk).select_related("document")


def accepted_snapshots(document: Document) -> QuerySet[Snapshot]:
    """The files that were read and counted, newest first. Those held or refused have no part in the record."""
    return document.snapshots.filter(verdict=Verdict.ACCEPTED).order_by("-id")


def rows_of(documents: Iterable[Document]) -> QuerySet[Filing]:
    """The filings of a batch in the order of their rows."""
    return (
        Filing.objects.filter(document__in=documents)
        .select_related("organization", "current")
        .order_by("document", F("current__row").asc(nulls_last=True), "number")
    )


def later_edits(documents: Iterable[Document]) -> QuerySet[Event]:
    """What was rewritten or marked in a batch after it was listed."""
    edits = Event.objects.filter(filing__document__in=documents).exclude(kind=EventKind.LISTED)
    return edits.select_related("filing__organization", "version").order_by("-timeline_on", "-id")


def sources_with_last_poll() -> QuerySet[Source]:
    """Each source with how its index last answered, and how many changes of its files wait for a person."""
    polls = Poll.objects.filter(source=OuterRef("pk")).exclude(outcome="")
    index = polls.filter(Q(document=None) | Q(document__kind=DocumentKind.INDEX)).order_by("-id")
    return Source.objects.annotate(
        last_outcome=Subquery(index.values("outcome")[:1]),
        last_message=Subquery(index.values("message")[:1]),
    )


def documents_with_last_poll() -> QuerySet[Document]:
    """Each document with how it last answered and when it last answered well; articles only while they fail."""
    is_failing = Q(failures__gt=0, accepted_snapshot=None, found_at__gt=timezone.now() - ARTICLES_SHOWN)
    polls = Poll.objects.filter(document=OuterRef("pk")).exclude(outcome="").order_by("-id")
    return (
        Document.objects.filter(~Q(kind=DocumentKind.ARTICLE) | is_failing)
        .annotate(
            last_outcome=Subquery(polls.values("outcome")[:1]),
            last_message=Subquery(polls.values("message")[:1]),
            last_poll_at=Subquery(polls.values("started_at")[:1]),
            last_good_at=Subquery(polls.filter(outcome__in=GOOD).values("started_at")[:1]),
            has_filings=Exists(Filing.objects.filter(document=OuterRef("pk"))),
        )
        .select_related("accepted_snapshot")
        .order_by("kind", "-published_on", "label")
    )


def held_by_source() -> dict[int, int]:
    """How many change sets wait for a person, per source."""
    rows = ChangeSet.objects.held().values("document__source").annotate(sets=Count("id"))
    return {row["document__source"]: row["sets"] for row in rows}


def _words_match(field: str, query: str) -> Q:
    """Every word somewhere in the field, or the query with its spaces taken out."""
    key = search_key(query)
    words = Q()
    for word in key.split():
        words &= Q(**{f"{field}__icontains": word})
    return words | Q(**{f"{field}__icontains": squeeze(key)})


def _product_matches(query: str) -> Q:
    plain = query.strip()
    return _words_match("search_text", query) | Q(name_en__icontains=plain) | Q(aliases__icontains=plain)


def _organization_matches(query: str) -> Q:
    plain = query.strip()
    return _words_match("search_text", query) | Q(name_en__icontains=plain) | Q(group__name__icontains=plain)


def _closest_first(query: str) -> Case:
    """The very name before names that begin with it, and these before the rest."""
    exact = Q(name__iexact=query) | Q(name_en__iexact=query) | Q(slug=name_key(query))
    begins = Q(name__istartswith=query) | Q(name_en__istartswith=query)
    return Case(When(exact, then=Value(0)), When(begins, then=Value(1)), default=Value(2), output_field=IntegerField())


def find_products(query: str) -> QuerySet[Product]:
    found = Product.objects.filter(_product_matches(query)).select_related("organization")
    return found.order_by(_closest_first(query), F("listed_on").asc(nulls_last=True), "name")


def find_organizations(query: str) -> QuerySet[Organization]:
    found = Organization.objects.filter(_organization_matches(query)).annotate(filing_count=Count("filings"))
    return found.order_by(_closest_first(query), "-filing_count", "name")


def find_filings(query: str) -> QuerySet[Filing]:
    """By name, entity, product or number; a number may be typed with spaces, a colon or in another case."""
    matches = _words_match("search_text", query)
    if sum(character.isdigit() for character in query) >= 6:
        matches |= Q(number__icontains=number_key(query))
    found = Filing.objects.filter(matches).select_related("organization", "document")
    exact = Case(When(number__iexact=number_key(query), then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(exact, "-published_on", "number", "copy")
