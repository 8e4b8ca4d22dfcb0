"""Puts what an article says on the timeline: one event for one fact, with every further article as a further proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from filings.models import (
    Claim,
    ClaimState,
    ClaimStatus,
    Decision,
    Event,
    EventKind,
    Filing,
    FilingState,
    Product,
    QuestionKind,
    Status,
)

from .events import confirm, write_told
from .foretold import confirmation
from .match import add_partners
from .questions import ask
from .record import Overtaken, told_set
from .standing import refresh_claimed
from .voices import proof_of_claim

# Reports of one fact come within weeks; after that, only if nothing else was reported in between.
SAME_FACT = dt.timedelta(days=30)
OPPOSITES = {
    Status.REPORTED_APPROVED: (Status.REPORTED_REJECTED, Status.DELAYED),
    Status.REPORTED_REJECTED: (Status.REPORTED_APPROVED,),
    Status.DELAYED: (Status.REPORTED_APPROVED,),
}


@dataclass(frozen=True)
class Fact:
    """What counts: as the machine read it, or as a person put it right."""

    product: Product
    status: Status
    denies: bool
    happened_on: dt.date | None
    precision: str


def fact_of(claim: Claim, decision: Decision | None = None) -> Fact:
    """What a claim says, or what a person decided that it says."""
    if decision is not None:
        product, status = decision.product, ClaimStatus(decision.status).means
        assert product is not None, "an accepting decision names the product"
        return Fact(product, status, claim.denies, decision.happened_on, decision.precision)
    assert claim.product is not None, "only a claim about a known product can count"
    product = claim.product.merged_into or claim.product
    return Fact(product, ClaimStatus(claim.status).means, claim.denies, claim.happened_on, claim.precision)


def told_already(fact: Fact, day: dt.date) -> Event | None:
    """The event that tells the same fact, if the timeline has one."""
    kind = EventKind.DENIED if fact.denies else EventKind.REPORTED
    told = Event.objects.filter(product=fact.product, withdrawal=None).exclude(published_on=None)
    for event in told.filter(kind=kind, status=fact.status).order_by("-published_on", "-id"):
        first, last = sorted(filter(None, (event.published_on, day)))
        between = told.exclude(status=fact.status).filter(published_on__gt=first, published_on__lte=last)
        if last - first <= SAME_FACT or (day > first and not between.exists()):
            return event
    return None


@transaction.atomic
def tell(
    claims: Sequence[Claim], fact: Fact, because: str, now: dt.datetime, decision: Decision | None = None
) -> Event:
    """Put a fact on the timeline, told by these claims, the earliest first; Overtaken when another process did so."""
    first = claims[0]
    event = told_already(fact, first.article.published_on)
    if event is None:
        is_silent = all(claim.article.document.is_baseline for claim in claims)
        person = decision.by_id if decision else None
        change_set = told_set(first.article.document, is_silent=is_silent, person=person, now=now)
        stated = {"status": fact.status, "happened_on": fact.happened_on, "precision": fact.precision}
        event = write_told(change_set, fact.product, first, proof_of_claim(first), now, **stated)
    for claim in claims:
        _support(event, claim, now)
    _close(claims, event, fact.product, because, now, decision)
    if not fact.denies:
        add_partners(fact.product, {name for claim in claims for name in claim.partners})
    refresh_claimed(fact.product)
    _ask_about_contradictions(event)
    return event


def _support(event: Event, claim: Claim, now: dt.datetime) -> None:
    document = claim.article.document
    if event.change_set.document_id != document.pk:
        confirm(event, document, now, row=None, proof=proof_of_claim(claim))


def _close(
    claims: Sequence[Claim], event: Event, product: Product, because: str, now: dt.datetime, decision: Decision | None
) -> None:
    """Compare-and-swap: all of them were still waiting, or nothing of this counts."""
    first = claims[0]
    came_true = None if first.denies else confirmation(product, first.status, first.article.published_on)
    waiting = Claim.objects.pending().filter(pk__in=[claim.pk for claim in claims])
    values = {
        "state": ClaimState.ACCEPTED,
        "event": event,
        "product": product,
        "because": because,
        "decision": decision,
        "settled_at": now,
        "confirmed_by": came_true,
    }
    if waiting.update(**values) != len(claims):
        raise Overtaken("another process decided about this claim meanwhile")


def _ask_about_contradictions(event: Event) -> None:
    """What can't be true together with it, in the press within the same weeks, or in the lists: a person is asked."""
    if event.kind == EventKind.DENIED or event.product is None or event.published_on is None:
        return
    status = Status(event.status)
    others = Event.objects.filter(product=event.product, kind=EventKind.REPORTED, withdrawal=None)
    near = others.filter(
        status__in=OPPOSITES.get(status, ()),
        published_on__gte=event.published_on - SAME_FACT,
        published_on__lte=event.published_on + SAME_FACT,
    )
    for other in near:
        pair = sorted((event.pk, other.pk))
        text = (
            f"{event.product}: reported as {status.label}, and as {Status(other.status).label} at nearly the same time"
        )
        ask(
            QuestionKind.CONTRADICTION,
            f"events:{pair}",
            text,
            product=event.product,
            document=event.change_set.document,
        )
    if status == Status.REPORTED_REJECTED and _is_listed(event.product):
        text = f"{event.product}: reported as {status.label}, but a list has it"
        ask(QuestionKind.CONTRADICTION, f"listed:{event.pk}", text, product=event.product)


def _is_listed(product: Product) -> bool:
    return Filing.objects.filter(products=product, state=FilingState.LISTED).exists()
