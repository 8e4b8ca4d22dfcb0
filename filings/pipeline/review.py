"""A person's word on a claim: accept, with what was put right, or reject; and taking that back. Each is remembered.

The one writer of decisions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from filings.models import (
    Claim,
    ClaimQuerySet,
    ClaimState,
    ClaimStatus,
    Decision,
    Event,
    EventKind,
    Judgement,
    Product,
    Status,
)

from .events import unconfirm
from .settle import settle
from .standing import standing_with
from .told import Fact, fact_of, tell, told_already
from .voices import moment_of, proof_of_claim
from .withdrawals import withdraw


@dataclass(frozen=True)
class Ruling:
    """What a person says that a sentence says: the product that it means, and the status and day as put right."""

    product: Product
    status: ClaimStatus
    happened_on: dt.date | None = None
    precision: str = ""
    reason: str = ""


class Undecidable(Exception):
    """It can't be decided like this; the text says why."""


def as_read(claim: Claim, reason: str = "") -> Ruling:
    """The claim as the machine read it; Undecidable where it is not clear which product is meant."""
    if claim.product is None:
        raise Undecidable(f"which product is meant? {claim.actor}: {claim.named_product or '?'}")
    return Ruling(claim.product, ClaimStatus(claim.status), claim.happened_on, claim.precision, reason)


@transaction.atomic
def accept(claim_id: int, ruling: Ruling, person: int, now: dt.datetime) -> Event:
    """Put it on the timeline, together with the same sentence wherever else it waits."""
    claim = _reopened(claim_id)
    decision = _decide(
        claim,
        Judgement.ACCEPT,
        person,
        now,
        product=ruling.product,
        status=ruling.status,
        happened_on=ruling.happened_on,
        precision=ruling.precision if ruling.happened_on else "",
        reason=ruling.reason,
    )
    claims = sorted(_waiting(claim), key=lambda one: (moment_of(one.article), one.pk))
    return tell(claims, fact_of(claim, decision), ruling.reason or "Accepted by a person.", now, decision)


@transaction.atomic
def reject(claim_id: int, reason: str, person: int, now: dt.datetime) -> None:
    """Strike it out, together with the same sentence wherever else it stands, also where it is on the timeline."""
    claim = Claim.objects.select_related("decision").get(pk=claim_id)
    if claim.decision is not None:
        raise Undecidable("it is decided already: take that back first")
    decision = _decide(claim, Judgement.REJECT, person, now, reason=reason)
    because = reason or "Rejected by a person."
    struck = Claim.objects.filter(key=claim.key)
    _take_off_timeline(struck, person, because, now)
    struck.update(state=ClaimState.REJECTED, decision=decision, because=because, settled_at=now)


@transaction.atomic
def undo(decision_id: int, person: int, now: dt.datetime) -> bool:
    """Take a decision back: its claims wait again. False when that was done before."""
    if Decision.objects.standing().filter(pk=decision_id).update(undone_by=person, undone_at=now) != 1:
        return False
    because = "A decision was taken back."
    struck = Claim.objects.filter(decision=decision_id)
    _take_off_timeline(struck, person, because, now)
    struck.update(state=ClaimState.PENDING, decision=None, because=because, settled_at=None)
    return True


def _take_off_timeline(struck: ClaimQuerySet, person: int, why: str, now: dt.datetime) -> None:
    """Claims no longer prove the events that they stand behind.

    An event in whose words one of them speaks is withdrawn, and its other claims are weighed anew.
    """
    on_timeline = list(struck.exclude(event=None).select_related("event__change_set", "event__product", "article"))
    ids = [claim.pk for claim in on_timeline]
    Claim.objects.filter(pk__in=ids).update(event=None)
    for claim in on_timeline:
        assert claim.event is not None, "claims were chosen by their events"
        if claim.event.change_set.document_id != claim.article.document_id:
            unconfirm(claim.event, claim.article.document)
        elif withdraw(claim.event, person, why, now):
            left = Claim.objects.filter(event=claim.event, state=ClaimState.ACCEPTED).exclude(pk__in=ids)
            others = list(left.values_list("pk", flat=True))
            left.update(state=ClaimState.PENDING, event=None, decision=None, because=why, settled_at=None)
            settle(Claim.objects.filter(pk__in=others).order_by("pk"), now)


def _reopened(claim_id: int) -> Claim:
    """The claim, waiting; one that the machine has laid aside waits again."""
    laid_aside = (ClaimState.NOTED, ClaimState.OVERTAKEN)
    Claim.objects.filter(pk=claim_id, state__in=laid_aside).update(state=ClaimState.PENDING)
    claim = Claim.objects.for_review().filter(pk=claim_id, state=ClaimState.PENDING).first()
    if claim is None:
        raise Undecidable("it is decided already: take that back first")
    return claim


def _waiting(claim: Claim) -> list[Claim]:
    return list(Claim.objects.pending().for_review().filter(key=claim.key))


def _decide(claim: Claim, verdict: Judgement, person: int, now: dt.datetime, **ruling: object) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(key=claim.key, verdict=verdict, by_id=person, at=now, **ruling)
    except IntegrityError as error:
        raise Undecidable("somebody has just decided about this sentence") from error


@dataclass(frozen=True)
class Outlook:
    """What accepting a claim as it was read would change on the timeline."""

    product: Product | None
    before: Status | None
    after: Status | None
    already: Event | None


def outlook(claim: Claim) -> Outlook:
    """Look ahead, without changing anything. Without a product there is nothing to look at yet."""
    product = claim.product
    if product is None:
        return Outlook(None, None, None, None)
    fact = fact_of(claim)
    already = told_already(fact, claim.article.published_on)
    if already is not None:
        return Outlook(product, Status(product.status), Status(product.status), already)
    return Outlook(product, Status(product.status), standing_with(product, _imagined(claim, fact)), None)


def _imagined(claim: Claim, fact: Fact) -> Event:
    kind = EventKind.DENIED if fact.denies else EventKind.REPORTED
    day = fact.happened_on or claim.article.published_on
    return Event(product=fact.product, kind=kind, status=fact.status, proof=proof_of_claim(claim), timeline_on=day)
