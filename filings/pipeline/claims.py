"""Claims as rows: what the reader found in an article, and whom and what in the record it means.

The one writer of claims, what becomes of them apart: that is `settle`, `review` and `foretold`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from filings.claims import Claim as Found
from filings.claims.fold import fold
from filings.models import Article, Claim, ClaimState, Group, Organization, OrganizationName, Product, Role
from filings.text import name_key, squeeze

from .match import bounded, named_among, product_of_group
from .understanding import claims_in


def write_claims(article: Article, now: dt.datetime) -> list[Claim]:
    """Write what an article says. One that was read before gets what is new; what it no longer says is closed."""
    known = {(claim.key, claim.start): claim for claim in article.claims.all()}
    by_key = {claim.key: claim for claim in known.values()}
    written = []
    for found in claims_in(article):
        key = key_of(found)
        claim = known.get((key, found.start)) or by_key.get(key)
        written.append(_moved(claim, found) if claim else _new(article, found, key, now))
    gone = article.claims.pending().exclude(pk__in=[claim.pk for claim in written])
    gone.update(state=ClaimState.NOTED, because="The article no longer says so.", settled_at=now)
    return written


def key_of(found: Found) -> str:
    """The same for the same sentence about the same actor and status, wherever it is printed."""
    parts = (squeeze(fold(found.quote)), name_key(found.organization), found.status, str(found.denies))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _moved(claim: Claim, found: Found) -> Claim:
    claim.start, claim.end, claim.quote = found.start, found.end, found.quote
    claim.save(update_fields=["start", "end", "quote"])
    return claim


def _new(article: Article, found: Found, key: str, now: dt.datetime) -> Claim:
    meant = meaning(found.organization, found.product)
    return Claim.objects.create(
        article=article,
        key=key,
        actor=found.organization,
        named_product=found.product,
        group=meant.group,
        organization=meant.organization,
        product=meant.product,
        partners=list(found.partners),
        status=found.status,
        denies=found.denies,
        happened_on=found.happened_on,
        precision=found.precision if found.happened_on else "",
        quote=found.quote,
        start=found.start,
        end=found.end,
        role=Role(found.role),
        hedge=found.hedge,
        attribution=found.attribution,
        reasons=list(found.reasons),
        seen_at=now,
    )


@dataclass(frozen=True)
class Meaning:
    """Whom and what in the record it means, as far as that is clear."""

    group: Group | None = None
    organization: Organization | None = None
    product: Product | None = None


def meaning(actor: str, named_product: str) -> Meaning:
    """By exact names only: the group or organization, and its product if it is named or the only one there is."""
    if group := group_called(actor):
        return Meaning(group, None, product_of_group(group, named_product))
    if organization := _organization_called(actor):
        return Meaning(organization.group, organization, _product_of_organization(organization, named_product))
    return Meaning()


def group_called(name: str) -> Group | None:
    """The group that bears this name in any language, or to which an entity of that name belongs."""
    key = name_key(name)
    for group in Group.objects.all():
        if key in {name_key(other) for other in (group.name, group.chinese, *group.aliases.splitlines()) if other}:
            return group
    return Group.objects.filter(entities__key=bounded(key)).first()


def _organization_called(name: str) -> Organization | None:
    row = OrganizationName.objects.filter(key=bounded(name_key(name))).select_related("organization__group").first()
    organization = row.organization if row else None
    return (organization.merged_into or organization) if organization else None


def _product_of_organization(organization: Organization, named: str) -> Product | None:
    products = list(organization.products.filter(merged_into=None).prefetch_related("listed_names"))
    if named:
        return named_among(products, named)
    return products[0] if len(products) == 1 else None
