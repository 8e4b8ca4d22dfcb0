"""How much a claim's outlet counts, and which claims together are enough to be believed without a person."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from filings.models import Article, Claim, ClaimQuerySet, ClaimState, ClaimStatus, Proof, Role, Tier
from filings.sources.base import SHANGHAI

WINDOW = dt.timedelta(hours=72)
A_DAY = dt.timedelta(days=1)
ENOUGH = 2
# Of an article whose moment nobody states only the day is known: it counts from its middle.
NOON = dt.time(12, tzinfo=SHANGHAI)
RUMOURED = "rumoured"


def is_primary(claim: Claim) -> bool:
    """Whether it stands on a page of the regulator, or of the company that it is about."""
    outlet = claim.article.outlet
    if outlet.tier != Tier.PRIMARY:
        return False
    return outlet.group_id is None or outlet.group_id == claim.group_id


def is_listed(claim: Claim) -> bool:
    """Whether its outlet counts at all. A company's site says nothing about others."""
    outlet = claim.article.outlet
    return is_primary(claim) or (Tier(outlet.tier).is_listed and outlet.tier != Tier.PRIMARY)


def proof_of_claim(claim: Claim) -> Proof:
    """A company on itself, or the press."""
    is_own = is_primary(claim) and claim.article.outlet.group_id is not None
    return Proof.COMPANY if is_own else Proof.PRESS


def moment_of(article: Article) -> dt.datetime:
    return article.published_at or dt.datetime.combine(article.published_on, NOON)


def same_claims(claim: Claim) -> ClaimQuerySet:
    """All claims that say the same of the same product, whenever they do, this one among them."""
    alike = [status for status in ClaimStatus if status.means == ClaimStatus(claim.status).means]
    is_news = Q(role=Role.EVENT) | Q(denies=True)
    return Claim.objects.filter(is_news, product=claim.product_id, status__in=alike, denies=claim.denies)


def believed(claim: Claim) -> list[Claim]:
    """The claims which together are enough to be believed, the earliest first; [] when this one has too few with it.

    A primary page is enough, and so are two listed outlets with a voice of their own within 72 hours.
    """
    if not _counts(claim):
        return []
    together = [other for other in _near(claim) if _counts(other)]
    voices = {other.article.voice for other in together}
    return together if is_primary(claim) or len(voices) >= ENOUGH else []


def _counts(claim: Claim) -> bool:
    return is_listed(claim) and claim.hedge != RUMOURED


def _near(claim: Claim) -> list[Claim]:
    middle = moment_of(claim.article)
    days = {
        "article__published_on__gte": middle.date() - WINDOW - A_DAY,
        "article__published_on__lte": middle.date() + WINDOW + A_DAY,
    }
    pending = same_claims(claim).filter(state=ClaimState.PENDING, **days)
    found = pending.select_related("article__outlet", "article__document", "article__original__outlet")
    near = [other for other in found if abs(moment_of(other.article) - middle) <= WINDOW]
    return sorted(near, key=lambda other: (moment_of(other.article), other.pk))
