"""The case that the record was begun for, as records: Apple Intelligence in China, said, denied, waited for and filed.

Names, numbers, days and addresses are real; the wording of the quotes is ours.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import get_user_model

from filings.models import (
    Cause,
    Document,
    DocumentKind,
    Event,
    EventKind,
    Evidence,
    Filing,
    Precision,
    Product,
    ProductName,
    Proof,
    Series,
    Source,
    SourceKind,
    Status,
    Withdrawal,
)
from filings.sources.base import SHANGHAI
from filings.text import name_key
from tests import factories as make

NUMBER = "Shanghai-AppleZhiNeng-202506160057"
ENTITY = "苹果技术开发（上海）有限公司"
FILED, LISTED = dt.date(2026, 7, 8), dt.date(2026, 7, 15)
TODAY = dt.datetime(2026, 9, 21, 10, 2, tzinfo=SHANGHAI)
ROW = ["1", "上海市", "Apple智能", ENTITY, NUMBER, "2026/7/8", "苹果手机"]


def product() -> Product:
    """Known from the press alone: it has a group and a partner, and no organization yet."""
    apple, alibaba = make.make_group("Apple", chinese="苹果"), make.make_group("Alibaba", chinese="阿里巴巴")
    found = make.make_product(
        "Apple Intelligence",
        organization=None,
        group=apple,
        slug="apple-intelligence",
        status=Status.WITHDRAWN,
        proof=Proof.PRESS,
        listed_on=None,
        aliases="Apple智能\n苹果智能",
    )
    found.organization = None
    found.save(update_fields=["organization"])
    ProductName.objects.create(product=found, group=apple, name="Apple智能", key=name_key("Apple智能"))
    found.partners.add(alibaba)
    return found


def news() -> Source:
    return Source.objects.get_or_create(
        key="technology-news",
        defaults={"name": "Technology news", "kind": SourceKind.FEED, "site": "cac", "path": "/feed"},
    )[0]


def article(title: str, url: str, published_on: dt.date) -> Document:
    values = {"kind": DocumentKind.ARTICLE, "label": title, "url": url, "published_on": published_on}
    return Document.objects.get_or_create(source=news(), key=url, defaults=values)[0]


def say(
    subject: Product,
    day: tuple[int, int, int],
    status: Status,
    quote: str,
    url: str,
    proof: Proof = Proof.PRESS,
    kind: EventKind = EventKind.REPORTED,
    happened_on: dt.date | None = None,
) -> Event:
    """A claim of an article of that day."""
    published_on = dt.date(*day)
    seen_at = dt.datetime(*day, 9, 30, tzinfo=SHANGHAI)
    document = article(quote[:40], url, published_on)
    change_set = make.make_change_set(document, cause=Cause.PRESS, created_at=seen_at)
    return Event.objects.create(
        change_set=change_set,
        product=subject,
        kind=kind,
        status=status,
        proof=proof,
        cause=Cause.PRESS,
        statement=quote,
        evidence_url=url,
        happened_on=happened_on,
        precision=Precision.DAY if happened_on else "",
        published_on=published_on,
        seen_at=seen_at,
        timeline_on=happened_on or published_on,
    )


def claims(subject: Product) -> list[Event]:
    """What was said until the list spoke."""
    told = [
        say(
            subject,
            (2025, 2, 11),
            Status.SUBMITTED,
            "Apple settled on Alibaba, and both have put their joint features before the regulator.",
            "https://www.theinformation.com/articles/apple-partners-with-alibaba-to-develop-ai-features-for-iphone-users-in-china",
        ),
        say(
            subject,
            (2025, 2, 14),
            Status.ANNOUNCED,
            "阿里巴巴董事长确认与苹果合作。",
            "https://todayheadline.co/apple-partners-with-alibaba-to-sell-ai-powered-iphones-in-china",
            Proof.COMPANY,
            happened_on=dt.date(2025, 2, 13),
        ),
        say(
            subject,
            (2025, 6, 4),
            Status.DELAYED,
            "The joint applications are stuck at the Cyberspace Administration, two people say.",
            "https://www.ft.com/content/0c76f3c2",
        ),
        say(
            subject,
            (2026, 1, 4),
            Status.LAUNCHED,
            "顧問否認 Apple Intelligence 已在中國上線。",
            "https://www.worldjournal.com/9244532",
            Proof.COMPANY,
            EventKind.DENIED,
        ),
        say(
            subject,
            (2026, 3, 31),
            Status.WITHDRAWN,
            "It came on for some phones by mistake and was off again within hours.",
            "https://www.macrumors.com/2026/03/30/apple-intelligence-china-mistake",
            happened_on=dt.date(2026, 3, 31),
        ),
    ]
    copy = article("两家公司已提交联合功能", "https://www.macrumors.com/2025/02/11/apple", dt.date(2025, 2, 12))
    Evidence.objects.create(
        event=told[0],
        document=copy,
        proof=Proof.PRESS,
        published_on=copy.published_on,
        seen_at=dt.datetime(2025, 2, 12, 8, 0, tzinfo=SHANGHAI),
    )
    return told


def rumour_taken_back(subject: Product) -> Event:
    """A claim that an editor took back: it stays, struck out."""
    event = say(subject, (2025, 9, 8), Status.LAUNCHED, "已在国行手机上推送。", "https://example.com/rumour")
    user, _is_new = get_user_model().objects.get_or_create(username="editor")
    Withdrawal.objects.create(
        event=event,
        reason="The article was about Qwen3 in MLX format, not about this product.",
        by=user,
        at=dt.datetime(2025, 9, 9, 11, 0, tzinfo=SHANGHAI),
    )
    return event


def filing(subject: Product) -> Filing:
    """The row in the first list of services on phones."""
    source = make.make_source()
    notice, _is_new = Document.objects.get_or_create(
        source=source,
        key="notice:on-device",
        defaults={
            "kind": DocumentKind.NOTICE,
            "label": "关于发布7款提供手机端侧生成式人工智能服务已备案信息的公告",
            "series": Series.ON_DEVICE,
            "url": "https://www.cac.gov.cn/2026-07/15/c_1785861480767004.htm",
            "published_on": LISTED,
        },
    )
    document, _is_new = Document.objects.get_or_create(
        source=source,
        key="list:on-device:2026-07",
        defaults={
            "kind": DocumentKind.LIST,
            "label": "手机端侧生成式人工智能服务已备案信息",
            "series": Series.ON_DEVICE,
            "batch": "2026-07",
            "parent": notice,
            "published_on": LISTED,
        },
    )
    seen_at = dt.datetime(2026, 7, 15, 18, 40, tzinfo=SHANGHAI)
    snapshot = make.make_snapshot(
        document, b"%PDF the list", media_type="pdf", first_seen_at=seen_at, last_seen_at=TODAY
    )
    organization = make.make_organization(ENTITY, province="上海", group=subject.group, slug="apple-shanghai")
    found = make.make_filing(
        NUMBER,
        "Apple智能",
        document=document,
        organization=organization,
        products=(subject,),
        province="上海",
        filed_on=FILED,
        handed_in_on=dt.date(2025, 6, 16),
        version={
            "role": "",
            "products": "",
            "purpose": "",
            "row": 1,
            "cells": ROW,
            "scenario": "苹果手机",
            "filed_on": f"{FILED}",
            "snapshot": snapshot,
        },
    )
    make.make_event(
        found,
        happened_on=FILED,
        precision=Precision.DAY,
        published_on=LISTED,
        timeline_on=FILED,
        seen_at=seen_at,
        snapshot=snapshot,
        row=1,
    )
    Product.objects.filter(pk=subject.pk).update(
        organization=organization, status=Status.FILED, proof=Proof.NATIONAL, listed_on=LISTED
    )
    subject.refresh_from_db()
    return found


def apple() -> Product:
    """The whole case."""
    subject = product()
    claims(subject)
    rumour_taken_back(subject)
    filing(subject)
    return subject
