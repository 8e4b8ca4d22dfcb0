"""What joining two products or organizations would touch, for a person to see before saying yes. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from filings.models import DeliveryLine, Event, Filing, Organization, Product, Subscription

from .moving import rows_of

SAMPLE = 10


@dataclass(frozen=True)
class Preview:
    """Counts by what they count, in words; a sample of the filings; and who follows which of the two."""

    filings: int
    sample: list[Filing]
    events: int
    rows: dict[str, int] = field(default_factory=dict)
    products_joined: list[str] = field(default_factory=list)
    followers: int = 0
    followers_of_survivor: int = 0
    messages_sent: int = 0


def preview_join(old: Product | Organization, new: Product | Organization) -> Preview:
    """What would move from the first to the second."""
    if isinstance(old, Product):
        column, filings = "product", Filing.objects.filter(product_links__product=old)
        events = Event.objects.filter(Q(filing__in=filings) | Q(product=old))
    else:
        column, filings = "organization", old.filings.all()
        events = Event.objects.filter(filing__in=filings)
    hanging = {str(model._meta.verbose_name_plural): len(pks) for (model, _), pks in rows_of(old).items() if pks}
    return Preview(
        filings.count(),
        list(filings.order_by("-published_on", "pk")[:SAMPLE]),
        events.count(),
        hanging,
        _namesakes(old, new),
        Subscription.objects.filter(**{column: old}).count(),
        Subscription.objects.filter(**{column: new}).count(),
        DeliveryLine.objects.filter(event__in=events).values("delivery").distinct().count(),
    )


def _namesakes(old: Product | Organization, new: Product | Organization) -> list[str]:
    """Products that both organizations have: they are joined as well."""
    if not (isinstance(old, Organization) and isinstance(new, Organization)):
        return []
    theirs = new.products.filter(merged_into=None).values("key")
    return list(old.products.filter(merged_into=None, key__in=theirs).order_by("name").values_list("name", flat=True))
