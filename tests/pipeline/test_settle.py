"""What becomes of a claim: when it is believed without a person, when it waits, and what it never changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from filings.models import (
    Article,
    ChangeSet,
    Claim,
    ClaimState,
    Event,
    EventKind,
    Outlet,
    Product,
    Proof,
    Question,
    Status,
    Tier,
)
from filings.pipeline.settle import settle_waiting
from tests import factories as make

from .press import filler, load_groups

pytestmark = pytest.mark.django_db

SUBMITTED = "Apple submitted Apple Intelligence features to China's cyberspace regulator for approval"
APPROVED = "China's cyberspace regulator has approved Apple Intelligence"
REJECTED = "China's cyberspace regulator has rejected Apple Intelligence"


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_groups("apple", "alibaba", "baidu")


def states() -> list[tuple[str, str]]:
    return list(Claim.objects.order_by("id").values_list("article__outlet__name", "state"))


def product() -> Product:
    return Product.objects.get(group__slug="apple")


def test_one_outlet_is_not_enough(newsstand) -> None:
    herald = newsstand("Herald")
    herald.write("A filing", f"{SUBMITTED}, two people said.", day="2025-02-11")
    attempt = herald.poll()[-1]
    assert (attempt.outcome, attempt.held, attempt.events) == ("HELD", 1, 0)
    assert states() == [("Herald", ClaimState.PENDING)]
    assert not Event.objects.exists()
    assert product().status == Status.NOT_FOUND


def test_two_independent_outlets_within_a_day_are(newsstand) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    herald.write("A filing", f"{SUBMITTED}, two people said.", day="2025-02-11")
    courier.write("Another view", f"Last week {SUBMITTED}, an employee confirmed.", day="2025-02-12")
    herald.poll()
    assert courier.poll()[-1].events == 1
    assert states() == [("Herald", ClaimState.ACCEPTED), ("Courier", ClaimState.ACCEPTED)]
    event = Event.objects.get()
    assert (event.kind, event.status, event.proof) == (EventKind.REPORTED, Status.SUBMITTED, Proof.PRESS)
    assert event.evidence_url == f"{herald.url}/2025-02-11/0"
    assert event.published_on == dt.date(2025, 2, 11)
    assert [proof.document.source.name for proof in event.confirmations.all()] == ["Courier"]


@pytest.mark.parametrize(("day", "together"), [("2025-02-14", True), ("2025-02-15", False)])
def test_more_than_72_hours_apart_they_are_not_together(newsstand, day: str, together: bool) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    herald.write("A filing", f"{SUBMITTED}, two people said.", day="2025-02-11")
    courier.write("Another view", f"{SUBMITTED}, an employee confirmed.", day=day)
    for paper in (herald, courier):
        paper.poll()
    assert Event.objects.exists() == together


def test_ten_copies_of_one_report_are_one_voice(newsstand) -> None:
    agency = newsstand("Agency")
    text = [f"{SUBMITTED}, two people said.", *filler("agency")]
    url = agency.write("A filing", *text, day="2025-02-11", is_copy=True)
    agency.poll()
    for number in range(10):
        paper = newsstand(f"Paper {number}")
        paper.write("A filing", *text, day="2025-02-12", canonical=url if number % 2 else "", is_copy=True)
        paper.poll()
    assert not Event.objects.exists()
    assert {article.voice for article in Article.objects.all()} == {agency.web.name}
    assert Article.objects.exclude(original=None).count() == 10


def test_two_that_tell_the_report_of_a_third_are_one_voice(newsstand) -> None:
    Outlet.objects.create(host="reuters.example.org", name="Reuters", aliases="路透社", tier=Tier.FIRST)
    herald, courier = newsstand("Herald"), newsstand("Courier")
    herald.write("A filing", f"{SUBMITTED}, Reuters reported on Tuesday.", day="2025-02-11")
    courier.write("Another view", f"According to Reuters, {SUBMITTED}.", day="2025-02-11")
    for paper in (herald, courier):
        paper.poll()
    assert {article.cites for article in Article.objects.all()} == {"reuters.example.org"}
    assert not Event.objects.exists()


def test_an_unlisted_host_never_changes_anything_but_an_editor_can_list_it(newsstand) -> None:
    blog, other = newsstand("Blog", Tier.UNLISTED), newsstand("Other blog", Tier.UNLISTED)
    for paper in (blog, other):
        paper.write("Approved", f"{APPROVED}, {paper.name} hears.", day="2025-09-01")
        paper.poll()
    assert not Event.objects.exists()
    assert {claim.because.partition(" is not")[0] for claim in Claim.objects.all()} == {"Blog", "Other blog"}
    Outlet.objects.update(tier=Tier.SECOND)
    assert settle_waiting(timezone.now()) == (1, 0)
    assert product().status == Status.REPORTED_APPROVED


def test_the_press_never_files_or_registers(newsstand) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    for paper in (herald, courier):
        said = "Apple Intelligence has been registered with China's cyberspace regulator"
        said = f"{said}, {paper.name} has learnt."
        paper.write("Registered", said, day="2025-09-01")
        paper.poll()
    assert {claim.status for claim in Claim.objects.all()} <= {"registered", "approved"}
    assert product().status == Status.REPORTED_APPROVED


def test_a_company_on_itself_is_enough_and_on_others_is_not(newsstand) -> None:
    groups = load_groups("apple", "baidu")
    newsroom = newsstand("Apple", Tier.PRIMARY, group=groups["apple"])
    newsroom.write("Apple Intelligence", f"{SUBMITTED}, we are glad to say.", day="2025-02-11")
    newsroom.poll()
    event = Event.objects.get()
    assert (event.proof, product().proof) == (Proof.COMPANY, Proof.COMPANY)
    rival = newsstand("Baidu", Tier.PRIMARY, group=groups["baidu"])
    rival.write("On a rival", f"{APPROVED}, we hear.", day="2025-02-12")
    rival.poll()
    assert Claim.objects.get(status="approved").state == ClaimState.PENDING


def test_the_regulators_own_page_is_enough(newsstand) -> None:
    office = newsstand("Office", Tier.PRIMARY)
    office.write("Notice", f"{APPROVED}.", day="2025-02-11")
    office.poll()
    assert (Event.objects.get().proof, product().status) == (Proof.PRESS, Status.REPORTED_APPROVED)


def test_one_event_has_as_many_proofs_as_articles(newsstand) -> None:
    papers = [newsstand(f"Paper {number}") for number in range(5)]
    for number, paper in enumerate(papers):
        paper.write(f"View {number}", f"In its issue {number}: {SUBMITTED}, person {number} said.", day="2025-02-11")
        paper.poll()
    event = Event.objects.get()
    assert event.confirmations.count() == 4
    assert event.claims.count() == 5


def test_what_was_so_before_is_only_noted(newsstand) -> None:
    herald = newsstand("Herald")
    herald.write(
        "A look back",
        f"Last year {SUBMITTED}. Today Apple opened a shop in Xi'an that sells telephones.",
        day="2026-02-11",
    )
    herald.poll()
    claims = Claim.objects.filter(role="background")
    assert {claim.state for claim in claims} <= {ClaimState.NOTED}
    assert not Event.objects.exists()


def test_a_contradiction_asks_a_person(newsstand) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    for paper in (herald, courier):
        paper.write("Yes", f"{APPROVED}, {paper.name} has learnt.", day="2025-09-01")
        paper.write("No", f"{REJECTED}, {paper.name} has learnt.", day="2025-09-03")
        paper.poll()
    assert Event.objects.count() == 2
    question = Question.objects.get()
    assert (question.kind, question.product) == ("contradiction", product())


def test_a_denial_weakens_what_it_denies(newsstand) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    for paper in (herald, courier):
        paper.write("In", f"{SUBMITTED}, {paper.name} has learnt.", day="2025-02-11")
        paper.write(
            "Live", f"Apple has launched Apple Intelligence in mainland China, {paper.name} saw.", day="2026-01-02"
        )
        paper.poll()
    assert product().status == Status.LAUNCHED
    for paper in (herald, courier):
        said = f"Apple denied that it has launched Apple Intelligence in mainland China, it told {paper.name}."
        paper.write("Not live", said, day="2026-01-04")
        paper.poll()
    denied = Event.objects.get(kind=EventKind.DENIED)
    assert denied.status == Status.LAUNCHED
    assert product().status == Status.SUBMITTED


def test_a_product_that_a_list_has_is_not_moved_by_the_press(newsstand) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    apple = product()
    make.make_filing(products=(apple,))
    Product.objects.filter(pk=apple.pk).update(status=Status.FILED, proof=Proof.NATIONAL)
    for paper in (herald, courier):
        paper.write("Held up", f"{REJECTED}, {paper.name} has learnt.", day="2025-09-03")
        paper.write("Old news", f"{APPROVED}, {paper.name} repeats.", day="2025-09-04")
        paper.poll()
    apple.refresh_from_db()
    assert (apple.status, apple.proof) == (Status.FILED, Proof.NATIONAL)
    assert {claim.state for claim in Claim.objects.filter(status="approved")} == {ClaimState.OVERTAKEN}
    assert Question.objects.get().text.endswith("but a list has it")


def test_an_actor_whom_nobody_knows_or_an_unclear_product_waits(newsstand) -> None:
    herald = newsstand("Herald", Tier.PRIMARY)
    herald.write(
        "Baidu", "China's cyberspace regulator has approved Baidu's AI model for public use.", day="2025-09-01"
    )
    herald.poll()
    claim = Claim.objects.get()
    assert (claim.state, claim.because) == (ClaimState.PENDING, "Which product of Baidu is meant?")


def test_what_a_feed_held_when_it_was_first_read_alerts_nobody_and_later_news_does(newsstand) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    for paper in (herald, courier):
        paper.write("In", f"{SUBMITTED}, {paper.name} has learnt.", day="2025-02-11")
        paper.poll()
    for paper in (herald, courier):
        paper.write("Through", f"{APPROVED}, {paper.name} has learnt.", day="2025-09-03")
        paper.poll()
    sets = ChangeSet.objects.order_by("id")
    assert [(one.cause, one.is_silent) for one in sets] == [("press", True), ("press", False)]


def test_the_same_poll_twice_changes_nothing(newsstand) -> None:
    herald, courier = newsstand("Herald"), newsstand("Courier")
    for paper in (herald, courier):
        paper.write("In", f"{SUBMITTED}, {paper.name} has learnt.", day="2025-02-11")
        paper.poll()
    before = list(Claim.objects.order_by("id").values()), list(Event.objects.values())
    assert [attempt.outcome for paper in (herald, courier) for attempt in paper.poll()] == ["UNCHANGED"] * 2
    assert (list(Claim.objects.order_by("id").values()), list(Event.objects.values())) == before
