"""Which products a filing names, and where that leaves each product. The one writer of both."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from filings.models import (
    Assignment,
    Event,
    EventKind,
    Filing,
    FilingProduct,
    FilingState,
    Product,
    Proof,
    Series,
    Status,
)

from .match import Match


def link_products(touched: Sequence[tuple[Filing, Match]]) -> None:
    """Link each filing to the products that its row names now; products it no longer names stay linked as past ones."""
    links: dict[int, dict[int, FilingProduct]] = defaultdict(dict)
    for link in FilingProduct.objects.filter(filing__in=[filing.pk for filing, _ in touched]):
        links[link.filing_id][link.product_id] = link
    given = _assignments([filing for filing, _ in touched])
    new, turned = [], []
    for filing, match in touched:
        wanted = {given.get((filing.pk, product.pk), product.pk) for product in match.products}
        new += [FilingProduct(filing=filing, product_id=pk) for pk in sorted(wanted - links[filing.pk].keys())]
        for product_id, link in links[filing.pk].items():
            if link.is_current != (product_id in wanted):
                link.is_current = not link.is_current
                turned.append(link)
    FilingProduct.objects.bulk_create(new)
    FilingProduct.objects.bulk_update(turned, ["is_current"], batch_size=200)


def _assignments(filings: Sequence[Filing]) -> dict[tuple[int, int], int]:
    """Where a person has given a filing to another product than its words lead to: by filing and that product."""
    rows = Assignment.objects.filter(filing__in=[filing.pk for filing in filings])
    columns = ("filing", "product", "product__merged_into", "to_product", "to_product__merged_into")
    return {
        (filing, merged or product): to_merged or to_product
        for filing, product, merged, to_product, to_merged in rows.values_list(*columns)
    }


def refresh_standing(filing_ids: Sequence[int]) -> None:
    """Work out anew the status and first publication of every product that these filings name or once named."""
    products = Product.objects.filter(filing_links__filing__in=filing_ids).distinct().in_bulk()
    links = FilingProduct.objects.filter(product__in=list(products)).select_related("filing")
    by_product: dict[int, list[FilingProduct]] = defaultdict(list)
    for link in links:
        by_product[link.product_id].append(link)
    stopped = _stopped() if products else {}
    changed: dict[tuple[Status, Proof, dt.date | None], list[int]] = defaultdict(list)
    for pk, product in products.items():
        days = [link.filing.published_on for link in by_product[pk] if link.filing.published_on]
        standing = (*_standing(pk, by_product[pk], stopped), min(days, default=None))
        if standing != (product.status, product.proof, product.listed_on):
            changed[standing].append(pk)
    # Most products of a list end up alike, so that a handful of statements does for all of them.
    for (status, proof, listed_on), pks in changed.items():
        Product.objects.filter(pk__in=pks).update(status=status, proof=proof, listed_on=listed_on)


# The strongest standing that one row gives: an own number beats a registration, and both what a province says.
STRENGTH = (Status.FILED, Status.REGISTERED, Status.PROVINCIALLY_LISTED)


# An authority's order to stop holds until it is taken back, or until it is stated that the product is offered again.
ORDERS = (Status.SUSPENDED, Status.LAUNCHED)
Subject = tuple[int | None, int | None]


def _stopped() -> dict[Subject, Proof]:
    """What an authority has ordered to stop: (product, filing), one of them None. Few ever are, so all are read."""
    words = Event.objects.filter(kind=EventKind.STATED, status__in=ORDERS, withdrawal=None)
    newest: dict[Subject, tuple[str, int]] = {}
    for product, filing, status, proof in words.order_by("timeline_on", "id").values_list(
        "product", "filing", "status", "proof"
    ):
        newest[product, filing] = status, proof
    return {subject: Proof(proof) for subject, (status, proof) in newest.items() if status == Status.SUSPENDED}


def _standing(product: int, links: Sequence[FilingProduct], stopped: Mapping[Subject, Proof]) -> tuple[Status, Proof]:
    """Filed as long as one row names it; a product that was written out of its rows is amended, not cancelled.

    An order to stop counts while a list has the product: what was cancelled needs none.
    """
    current = [link.filing for link in links if link.is_current]
    if not current:
        return Status.AMENDED, max(proof_of(link.filing.series) for link in links)
    if in_lists := [filing for filing in current if filing.state == FilingState.LISTED]:
        orders = [stopped[None, filing.pk] for filing in in_lists if (None, filing.pk) in stopped]
        if (product, None) in stopped:
            return Status.SUSPENDED, stopped[product, None]
        if len(orders) == len(in_lists):
            return Status.SUSPENDED, max(orders)
        listed = [filing.series for filing in in_lists if (None, filing.pk) not in stopped]
        status = min((listed_status(series) for series in listed), key=STRENGTH.index)
        return status, max(proof_of(series) for series in listed)
    is_cancelled = any(filing.state == FilingState.CANCELLED for filing in current)
    return Status.CANCELLED if is_cancelled else Status.UNLISTED, max(proof_of(filing.series) for filing in current)


def listed_status(series: str) -> Status:
    """What it means for a product to stand in a list of this series."""
    if Series(series).is_provincial:
        return Status.PROVINCIALLY_LISTED
    return Status.REGISTERED if series == Series.GENAI_REGISTRATION else Status.FILED


def proof_of(series: str) -> Proof:
    """How strong a proof an entry of this series is."""
    return Proof.PROVINCIAL if Series(series).is_provincial else Proof.NATIONAL


# How far along a product is. What is said later counts unless it leads back, as an announcement after a hand-in would.
RUNG = {
    Status.NOT_FOUND: -1,
    Status.ANNOUNCED: 0,
    Status.SUBMITTED: 1,
    Status.UNDER_REVIEW: 2,
    Status.DELAYED: 2,
    Status.REPORTED_APPROVED: 3,
    Status.REPORTED_REJECTED: 3,
    Status.LAUNCHED: 4,
    Status.SUSPENDED: 4,
    Status.WITHDRAWN: 4,
}
# What is told of a product, by the press or by an editor with evidence.
TOLD = (EventKind.REPORTED, EventKind.STATED, EventKind.DENIED)
# After these a product may begin anew.
ENDS = (Status.REPORTED_REJECTED, Status.WITHDRAWN)


def refresh_told(event: Event) -> None:
    """Work out anew where an event leaves its subject that somebody told us, or that was taken back."""
    if event.product is None:
        refresh_standing([event.filing_id] if event.filing_id else [])
    elif first := event.product.filing_links.values_list("filing", flat=True).first():
        refresh_standing([first])
    else:
        refresh_claimed(event.product)


def refresh_claimed(product: Product) -> None:
    """Work out anew where the press leaves a product that no list has shown. A list's word is stronger."""
    if not product.filing_links.exists():
        product.status, product.proof = claimed_standing(_told_of(product))
        product.save(update_fields=["status", "proof"])


def standing_with(product: Product, event: Event) -> Status:
    """Where one more report would leave the product."""
    if product.filing_links.exists():
        return Status(product.status)
    told = sorted([*_told_of(product), event], key=lambda one: one.timeline_on)
    return claimed_standing(told)[0]


def _told_of(product: Product) -> list[Event]:
    told = Event.objects.filter(product=product, kind__in=TOLD, withdrawal=None)
    return list(told.order_by("timeline_on", "id"))


def claimed_standing(told: Sequence[Event]) -> tuple[Status, Proof]:
    """Where reports leave a product, oldest first; one that was denied later, on no weaker proof, does not count."""
    standing = (Status.NOT_FOUND, Proof.PRESS)
    for place, event in enumerate(told):
        if event.kind == EventKind.DENIED or _is_denied(event, told[place + 1 :]):
            continue
        status = Status(event.status)
        if RUNG[status] >= RUNG[standing[0]] or standing[0] in ENDS:
            standing = (status, Proof(event.proof))
    return standing


def _is_denied(event: Event, later: Sequence[Event]) -> bool:
    return any(
        other.kind == EventKind.DENIED and other.status == event.status and other.proof >= event.proof
        for other in later
    )
