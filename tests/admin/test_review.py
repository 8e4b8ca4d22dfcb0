"""The review queue: what a person says of a claim, with the article before them, and how it is remembered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from filings.models import (
    Claim,
    ClaimState,
    Decision,
    Event,
    Judgement,
    Outlet,
    Poll,
    Product,
    Source,
    Status,
    Tier,
    Withdrawal,
)
from filings.pipeline import added
from filings.pipeline.outlets import load_bundled
from tests.admin.records import make_staff
from tests.pipeline.press import filler, load_groups

pytestmark = pytest.mark.django_db

SAID = "Apple submitted Apple Intelligence features to China's cyberspace regulator for approval"
DAY = dt.date(2025, 2, 11)


@pytest.fixture(autouse=True)
def inline(settings, data_dir) -> None:
    settings.RQ_QUEUES = {}
    load_groups("apple", "alibaba", "baidu")


def report(name: str = "Herald", said: str = SAID, tier: Tier = Tier.FIRST, day: dt.date = DAY) -> Claim:
    """A claim that waits, from an article that an editor has added."""
    host = f"{name.lower()}.example.org"
    Outlet.objects.get_or_create(host=host, defaults={"name": name, "tier": tier})
    person, _ = User.objects.get_or_create(username="adder")
    text = f"{said}.\n{filler(name)[0]}"
    added.add_text(f"https://{host}/{day}", f"The news of {name}", text, day, person.pk, timezone.now())
    return Claim.objects.latest("id")


def decide(client, claim: Claim, verb: str = "accept", **values: object):
    form = {"product": "apple-intelligence", "status": claim.status, "reason": "", **values, verb: "1"}
    return client.post(reverse("admin:filings_claim_decide", args=[claim.pk]), form, follow=True)


def page(client, claim: Claim) -> str:
    return client.get(reverse("admin:filings_claim_change", args=[claim.pk])).content.decode()


def product() -> Product:
    return Product.objects.get(slug="apple-intelligence")


def test_the_page_shows_the_quote_in_its_article_and_what_would_change(admin_client):
    html = page(admin_client, report())
    assert f'<mark id="quote">{SAID.replace(chr(39), "&#x27;")}' in html
    assert "Apple智能: On no list → Submitted" in html
    for key in "ar":
        assert f'data-key="{key}"' in html


def test_accepting_puts_it_on_the_timeline_with_the_persons_word(admin_client, admin_user):
    claim = report()
    decide(admin_client, claim, reason="two colleagues confirm it")
    event = Event.objects.get()
    claim.refresh_from_db()
    decision = Decision.objects.get()
    assert (event.status, event.statement[: len(SAID)], event.published_on) == (Status.SUBMITTED, SAID, DAY)
    assert (claim.state, claim.event, claim.decision) == (ClaimState.ACCEPTED, event, decision)
    assert (decision.by, decision.reason, decision.verdict) == (
        admin_user,
        "two colleagues confirm it",
        Judgement.ACCEPT,
    )
    assert event.change_set.decided_by == admin_user
    assert product().status == Status.SUBMITTED


def test_correcting_keeps_what_was_read(admin_client):
    claim = report()
    decide(admin_client, claim, status="under_review", happened_on="2025-02-01", precision="month")
    event = Event.objects.get()
    assert (event.status, event.happened_on, event.precision) == (Status.UNDER_REVIEW, dt.date(2025, 2, 1), "month")
    claim.refresh_from_db()
    assert (claim.status, claim.happened_on) == ("submitted", None)


def test_linking_to_another_product(admin_client):
    other = Product.objects.filter(group__slug="baidu").earliest("id")
    decide(admin_client, report(), product=other.slug)
    assert Event.objects.get().product == other


def test_a_product_that_nobody_knows_yet(admin_client):
    said = "China's cyberspace regulator has approved Baidu's AI model for public use"
    claim = report(said=said)
    assert claim.product is None
    decide(admin_client, claim, product="", status="approved")
    assert not Event.objects.exists()
    decide(admin_client, claim, product="", new_product="Ernie for cars", status="approved")
    new = Product.objects.get(events=Event.objects.get())
    assert (new.name, new.group, new.status) == ("Ernie for cars", claim.group, Status.REPORTED_APPROVED)


@pytest.mark.parametrize(
    "values", [{"product": "no-such"}, {"status": "filed"}, {"happened_on": "yesterday"}], ids=lambda v: next(iter(v))
)
def test_what_makes_no_sense_is_refused(admin_client, values):
    claim = report()
    decide(admin_client, claim, **values)
    assert not Decision.objects.exists()
    assert Claim.objects.get().state == ClaimState.PENDING


def test_the_same_sentence_elsewhere_is_not_asked_about_again(admin_client):
    decide(admin_client, report())
    again = report("Courier", day=DAY + dt.timedelta(days=2))
    assert (again.state, again.event) == (ClaimState.ACCEPTED, Event.objects.get())
    assert again.decision == Decision.objects.get()


def test_a_rejected_sentence_stays_rejected_elsewhere(admin_client):
    claim = report()
    decide(admin_client, claim, "reject", reason="satire")
    assert [one.state for one in (Claim.objects.get(), report("Courier"))] == [ClaimState.REJECTED] * 2
    assert not Event.objects.exists()


def test_undoing_an_acceptance_withdraws_the_event_in_sight(admin_client, admin_user):
    claim = report()
    decide(admin_client, claim)
    decide(admin_client, claim, "undo")
    claim.refresh_from_db()
    decision = Decision.objects.get()
    assert (claim.state, claim.event, claim.decision) == (ClaimState.PENDING, None, None)
    assert (decision.undone_by, Withdrawal.objects.get().event) == (admin_user, Event.objects.get())
    assert product().status == Status.NOT_FOUND
    decide(admin_client, claim)
    assert Event.objects.filter(withdrawal=None).count() == 1
    assert product().status == Status.SUBMITTED


def test_undoing_a_rejection_lets_it_wait_again(admin_client):
    claim = report()
    decide(admin_client, claim, "reject")
    decide(admin_client, claim, "undo")
    claim.refresh_from_db()
    assert claim.state == ClaimState.PENDING


def test_rejecting_what_the_machine_believed_takes_it_off_the_timeline(admin_client):
    first = report()
    second = report("Courier", f"Reporters of ours saw it: {SAID}")
    assert Event.objects.get().claims.count() == 2
    decide(admin_client, first, "reject", reason="a joke")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ClaimState.REJECTED, ClaimState.PENDING)
    assert Withdrawal.objects.get().reason == "a joke"
    assert product().status == Status.NOT_FOUND


def test_rejecting_a_further_proof_leaves_the_event(admin_client):
    report()
    second = report("Courier", f"Reporters of ours saw it: {SAID}")
    decide(admin_client, second, "reject")
    event = Event.objects.get()
    assert (event.confirmations.count(), Withdrawal.objects.count()) == (0, 0)


def test_many_at_once(admin_client):
    claims = [report(f"Blog{number}", f"{number} people: {SAID}", Tier.UNLISTED) for number in range(3)]
    chosen = {"_selected_action": [claim.pk for claim in claims]}
    changelist = reverse("admin:filings_claim_changelist")
    admin_client.post(changelist, {"action": "accept", **chosen})
    assert {claim.state for claim in Claim.objects.all()} == {ClaimState.ACCEPTED}
    assert Event.objects.count() == 1
    admin_client.post(changelist, {"action": "take_back", **chosen})
    assert {claim.state for claim in Claim.objects.all()} == {ClaimState.PENDING}
    admin_client.post(changelist, {"action": "reject", **chosen})
    assert {claim.state for claim in Claim.objects.all()} == {ClaimState.REJECTED}
    decisions = {"_selected_action": list(Decision.objects.standing().values_list("pk", flat=True))}
    admin_client.post(reverse("admin:filings_decision_changelist"), {"action": "take_back", **decisions})
    assert not Decision.objects.standing().exists()


def test_deciding_twice_is_once(admin_client):
    claim = report()
    decide(admin_client, claim)
    decide(admin_client, claim)
    assert (Event.objects.count(), Decision.objects.count()) == (1, 1)


def test_the_next_claim_that_waits_is_shown(admin_client):
    first, second = report(tier=Tier.UNLISTED), report("Courier", f"Elsewhere: {SAID}", Tier.UNLISTED)
    answer = decide(admin_client, second)
    assert answer.redirect_chain[-1][0] == reverse("admin:filings_claim_change", args=[first.pk])


def test_looking_is_not_deciding(client):
    claim = report()
    client.force_login(make_staff("view_claim"))
    assert 'name="accept"' not in page(client, claim)
    assert decide(client, claim).status_code == 403
    assert client.get(reverse("admin:filings_claim_decide", args=[claim.pk])).status_code == 403
    assert not Decision.objects.exists()


def test_an_editor_pastes_a_text_and_adds_an_address(admin_client, newsstand):
    form = {"url": "https://paper.example.org/1", "title": "Filed", "published_on": "2025-02-11", "text": f"{SAID}."}
    new = reverse("admin:filings_article_new")
    assert admin_client.get(new).status_code == 200
    admin_client.post(new, form)
    assert Claim.objects.filter(article__added_by__username="admin").count() == 1
    herald = newsstand("Herald")
    admin_client.post(new, {"url": herald.write("Filed", f"{SAID}, Herald says.", day="2025-02-11")})
    assert Claim.objects.filter(article__outlet=herald.outlet).count() == 1
    admin_client.post(new, {"url": "file:///etc/passwd"})
    admin_client.post(new, {"url": "http://169.254.169.254/"})
    assert "not a public address" in Poll.objects.latest("id").message


def test_an_editor_adds_and_moves_a_feed(admin_client):
    values = {"key": "new", "name": "New", "interval_minutes": 60, "recheck_hours": 24, "is_enabled": "on"}
    add = reverse("admin:filings_source_add")
    admin_client.post(add, values | {"path": "ftp://feeds.example.org/rss"})
    assert not Source.objects.filter(key="new").exists()
    admin_client.post(add, values | {"path": "https://feeds.example.org/rss"})
    source = Source.objects.get(key="new")
    assert (source.kind, source.url) == ("feed", "https://feeds.example.org/rss")
    moved = values | {"path": "https://feeds.example.org/atom"}
    admin_client.post(reverse("admin:filings_source_change", args=[source.pk]), moved)
    source.refresh_from_db()
    assert source.url == "https://feeds.example.org/atom"


def test_what_editors_change_in_the_bundled_list_stays():
    outlets, feeds = load_bundled()
    assert outlets > 40
    assert feeds > 15
    Outlet.objects.filter(host="reuters.com").update(tier=Tier.UNLISTED)
    Source.objects.filter(key="ithome").update(is_enabled=False, interval_minutes=600)
    assert load_bundled() == (0, 0)
    assert Outlet.objects.get(host="reuters.com").tier == Tier.UNLISTED
    assert Source.objects.get(key="ithome").interval_minutes == 600
    assert Outlet.objects.filter(host="apple.com", group__slug="apple").exists()
