"""One fact is one event, whoever tells it first, and two processes that tell it at once tell it once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from filings.models import Claim, ClaimState, ClaimStatus, Dated, Event, EventKind, Outlet, Product, Proof, Status, Tier
from filings.pipeline import record, told
from filings.pipeline.foretold import confirm_claims
from filings.pipeline.record import Overtaken
from filings.pipeline.standing import claimed_standing
from filings.pipeline.told import Fact, fact_of, tell, told_already
from filings.pipeline.withdrawals import withdraw
from tests import factories as make
from tests.web.test_articles import QUOTE, make_article, make_claim

from .press import load_groups

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 2, 11)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def product(db: None) -> Product:
    load_groups("apple")
    return Product.objects.get(group__slug="apple")


def claim(product: Product, status: str = ClaimStatus.SUBMITTED, day: dt.date = DAY, **values: Any) -> Claim:
    host = f"paper{Claim.objects.count()}.example.org"
    outlet = Outlet.objects.create(host=host, name=host, tier=Tier.FIRST)
    article = make_article(published_on=day, dated=Dated.PAGE, outlet=outlet)
    return make_claim(article, status=status, product=product, **values)


def say(product: Product, status: str = ClaimStatus.SUBMITTED, day: dt.date = DAY, **values: Any) -> Event:
    made = claim(product, status, day, **values)
    return tell([made], fact_of(made), "", timezone.now())


def test_what_is_told_again_within_a_month_is_one_more_proof(product: Product) -> None:
    first = say(product)
    assert say(product, day=DAY + 30 * A_DAY) == first
    assert say(product, day=DAY - 30 * A_DAY) == first
    assert first.confirmations.count() == 2


def test_later_it_is_the_same_as_long_as_nothing_else_was_told(product: Product) -> None:
    first = say(product)
    assert say(product, day=DAY + 300 * A_DAY) == first
    say(product, ClaimStatus.WITHDRAWN, DAY + 400 * A_DAY)
    assert say(product, day=DAY + 500 * A_DAY) != first


def test_long_before_it_is_another_event(product: Product) -> None:
    assert say(product) != say(product, day=DAY - 200 * A_DAY)


def test_a_withdrawn_event_tells_nothing(product: Product, admin_user) -> None:
    first = say(product)
    assert withdraw(first, admin_user.pk, "wrong", timezone.now())
    assert not withdraw(first, admin_user.pk, "wrong again", timezone.now())
    assert told_already(Fact(product, Status.SUBMITTED, False, None, ""), DAY) is None
    assert say(product) != first


def test_who_comes_second_writes_nothing(product: Product, monkeypatch) -> None:
    """While one process tells a fact, another one settles its claim."""
    made = claim(product)
    fact = fact_of(made)
    told_set = record.told_set

    def slow(*arguments, **values):
        Claim.objects.update(state=ClaimState.REJECTED)
        return told_set(*arguments, **values)

    monkeypatch.setattr(told, "told_set", slow)
    with pytest.raises(Overtaken):
        tell([made], fact, "", timezone.now())
    assert not Event.objects.exists()


def test_the_day_is_on_the_timeline_only_where_it_is_stated(product: Product) -> None:
    stated = say(product, happened_on=dt.date(2025, 2, 1), precision="month")
    unknown = say(product, ClaimStatus.DELAYED)
    assert (stated.happened_on, stated.precision, stated.timeline_on) == (
        dt.date(2025, 2, 1),
        "month",
        dt.date(2025, 2, 1),
    )
    assert (unknown.happened_on, unknown.precision, unknown.timeline_on) == (None, "", DAY)
    assert stated.statement == QUOTE


@pytest.mark.parametrize("status", list(ClaimStatus))
def test_no_claim_goes_further_than_reported_approved(status: ClaimStatus) -> None:
    lists_only = {Status.FILED, Status.REGISTERED, Status.PROVINCIALLY_LISTED, Status.AMENDED, Status.CANCELLED}
    assert status.means not in lists_only


def event(status: Status, kind: EventKind = EventKind.REPORTED, proof: Proof = Proof.PRESS) -> Event:
    return Event(status=status, kind=kind, proof=proof)


def denial(status: Status, proof: Proof = Proof.PRESS) -> Event:
    return event(status, EventKind.DENIED, proof)


@pytest.mark.parametrize(
    ("told_so_far", "status"),
    [
        ([], Status.NOT_FOUND),
        ([event(Status.SUBMITTED), event(Status.ANNOUNCED)], Status.SUBMITTED),
        ([event(Status.SUBMITTED), event(Status.DELAYED), event(Status.UNDER_REVIEW)], Status.UNDER_REVIEW),
        ([event(Status.LAUNCHED), event(Status.WITHDRAWN)], Status.WITHDRAWN),
        ([event(Status.WITHDRAWN), event(Status.SUBMITTED)], Status.SUBMITTED),
        ([event(Status.REPORTED_REJECTED), event(Status.SUBMITTED)], Status.SUBMITTED),
        ([event(Status.SUBMITTED), event(Status.LAUNCHED), denial(Status.LAUNCHED)], Status.SUBMITTED),
        ([denial(Status.LAUNCHED), event(Status.LAUNCHED)], Status.LAUNCHED),
        ([event(Status.LAUNCHED, proof=Proof.COMPANY), denial(Status.LAUNCHED)], Status.LAUNCHED),
        ([event(Status.LAUNCHED), denial(Status.LAUNCHED, Proof.COMPANY)], Status.NOT_FOUND),
    ],
)
def test_where_reports_leave_a_product(told_so_far: list[Event], status: Status) -> None:
    assert claimed_standing(told_so_far)[0] == status


def test_a_list_ties_open_claims_to_its_entry_once(product: Product) -> None:
    accepted, waiting = claim(product), claim(product, ClaimStatus.APPROVED)
    tell([accepted], fact_of(accepted), "", timezone.now())
    rejected = claim(product, state=ClaimState.REJECTED)
    denied, other = claim(product, denies=True), claim(product, ClaimStatus.WITHDRAWN)
    late = claim(product, day=dt.date(2026, 8, 1))
    filing = make.make_filing(products=(product,), filed_on=dt.date(2026, 7, 8))
    assert confirm_claims([product], timezone.now()) == 2
    assert confirm_claims([product], timezone.now()) == 0
    for one in (accepted, waiting, rejected, denied, other, late):
        one.refresh_from_db()
    assert [one.confirmed_by for one in (accepted, waiting)] == [filing] * 2
    assert (accepted.state, waiting.state) == (ClaimState.ACCEPTED, ClaimState.OVERTAKEN)
    assert accepted.days_until_confirmed == 512
    assert [one.confirmed_by for one in (rejected, denied, other, late)] == [None] * 4
