"""What the press says of a product or an organization, newest first, with what became of each claim."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from filings.models import Claim, ClaimState, Organization, Product

LIMIT = 20


def coverage_of(thing: Product | Organization) -> QuerySet[Claim]:
    """The claims about it that nobody has rejected."""
    about = Q(product=thing) if isinstance(thing, Product) else _about(thing)
    claims = Claim.objects.filter(about).exclude(state=ClaimState.REJECTED)
    return claims.select_related("article__outlet", "confirmed_by").order_by("-article__published_on", "-pk")


def _about(organization: Organization) -> Q:
    """Its own, and its group's: the press speaks of Apple, not of the entity that files."""
    own = Q(organization=organization) | Q(product__organization=organization)
    return own | Q(group=organization.group_id) if organization.group_id else own
