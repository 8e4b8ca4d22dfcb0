"""Ties claims to the list entries that later came: what was said, what came true, and how many days lie between.

The one writer of what confirms a claim.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce

from filings.models import Claim, ClaimState, ClaimStatus, Filing, Product

# What an entry in a list shows to have been true, or on the way.
FORETELLS = (
    ClaimStatus.ANNOUNCED,
    ClaimStatus.SUBMITTED,
    ClaimStatus.UNDER_REVIEW,
    ClaimStatus.DELAYED,
    ClaimStatus.APPROVED,
    ClaimStatus.REGISTERED,
)
BECAUSE = "A list has it now: {}."


def confirmation(product: Product, status: str, day: dt.date) -> Filing | None:
    """The first entry of the product in a list from this day on, by its day of filing, else of publication."""
    if status not in FORETELLS:
        return None
    filings = Filing.objects.filter(products=product).annotate(day=Coalesce("filed_on", "published_on"))
    return filings.filter(day__gte=day).order_by("day", "id").first()


def listed_before(product: Product, day: dt.date) -> Filing | None:
    """The newest entry that was public by this day, if any."""
    public = Filing.objects.filter(products=product, published_on__lte=day)
    return public.order_by(F("published_on").desc(nulls_last=True), "-id").first()


def confirm_claims(products: Iterable[Product], now: dt.datetime) -> int:
    """Tie the open claims about these products to what the lists now have. Returns how many were tied."""
    ids = {product.pk for product in products}
    open_claims = Claim.objects.filter(product__in=ids, confirmed_by=None, status__in=FORETELLS, denies=False)
    tied = 0
    for claim in open_claims.exclude(state=ClaimState.REJECTED).select_related("article", "product"):
        assert claim.product is not None, "claims were chosen by their products"
        filing = confirmation(claim.product, claim.status, claim.article.published_on)
        if filing is not None:
            tied += Claim.objects.filter(pk=claim.pk, confirmed_by=None).update(confirmed_by=filing)
            overtaken = {"state": ClaimState.OVERTAKEN, "because": BECAUSE.format(filing.number), "settled_at": now}
            Claim.objects.pending().filter(pk=claim.pk).update(**overtaken)
    return tied
