"""Every question that a page asks of the record, by name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from filings.models import (
    ChangeSet,
    Document,
    DocumentKind,
    Event,
    EventKind,
    Evidence,
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

from .memory import remembered

# Stands in an address for a list whose label names no month.
NO_BATCH = "-"
# An article that can't be had is shown among the sources for so long.
ARTICLES_SHOWN = dt.timedelta(days=7)
GOOD = [outcome for outcome in Outcome if outcome.is_good]


@dataclass(frozen=True)
class Standing:
    """What stands in one series. Series are never added up."""

    series: Series
    filings: int
    cancelled: int
    lists: int
    newest: Document | None
    newest_filings: int
    batches: list[str]


@dataclass(frozen=True)
class ListCount:
    """How many filings one list has made."""

    document: int
    series: str
    filings: int
    cancelled: int


def list_counts() -> list[ListCount]:
    """Every list that has made filings."""
    return remembered("list_counts", _list_counts)


def _list_counts() -> list[ListCount]:
    rows = Filing.objects.order_by().values_list("document", "series")
    counted = rows.annotate(filings=Count("pk"), cancelled=Count("pk", filter=Q(state=FilingState.CANCELLED)))
    return [ListCount(key, series, n, gone) for key, series, n, gone in counted]


def touched_per_list() -> dict[int, int]:
    """How many published rows of each list were rewritten or marked later."""
    return remembered("touched_per_list", _touched_per_list)


def _touched_per_list() -> dict[int, int]:
    later = Event.objects.exclude(filing=None).exclude(kind=EventKind.LISTED).order_by()
    return dict(later.values_list("filing__document").annotate(filings=Count("filing", distinct=True)))


def standings() -> list[Standing]:
    """The series that hold filings, in their usual order."""
    counts = list_counts()
    documents = lists_by_key(counts)
    by_series: dict[str, list[tuple[Document, ListCount]]] = defaultdict(list)
    for count in counts:
        by_series[count.series].append((documents[count.document], count))
    return [_standing(series, by_series[series]) for series in Series if series in by_series]


def _standing(series: Series, lists: list[tuple[Document, ListCount]]) -> Standing:
    newest, newest_count = max(lists, key=lambda one: (one[0].batch, one[0].published_on or dt.date.min))
    return Standing(
        series=series,
        filings=sum(count.filings for _, count in lists),
        cancelled=sum(count.cancelled for _, count in lists),
        lists=len(lists),
        newest=newest,
        newest_filings=newest_count.filings,
        batches=[document.batch for document, _ in lists],
    )


def lists_by_key(counts: Iterable[ListCount]) -> dict[int, Document]:
    documents = Document.objects.select_related("accepted_snapshot")
    light = documents.defer("accepted_snapshot__headers", "accepted_snapshot__rejections")
    return light.in_bulk([count.document for count in counts])


def lists_of_batch(series: str, batch: str) -> list[Document]:
    """The lists of a series and month that have made filings: one or, should there ever be two, both."""
    lists = Document.objects.lists().filter(series=series, batch=batch)
    with_filings = lists.filter(Exists(Filing.objects.filter(document=OuterRef("pk"))))
    return list(with_filings.select_related("parent", "accepted_snapshot").order_by("label"))


def lists_at(address: str) -> list[Document]:
    """The same by the words in the address of their page, such as deep_synthesis/2023-08."""
    series, _slash, batch = address.partition("/")
    return lists_of_batch(series, "" if batch == NO_BATCH else batch)


def last_good_check() -> dt.datetime | None:
    """When a source last answered well."""
    newest: dt.datetime | None = Source.objects.aggregate(newest=Max("last_good_at"))["newest"]
    return newest


# Of an article a timeline shows the quote, which stands in the event.
_WHOLE_TEXTS = ("change_set__document__article__text", "change_set__document__article__sketch")


def with_evidence(events: QuerySet[Event]) -> QuerySet[Event]:
    """Events with all that an entry of a timeline shows."""
    proofs = Evidence.objects.select_related("document", "snapshot")
    return (
        events.select_related(
            "filing__organization",
            "product",
            "change_set__document__parent",
            "change_set__document__source",
            "change_set__document__article__outlet",
            "snapshot",
            "version__first_snapshot",
            "version__last_snapshot",
            "withdrawal",
        )
        .defer(*_WHOLE_TEXTS)
        .prefetch_related(Prefetch("confirmations", queryset=proofs))
    )


def timeline_of_product(product: Product, filings: Iterable[Filing]) -> QuerySet[Event]:
    """What happened to the filings that name it, or once did, and what was said of it."""
    return with_evidence(Event.objects.filter(Q(filing__in=list(filings)) | Q(product=product))).order_by(
        "-timeline_on", "-id"
    )


def timeline_of_organization(organization: Organization, limit: int) -> list[Event]:
    """The newest of what happened to its filings, and of what was said of its products."""
    # Apart, so that an index answers each of the two.
    own = (Q(filing__organization=organization), Q(product__organization=organization))
    rows = Event.objects.order_by("-timeline_on", "-pk").values_list("timeline_on", "pk")
    newest = [row for about in own for row in rows.filter(about)[:limit]]
    keys = [pk for _, pk in sorted(newest, reverse=True)[:limit]]
    return list(with_evidence(Event.objects.filter(pk__in=keys)).order_by("-timeline_on", "-pk"))


def timeline_of_filing(filing: Filing) -> QuerySet[Event]:
    return with_evidence(Event.objects.filter(filing=filing)).order_by("-timeline_on", "-id")


def product_links(product: Product) -> QuerySet[FilingProduct]:
    """The filings that name a product, or once did."""
    return (
        FilingProduct.objects.filter(product=product)
        .select_related("filing__organization", "filing__document", "filing__current")
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


def later_edits(documents: Iterable[Document], limit: int) -> tuple[list[Event], int]:
    """What was rewritten or marked in a batch after it was listed: the newest, and how many there are."""
    edits = Event.objects.filter(filing__document__in=documents).exclude(kind=EventKind.LISTED)
    # All without an order: to look for the newest, a database would go through those of all lists.
    known = sorted(edits.order_by().values_list("timeline_on", "pk"), reverse=True)
    newest = Event.objects.filter(pk__in=[pk for _, pk in known[:limit]])
    newest = newest.select_related("filing__organization", "version").order_by("-timeline_on", "-pk")
    return list(newest), len(known)


def sources_with_last_poll() -> QuerySet[Source]:
    """Each source with how its index last answered, and how many changes of its files wait for a person."""
    polls = Poll.objects.filter(source=OuterRef("pk")).exclude(outcome="")
    is_page = Q(document__key__in=["page", "table"])
    index = polls.filter(Q(document=None) | Q(document__kind=DocumentKind.INDEX) | is_page).order_by("-id")
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
