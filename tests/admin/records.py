"""Plain functions that put small, true-looking records into the database, for tests of the admin and the exports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Permission, User

from filings.models import (
    Allowance,
    Article,
    Assignment,
    AuditEntry,
    Brake,
    Cancellation,
    Cause,
    ChangeSet,
    ChangeSetState,
    Claim,
    ClaimStatus,
    Correction,
    Dated,
    Decision,
    DecisionKind,
    Delivery,
    DeliveryLine,
    Document,
    DocumentKind,
    EntityKey,
    Event,
    EventKind,
    Evidence,
    Filing,
    FilingProduct,
    Group,
    GroupEntity,
    Heartbeat,
    Host,
    IdentityDecision,
    Judgement,
    Organization,
    OrganizationName,
    Outcome,
    Outlet,
    Poll,
    Product,
    ProductName,
    Proof,
    Proposal,
    Question,
    QuestionKind,
    Role,
    Sequence,
    Series,
    Snapshot,
    Source,
    StatedTotals,
    Status,
    Subscription,
    Tier,
    Verdict,
    Version,
    Withdrawal,
)
from tests import factories
from tests.factories import make_subscription

SEEN = dt.datetime(2026, 7, 20, 3, 0, tzinfo=dt.UTC)
SEEN_AGAIN = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
PUBLISHED = dt.date(2023, 9, 1)
NUMBER = "网信算备110108823483901230031号"


def make_document(label: str = "境内深度合成服务算法备案清单（2023年8月）", **values: Any) -> Document:
    defaults = {
        "source": Source.objects.get(key="cac-notices"),
        "kind": DocumentKind.LIST,
        "key": label,
        "series": Series.DEEP_SYNTHESIS,
        "batch": "2023-08",
        "published_on": PUBLISHED,
    }
    return Document.objects.create(label=label, **(defaults | values))


def make_snapshot(document: Document, sha256: str = "ab" * 32, **values: Any) -> Snapshot:
    defaults = {
        "size": 1000,
        "media_type": "docx",
        "url": "https://example.org/list",
        "first_seen_at": SEEN,
        "last_seen_at": SEEN_AGAIN,
        "verdict": Verdict.ACCEPTED,
        "rows": 2,
        "accepted": 1,
        "rejected": 1,
        "rejections": [{"row": 2, "reason": "no number", "cells": ["2", "云雀", ""]}],
    }
    return Snapshot.objects.create(document=document, sha256=sha256, **(defaults | values))


def make_organization(name: str = "北京抖音信息服务有限公司", slug: str = "douyin", **values: Any) -> Organization:
    organization = Organization.objects.create(name=name, slug=slug, **({"province": "北京"} | values))
    OrganizationName.objects.create(organization=organization, name=name, key=name.lower())
    return organization


def make_product(organization: Organization, name: str = "豆包", slug: str = "doubao", **values: Any) -> Product:
    defaults = {"key": name.lower(), "listed_on": PUBLISHED}
    return Product.objects.create(organization=organization, name=name, slug=slug, **(defaults | values))


def make_filing(
    document: Document,
    organization: Organization,
    products: list[Product],
    *,
    snapshot: Snapshot | None = None,
    number: str = NUMBER,
    name: str = "豆包大模型算法",
    remark: str | None = None,
    **values: Any,
) -> Filing:
    defaults = {
        "series": document.series,
        "province": organization.province,
        "category": "生成合成类",
        "published_on": document.published_on,
    }
    filing = Filing.objects.create(
        document=document, organization=organization, number=number, name=name, **(defaults | values)
    )
    version = Version.objects.create(
        filing=filing,
        ordinal=1,
        name=name,
        role="服务提供者",
        organization_name=organization.name,
        products="、".join(product.name for product in products),
        remark=remark,
        number_raw=number,
        row=1,
        cells=["1", name],
        first_snapshot=snapshot,
        last_snapshot=snapshot,
    )
    filing.current = version
    filing.save(update_fields=["current"])
    FilingProduct.objects.bulk_create([FilingProduct(filing=filing, product=product) for product in products])
    return filing


def make_change_set(document: Document, state: str = ChangeSetState.RELEASED, **values: Any) -> ChangeSet:
    defaults = {"cause": Cause.REGULATOR, "created_at": SEEN, "event_count": 1}
    return ChangeSet.objects.create(document=document, state=state, **(defaults | values))


def make_event(change_set: ChangeSet, filing: Filing, **values: Any) -> Event:
    defaults = {
        "kind": EventKind.AMENDED,
        "status": Status.AMENDED,
        "proof": Proof.NATIONAL,
        "cause": change_set.cause,
        "version": filing.current,
        "changes": [{"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}],
        "seen_at": SEEN,
        "timeline_on": SEEN.date(),
        "snapshot": change_set.snapshot,
        "row": 1,
        "series": filing.series,
    }
    return Event.objects.create(change_set=change_set, filing=filing, **(defaults | values))


def make_delivery(subscription: Subscription, change_set: ChangeSet, **values: Any) -> Delivery:
    return factories.make_delivery(subscription, change_set, **({"state": "PENDING", "sent_at": None} | values))


def make_one_of_each(suffix: str = "", **texts: str) -> Event:
    """A row in every table, hanging together; `texts` replaces names, to make them hostile."""
    document = make_document(texts.get("label", "境内深度合成服务算法备案清单（2023年8月）") + suffix)
    snapshot = make_snapshot(document, rejections=[{"row": 2, "reason": texts.get("reason", "?"), "cells": ["2"]}])
    document.accepted_snapshot = snapshot
    document.save(update_fields=["accepted_snapshot"])
    organization = make_organization(texts.get("organization", "北京抖音信息服务有限公司") + suffix, f"douyin{suffix}")
    EntityKey.objects.create(key=f"8234{suffix or 0:0>3}", organization=organization)
    product = make_product(organization, texts.get("product", "豆包") + suffix, f"doubao{suffix}")
    filing = make_filing(
        document,
        organization,
        [product],
        snapshot=snapshot,
        number=NUMBER + suffix,
        name=texts.get("name", "豆包大模型算法"),
    )
    changes = [{"field": "name", "before": texts.get("before", "云雀大模型算法"), "after": filing.name}]
    proposal = [{"kind": "amended", "number": NUMBER, "name": filing.name, "changes": changes}]
    reason = texts.get("reason", "60 published rows changed at once")
    make_change_set(document, ChangeSetState.HELD, snapshot=snapshot, proposal=proposal, reason=reason)
    released = make_change_set(document, snapshot=snapshot)
    event = make_event(released, filing, changes=changes)
    subscription = make_subscription(f"reader{suffix}@example.org", product=product)
    delivery = make_delivery(subscription, released, last_error=texts.get("reason", ""))
    DeliveryLine.objects.create(delivery=delivery, subscription=subscription, event=event)
    factories.make_letter(last_error=texts.get("reason", ""))
    Brake.objects.create(pulled_at=SEEN, reason=texts.get("reason", "a storm"))
    Allowance.objects.create(key=f"address{suffix}", until=SEEN)
    Sequence.objects.create(name=f"sequence{suffix}")
    make_poll(document, message=texts.get("reason", "no table found"), snapshot=snapshot)
    group = Group.objects.create(slug=f"bytedance{suffix}", name=texts.get("organization", "ByteDance") + suffix)
    GroupEntity.objects.create(group=group, name=organization.name, key=f"entity{suffix}")
    ProductName.objects.create(product=product, group=group, name=product.name, key=f"name{suffix}")
    Evidence.objects.create(event=event, document=document, proof=Proof.NATIONAL, seen_at=SEEN)
    author, _ = User.objects.get_or_create(username="author")
    Withdrawal.objects.create(event=event, reason=texts.get("reason", "a slip"), by=author, at=SEEN)
    StatedTotals.objects.create(document=document, filed_total=302)
    Cancellation.objects.create(
        document=document, row=1, number=filing.number, name=filing.name, organization_name="?", filing=filing
    )
    Question.objects.create(
        key=f"question{suffix}", kind=QuestionKind.NEW_SERIES, text=texts.get("reason", "new?"), opened_at=SEEN
    )
    make_editing(filing, product, author, suffix, texts.get("reason", "a slip"))
    make_news(document, product, suffix, **texts)
    Host.objects.create(name=f"host{suffix}.example.org", reason=texts.get("reason", ""))
    Heartbeat.objects.create(name=f"tick{suffix}", at=SEEN)
    return event


def make_editing(filing: Filing, product: Product, person: User, suffix: str, reason: str) -> None:
    """What people did to the record: a row in each of these tables."""
    made: dict[str, Any] = {"by": person, "at": SEEN, "reason": reason}
    Correction.objects.create(filing=filing, field="name", after="豆包", state_at=SEEN, **made)
    decision = IdentityDecision.objects.create(
        kind=DecisionKind.ASSIGN_FILING, filing=filing, product=product, to_product=product, **made
    )
    Assignment.objects.create(filing=filing, product=product, to_product=product, decision=decision)
    Proposal.objects.create(
        key=f"p{suffix}", kind="product", filing=filing, product=product, to_product=product, score=90,
        reasons=[reason], made_at=SEEN,
    )  # fmt: skip
    AuditEntry.objects.create(action="correct", model="filing", object_text=reason, before={"name": reason}, **made)


def make_news(document: Document, about: Product, suffix: str = "", **texts: str) -> Claim:
    """An article with a claim that waits, and a decision about another one."""
    outlet = Outlet.objects.create(host=f"news{suffix}.example.org", name=texts.get("outlet", "News"), tier=Tier.FIRST)
    page = Document.objects.create(
        source=document.source, kind=DocumentKind.ARTICLE, key=f"article:{suffix}", label="A"
    )
    article = Article.objects.create(
        document=page,
        outlet=outlet,
        title=texts.get("title", "A product was handed in"),
        text=texts.get("text", "It was handed in."),
        published_on=PUBLISHED,
        dated=Dated.PAGE,
        seen_at=SEEN,
    )
    user, _ = User.objects.get_or_create(username="editor")
    reason = texts.get("reason", "")
    Decision.objects.create(key=f"other{suffix}", verdict=Judgement.REJECT, reason=reason, by=user, at=SEEN)
    return Claim.objects.create(
        article=article,
        key=f"key{suffix}",
        actor=texts.get("actor", "ByteDance"),
        product=about,
        status=ClaimStatus.SUBMITTED,
        quote=texts.get("text", "It was handed in."),
        start=len(article.title) + 1,
        end=len(article.whole),
        role=Role.EVENT,
        reasons=[texts.get("reason", "handed in")],
        because=reason,
        seen_at=SEEN,
    )


def make_poll(document: Document | None, outcome: str = Outcome.FAILED, **values: Any) -> Poll:
    defaults = {
        "source": document.source if document else Source.objects.get(key="cac-notices"),
        "claim": "c",
        "started_at": SEEN,
        "finished_at": SEEN + dt.timedelta(seconds=2),
    }
    return Poll.objects.create(document=document, outcome=outcome, **(defaults | values))


def make_staff(*permissions: str) -> User:
    """A member of staff with these permissions of this application, such as "view_source"."""
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="filings", codename__in=permissions))
    return user
