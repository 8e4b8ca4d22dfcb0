"""What an editor enters with evidence: where it leaves a product, and what it can't say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from filings.models import AuditEntry, Event, Filing, FilingState, Product, Proof, Status
from filings.pipeline.archive import read_bytes
from filings.pipeline.refusal import Refused
from filings.pipeline.standing import refresh_standing
from filings.pipeline.statements import keep_evidence, state
from filings.pipeline.withdrawals import withdraw
from tests import factories as make
from tests.faults import Answer
from tests.site import Site

pytestmark = pytest.mark.django_db
ORDER = "The office of Beijing ordered it to stop taking new users"


@pytest.fixture
def person() -> int:
    return User.objects.create_user("editor").pk


def enter(subject: Product | Filing, status: Status, person: int, **values: Any) -> Event:
    given: dict[str, Any] = {
        "evidence_url": "https://example.org/order",
        "proof": Proof.NATIONAL,
        "reason": "it is in the notice",
    }
    given |= {"happened_on": dt.date(2026, 3, 2), "precision": "day"} | values
    return state(subject, status, ORDER, person=person, now=timezone.now(), **given)


def standing(product: Product) -> tuple[str, int]:
    product.refresh_from_db()
    return product.status, product.proof


def test_an_order_to_stop_shows_on_a_listed_product_until_it_is_taken_back(person: int) -> None:
    product = make.make_product()
    make.make_filing(products=(product,))
    order = enter(product, Status.SUSPENDED, person, proof=Proof.PROVINCIAL)
    assert standing(product) == (Status.SUSPENDED, Proof.PROVINCIAL)
    withdraw(order, person, "it was another product", timezone.now())
    assert standing(product) == (Status.FILED, Proof.NATIONAL)


def test_a_later_poll_does_not_lift_the_order(person: int) -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,))
    enter(product, Status.SUSPENDED, person)
    refresh_standing([filing.pk])
    assert standing(product) == (Status.SUSPENDED, Proof.NATIONAL)


def test_what_is_stated_to_be_offered_again_is_filed_again(person: int) -> None:
    product = make.make_product()
    make.make_filing(products=(product,))
    enter(product, Status.SUSPENDED, person)
    enter(product, Status.LAUNCHED, person, proof=Proof.COMPANY, happened_on=dt.date(2026, 4, 1))
    assert standing(product) == (Status.FILED, Proof.NATIONAL)


def test_an_order_about_one_number_leaves_the_others(person: int) -> None:
    product = make.make_product()
    first = make.make_filing("网信算备110108823483901230031号", products=(product,))
    second = make.make_filing("网信算备110108823483901230032号", products=(product,))
    enter(first, Status.SUSPENDED, person)
    assert standing(product) == (Status.FILED, Proof.NATIONAL)
    enter(second, Status.SUSPENDED, person)
    assert standing(product) == (Status.SUSPENDED, Proof.NATIONAL)


def test_what_is_cancelled_stays_cancelled(person: int) -> None:
    product = make.make_product()
    filing = make.make_filing(products=(product,))
    enter(product, Status.SUSPENDED, person)
    Filing.objects.update(state=FilingState.CANCELLED)
    refresh_standing([filing.pk])
    assert standing(product) == (Status.CANCELLED, Proof.NATIONAL)


def test_an_announcement_counts_where_no_list_has_the_product(person: int) -> None:
    product = make.make_product(status=Status.NOT_FOUND, proof=Proof.PRESS)
    said = enter(product, Status.ANNOUNCED, person, proof=Proof.COMPANY)
    assert standing(product) == (Status.ANNOUNCED, Proof.COMPANY)
    withdraw(said, person, "it was about Hong Kong", timezone.now())
    assert standing(product) == (Status.NOT_FOUND, Proof.PRESS)


def test_what_the_evidence_shows_is_archived(person: int, watched: Site, data_dir: Path) -> None:
    watched.others["/order"] = Answer(b"<html>ordered</html>")
    event = enter(make.make_product(), Status.SUSPENDED, person, evidence_url=f"{watched.url}/order")
    assert keep_evidence(event, timezone.now())
    event.refresh_from_db()
    assert event.snapshot is not None
    assert read_bytes(event.snapshot.sha256) == b"<html>ordered</html>"
    assert event.snapshot.document.is_closed


def test_evidence_that_cannot_be_had_is_noted_and_the_entry_stands(person: int, watched: Site, data_dir: Path) -> None:
    event = enter(make.make_product(), Status.SUSPENDED, person, evidence_url=f"{watched.url}/gone")
    assert not keep_evidence(event, timezone.now())
    event.refresh_from_db()
    assert event.snapshot is None
    assert "404" in AuditEntry.objects.get(action="evidence").after["not archived"]


def test_a_copy_of_the_evidence_stands_in_for_its_page(person: int, data_dir: Path) -> None:
    event = enter(make.make_product(), Status.SUSPENDED, person, copy=b"what was saved")
    assert event.snapshot is not None
    assert read_bytes(event.snapshot.sha256) == b"what was saved"


@pytest.mark.parametrize(
    ("status", "values", "why"),
    [
        (Status.FILED, {}, "only a list or a notice"),
        (Status.CANCELLED, {}, "only a list or a notice"),
        (Status.ANNOUNCED, {"proof": Proof.NATIONAL}, "only an order to stop"),
        (Status.SUSPENDED, {"evidence_url": ""}, "needs the address of its evidence"),
        (Status.SUSPENDED, {"evidence_url": "javascript:alert(1)"}, "needs the address of its evidence"),
        (Status.SUSPENDED, {"reason": " "}, "needs its statement and a reason"),
        (Status.SUSPENDED, {"precision": ""}, "a day needs its precision"),
    ],
)
def test_what_nobody_may_enter(status: Status, values: dict[str, Any], why: str, person: int) -> None:
    product = make.make_product()
    with pytest.raises(Refused, match=why):
        enter(product, status, person, **values)
    assert not Event.objects.exists()
