"""What becomes of a claim without a person: on the timeline, noted, or waiting for one. Events come from `told`.

The one writer of what becomes of claims, a person's word apart.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import transaction

from filings.models import Claim, ClaimState, ClaimStatus, Decision, Judgement, Role

from .foretold import FORETELLS, listed_before
from .record import Overtaken
from .told import Fact, fact_of, tell, told_already
from .voices import believed, is_listed, is_primary

logger = logging.getLogger(__name__)

# So long a waiting claim is looked at again, for company that came meanwhile.
LOOK_AGAIN = dt.timedelta(days=7)


def settle(claims: Iterable[Claim], now: dt.datetime) -> tuple[int, int]:
    """Settle new claims. Returns how many events that made, and how many claims wait for a person."""
    events, held = 0, 0
    for claim in claims:
        try:
            events += settle_one(claim.pk, now)
        except Overtaken as error:
            logger.info("claim %s: %s", claim.pk, error)
        held += Claim.objects.pending().filter(pk=claim.pk).exists()
    return events, held


def settle_waiting(now: dt.datetime) -> tuple[int, int]:
    """Look again at what waits: another outlet, an editor or a list may have said something meanwhile."""
    recent = Claim.objects.pending().filter(seen_at__gte=now - LOOK_AGAIN).order_by("id")
    return settle(list(recent), now)


@transaction.atomic
def settle_one(claim_id: int, now: dt.datetime) -> bool:
    """Settle a claim that waits. True when that made an event."""
    claim = Claim.objects.pending().for_review().filter(pk=claim_id).first()
    if claim is None:
        return False
    if decision := Decision.objects.standing().filter(key=claim.key).first():
        return _as_decided(claim, decision, now)
    if claim.role == Role.BACKGROUND and not claim.denies:
        return _close(claim, ClaimState.NOTED, "It tells of what was so before.", now)
    if claim.product is None:
        return _wait(claim, _what_is_unclear(claim))
    if _is_known_from_lists(claim, now):
        return False
    return _weigh(claim, now)


def _as_decided(claim: Claim, decision: Decision, now: dt.datetime) -> bool:
    """A person has decided about this very sentence elsewhere."""
    if decision.verdict == Judgement.REJECT:
        Claim.objects.filter(pk=claim.pk).update(decision=decision)
        return _close(claim, ClaimState.REJECTED, "The same sentence was rejected elsewhere.", now)
    fact = fact_of(claim, decision)
    is_new = told_already(fact, claim.article.published_on) is None
    tell([claim], fact, "The same sentence was accepted elsewhere.", now, decision)
    return is_new


def _what_is_unclear(claim: Claim) -> str:
    if claim.named_product:
        return f"No product of {claim.actor} is known as {claim.named_product}."
    known = claim.group or claim.organization
    return f"Which product of {claim.actor} is meant?" if known else f"Nobody is known as {claim.actor}."


def _is_known_from_lists(claim: Claim, now: dt.datetime) -> bool:
    """A list had it in public before the article: the press repeats it."""
    if claim.denies or claim.product is None or claim.status not in FORETELLS:
        return False
    filing = listed_before(claim.product, claim.article.published_on)
    if filing is None:
        return False
    Claim.objects.filter(pk=claim.pk).update(confirmed_by=filing)
    _close(claim, ClaimState.OVERTAKEN, f"A list had it already: {filing.number}.", now)
    return True


def _weigh(claim: Claim, now: dt.datetime) -> bool:
    """Believe it, take it for one more proof, or let a person decide."""
    fact = fact_of(claim)
    if told_already(fact, claim.article.published_on):
        return _one_more(claim, fact, now)
    together = believed(claim)
    if not together:
        return _wait(claim, _why_it_waits(claim))
    outlets = ", ".join(dict.fromkeys(other.article.outlet.name for other in together))
    why = f"On a primary page: {outlets}." if is_primary(claim) else f"Independent outlets say so: {outlets}."
    tell(together, fact_of(together[0]), why, now)
    return True


def _one_more(claim: Claim, fact: Fact, now: dt.datetime) -> bool:
    if is_listed(claim):
        tell([claim], fact, "It says what the timeline has.", now)
    else:
        _close(claim, ClaimState.NOTED, "It says what the timeline has, and its outlet is not on our list.", now)
    return False


def _why_it_waits(claim: Claim) -> str:
    if not is_listed(claim):
        return f"{claim.article.outlet} is not on our list, so its word changes nothing by itself."
    status = ClaimStatus(claim.status).label
    return f"Only one independent outlet says so within 72 hours: {status}."


def _wait(claim: Claim, because: str) -> bool:
    Claim.objects.pending().filter(pk=claim.pk).update(because=because)
    return False


def _close(claim: Claim, state: ClaimState, because: str, now: dt.datetime) -> bool:
    Claim.objects.pending().filter(pk=claim.pk).update(state=state, because=because, settled_at=now)
    return False
