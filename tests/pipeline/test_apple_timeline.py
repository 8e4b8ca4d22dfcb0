"""The case that the record was begun for comes out by itself, from an empty record, feeds, articles and a list."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from filings.models import (
    Claim,
    ClaimState,
    Event,
    EventKind,
    FilingState,
    Product,
    Proof,
    Source,
    Status,
    Tier,
)
from filings.pipeline.added import add_text
from tests.servers import SHARED
from tests.site import Site
from tests.sources.generative import cases

from .press import load_groups
from .watching import poll_everything

pytestmark = pytest.mark.django_db

ASSESSED = ("baidu", "tencent", "bytedance", "deepseek")
NUMBER = "Shanghai-AppleZhiNeng-202506160057"
TITLE = "国家互联网信息办公室关于发布生成式人工智能服务已备案信息的公告"
LABEL = "生成式人工智能服务已备案信息（2026年8月）"


@pytest.fixture
def told(newsstand) -> None:
    """Two papers with reporters of their own, and one that nobody has listed, over a year and a half."""
    load_groups("apple", "alibaba", *ASSESSED)
    herald, courier = newsstand("Herald"), newsstand("Courier")
    blog = newsstand("Gadget blog", Tier.UNLISTED)
    herald.write(
        "Apple picks Alibaba for its AI in China",
        "Apple tested models of Baidu, Tencent, ByteDance and DeepSeek first.",
        "Apple and Alibaba have submitted AI features that they built together to the Cyberspace Administration of "
        "China for approval, two people with knowledge of the matter said.",
        day="2025-02-11",
    )
    courier.write(
        "Alibaba and Apple wait for Beijing",
        "Apple and Alibaba submitted jointly developed Apple Intelligence features to China's cyberspace regulator, "
        "said a person briefed on the plan.",
        "Earlier, Apple had assessed DeepSeek, whose staff it thought too small.",
        day="2025-02-12",
    )
    herald.write(
        "Apple's AI in China is held up",
        "The approval of Apple Intelligence by the Cyberspace Administration of China has been delayed, people "
        "familiar with the matter said.",
        day="2025-06-04",
    )
    courier.write(
        "No green light for Apple and Alibaba",
        "Apple's application for its AI services has stalled at the Cyberspace Administration of China, two said.",
        day="2025-06-05",
    )
    blog.write(
        "Apple Intelligence is approved in China!",
        "China's cyberspace regulator has approved Apple Intelligence, we hear.",
        day="2025-09-01",
    )
    herald.write(
        "Apple turns its AI on in China, and off again",
        "Apple withdrew Apple Intelligence in mainland China hours after it had been switched on by mistake; the "
        "regulator has not approved it.",
        day="2026-03-30",
    )
    courier.write(
        "A short spring for Apple's AI",
        "Apple has pulled Apple Intelligence from iPhones in China, where it went live by accident and without "
        "approval from the cyberspace regulator.",
        day="2026-03-31",
    )
    for paper in (herald, courier, blog):
        paper.poll()


def product() -> Product:
    return Product.objects.get(group__slug="apple")


def timeline(kind: EventKind = EventKind.REPORTED) -> list[tuple[str, dt.date | None]]:
    events = Event.objects.filter(product=product(), kind=kind).order_by("timeline_on")
    return [(event.status, event.published_on) for event in events]


def test_what_the_press_says_is_on_the_timeline(told: None) -> None:
    assert timeline() == [
        (Status.SUBMITTED, dt.date(2025, 2, 11)),
        (Status.DELAYED, dt.date(2025, 6, 4)),
        (Status.WITHDRAWN, dt.date(2026, 3, 30)),
    ]
    assert (product().status, product().proof) == (Status.WITHDRAWN, Proof.PRESS)


def test_the_day_of_the_hand_in_is_not_known(told: None) -> None:
    event = Event.objects.get(status=Status.SUBMITTED)
    assert (event.happened_on, event.precision) == (None, "")
    assert "submitted AI features" in event.statement
    assert event.confirmations.count() == 1


def test_the_partner_is_known_and_those_who_were_only_assessed_are_none(told: None) -> None:
    assert [group.slug for group in product().partners.all()] == ["alibaba"]
    assert not Claim.objects.filter(group__slug__in=ASSESSED).exists()
    others = Product.objects.filter(group__slug__in=ASSESSED)
    assert set(others.values_list("status", flat=True)) == {Status.NOT_FOUND}


def test_a_claim_from_a_host_that_is_not_listed_waits(told: None) -> None:
    claim = Claim.objects.get(article__outlet__name="Gadget blog")
    assert (claim.state, claim.status) == (ClaimState.PENDING, "approved")
    assert "not on our list" in claim.because
    assert not Event.objects.filter(status=Status.REPORTED_APPROVED).exists()


def test_the_list_confirms_what_was_said_and_the_days_between_are_known(told: None, site: Site, settings) -> None:
    site.publish(title=TITLE, published="2026-07-15 17:00", documents={LABEL: cases()["on_device/lists.pdf"]})
    settings.CAC_BASE_URL = site.url
    settings.ALLOW_PRIVATE_HOSTS = [*settings.ALLOW_PRIVATE_HOSTS, site.host]
    Source.objects.exclude(key="cac-notices").update(is_enabled=False)
    poll_everything()
    filing = product().filings.get()
    assert (filing.number, filing.state, filing.filed_on) == (NUMBER, FilingState.LISTED, dt.date(2026, 7, 8))
    assert (product().status, product().proof) == (Status.FILED, Proof.NATIONAL)
    first = Claim.objects.get(article__published_on=dt.date(2025, 2, 11))
    assert (first.confirmed_by, first.days_until_confirmed) == (filing, 512)
    waiting = Claim.objects.get(article__outlet__name="Gadget blog")
    assert waiting.state == ClaimState.OVERTAKEN
    assert timeline()[0] == (Status.SUBMITTED, dt.date(2025, 2, 11))


def test_the_article_that_the_record_began_with(db: None, settings, data_dir, admin_user) -> None:
    file = SHARED / "news" / "founding_article.json"
    if not file.exists():
        pytest.skip("the founding article is not beside this checkout")
    settings.RQ_QUEUES = {}
    load_groups("apple", "alibaba", *ASSESSED)
    article = json.loads(file.read_text(encoding="utf-8"))
    url = "https://blog.example.org/apple"
    finding = add_text(url, article["title"], article["text"], dt.date(2025, 2, 12), admin_user.pk, timezone.now())
    claim = Claim.objects.get()
    assert (claim.group, claim.product, claim.partners) == (product().group, product(), ["Alibaba"])
    assert (claim.status, claim.happened_on, claim.state) == ("submitted", None, ClaimState.PENDING)
    assert (finding.held, claim.article.cites) == (1, "")
