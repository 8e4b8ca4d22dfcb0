"""Plain functions that put one thing of each kind into the record, with real facts where nothing is asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from typing import Any

from filings.models import (
    Cause,
    ChangeSet,
    ChangeSetState,
    Channel,
    Delivery,
    Document,
    DocumentKind,
    Event,
    EventKind,
    Filing,
    Group,
    Letter,
    Message,
    Organization,
    OrganizationName,
    Outcome,
    Poll,
    Product,
    Proof,
    Series,
    Site,
    Snapshot,
    Source,
    SourceKind,
    Status,
    Subscriber,
    Subscription,
    Verdict,
    Version,
)
from filings.pipeline.archive import store_bytes
from filings.pipeline.match import bounded
from filings.sources.base import SHANGHAI
from filings.text import name_key, search_text, slugify_name

SEEN = dt.datetime(2024, 8, 20, 10, 2, tzinfo=SHANGHAI)
PUBLISHED = dt.date(2023, 9, 1)
DOUBAO_NUMBER = "网信算备110108823483901230031号"
STATUS_OF = {
    EventKind.AMENDED: Status.AMENDED,
    EventKind.CANCELLED: Status.CANCELLED,
    EventKind.GONE: Status.UNLISTED,
}
_serial = itertools.count(1)


def make_source(**values: Any) -> Source:
    """The source that every installation has, changed as wanted."""
    bundled = {
        "name": "国家网信办 · 网信发布",
        "kind": SourceKind.CHANNEL,
        "site": Site.CAC,
        "path": "/cms/JsonList?channelCode=A093702",
    }
    source, _ = Source.objects.update_or_create(key="cac-notices", defaults=values, create_defaults=bundled | values)
    return source


def make_document(batch: str = "2023-08", published_on: dt.date | None = PUBLISHED, **values: Any) -> Document:
    """A list behind its notice page."""
    source = values.pop("source", None) or make_source()
    notice, _ = Document.objects.get_or_create(
        source=source,
        key=f"notice:{batch}",
        defaults={
            "kind": DocumentKind.NOTICE,
            "label": "国家互联网信息办公室关于发布深度合成服务算法备案信息的公告",
            "series": Series.DEEP_SYNTHESIS,
            "url": "https://www.cac.gov.cn/2023-09/01/c_1695224377544009.htm",
            "published_on": published_on,
        },
    )
    year, month = batch.split("-")
    defaults = {
        "kind": DocumentKind.LIST,
        "label": f"境内深度合成服务算法备案清单（{year}年{int(month)}月）",
        "series": Series.DEEP_SYNTHESIS,
        "batch": batch,
        "parent": notice,
        "published_on": published_on,
    }
    return Document.objects.get_or_create(source=source, key=f"list:{batch}", defaults=defaults | values)[0]


def make_snapshot(document: Document, data: bytes = b"", **values: Any) -> Snapshot:
    """Accepted bytes of a document, in the archive and as the state of the record."""
    content = data or f"bytes {next(_serial)}".encode()
    defaults = {
        "sha256": store_bytes(content) if data else hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "media_type": "docx",
        "first_seen_at": SEEN,
        "last_seen_at": SEEN,
        "verdict": Verdict.ACCEPTED,
        "rows": 1,
        "accepted": 1,
    }
    snapshot = Snapshot.objects.create(document=document, **(defaults | values))
    if snapshot.verdict == Verdict.ACCEPTED:
        document.accepted_snapshot = snapshot
        document.save(update_fields=["accepted_snapshot"])
    return snapshot


def make_group(name: str = "ByteDance", **values: Any) -> Group:
    return Group.objects.create(**{"slug": slugify_name(name), "name": name, "search_text": search_text(name)} | values)


def make_organization(name: str = "北京抖音信息服务有限公司", **values: Any) -> Organization:
    defaults = {"name": name, "slug": slugify_name(name), "province": "北京", "search_text": search_text(name)}
    organization, is_new = Organization.objects.get_or_create(name=name, defaults=defaults | values)
    if is_new:
        OrganizationName.objects.create(organization=organization, name=name, key=bounded(name_key(name)))
    return organization


def make_product(name: str = "豆包", organization: Organization | None = None, **values: Any) -> Product:
    defaults = {
        "slug": slugify_name(name),
        "search_text": search_text(name),
        "listed_on": PUBLISHED,
        "key": bounded(name_key(name)),
    }
    values = defaults | {"organization": organization or make_organization()} | values
    return Product.objects.create(name=name, **values)


def make_filing(
    number: str = DOUBAO_NUMBER,
    name: str = "豆包大模型算法",
    *,
    document: Document | None = None,
    organization: Organization | None = None,
    products: tuple[Product, ...] = (),
    **values: Any,
) -> Filing:
    """A filing with its first version; `version` holds what that differs in."""
    document, organization = document or make_document(), organization or make_organization()
    version = values.pop("version", {})
    defaults = {
        "series": document.series,
        "published_on": document.published_on,
        "search_text": search_text(name, number, organization.name),
    }
    filing = Filing.objects.create(
        number=number, name=name, document=document, organization=organization, **(defaults | values)
    )
    filing.products.set(products)
    make_version(filing, **version)
    return filing


def make_version(filing: Filing, **values: Any) -> Version:
    """The next state of a filing's row, which becomes the current one."""
    snapshot = values.pop("snapshot", None)
    defaults = {
        "name": filing.name,
        "role": "服务提供者",
        "organization_name": filing.organization.name,
        "products": "、".join(f"{product.name}(APP)" for product in filing.products.all()),
        "purpose": "应用于智能对话、智能写作场景",
        "remark": "",
        "number_raw": filing.number,
        "row": 31,
        "cells": ["31", filing.name, "服务提供者", filing.organization.name, "--", "", filing.number, ""],
        "first_snapshot": snapshot,
        "last_snapshot": snapshot,
    }
    version = Version.objects.create(filing=filing, ordinal=filing.versions.count() + 1, **(defaults | values))
    filing.current = version
    filing.save(update_fields=["current"])
    return version


def make_event(filing: Filing, kind: EventKind = EventKind.LISTED, **values: Any) -> Event:
    """An event of a released change set: of its own, or of the one given."""
    cause = values.pop("cause", Cause.REGULATOR)
    seen_at = values.get("seen_at", SEEN)
    change_set = values.pop("change_set", None) or make_change_set(filing.document, cause=cause, created_at=seen_at)
    published_on = filing.published_on if kind == EventKind.LISTED else None
    defaults = {
        "kind": kind,
        "status": STATUS_OF.get(kind, Status.FILED),
        "proof": Proof.NATIONAL,
        "cause": change_set.cause,
        "published_on": published_on,
        "seen_at": seen_at,
        "timeline_on": values.get("happened_on") or published_on or seen_at.date(),
        "version": filing.current,
        "row": 31,
        "series": filing.series,
    }
    return Event.objects.create(change_set=change_set, filing=filing, **(defaults | values))


def make_claim(product: Product, status: Status = Status.SUBMITTED, **values: Any) -> Event:
    """What the press says of a product."""
    change_set = values.pop("change_set", None) or make_change_set(make_document(), cause=Cause.PRESS)
    defaults = {
        "kind": EventKind.REPORTED,
        "proof": Proof.PRESS,
        "cause": Cause.PRESS,
        "statement": "The features were submitted to the regulator.",
        "seen_at": SEEN,
        "timeline_on": SEEN.date(),
    }
    return Event.objects.create(change_set=change_set, product=product, status=status, **(defaults | values))


def make_change_set(document: Document, **values: Any) -> ChangeSet:
    defaults = {"cause": Cause.REGULATOR, "state": ChangeSetState.RELEASED, "event_count": 1, "created_at": SEEN}
    if values.get("state", ChangeSetState.RELEASED) == ChangeSetState.RELEASED:
        defaults["decided_at"] = values.get("created_at", SEEN)
    return ChangeSet.objects.create(document=document, **(defaults | values))


def make_poll(document: Document, outcome: Outcome | str = Outcome.UNCHANGED, **values: Any) -> Poll:
    """A closed attempt, unless the outcome is empty."""
    defaults = {"claim": "test", "started_at": SEEN, "finished_at": SEEN if outcome else None}
    return Poll.objects.create(source=document.source, document=document, outcome=outcome, **(defaults | values))


def make_channel(email: str = "reader@example.org", **values: Any) -> Channel:
    """The address itself, unless another kind and address are given."""
    subscriber, _ = Subscriber.objects.get_or_create(email=email)
    values = {"kind": "email", "address": email} | values
    return Channel.objects.get_or_create(subscriber=subscriber, **values)[0]


def make_subscription(email: str = "reader@example.org", **values: Any) -> Subscription:
    """Of everything, unless a target is given; told by mail, unless a channel is."""
    targets = ("product", "organization", "series", "province", "query")
    scope = next((name for name in targets if name in values), "everything")
    channel = values.pop("channel", None) or make_channel(email)
    scope = {"query": "search"}.get(scope, scope)
    return Subscription.objects.create(channel=channel, **({"scope": scope} | values))


def make_message(change_set: ChangeSet | None = None, **values: Any) -> Message:
    defaults = {
        "subject": "Rewritten: 豆包 (ByteDance) — Deep synthesis, seen 20 Aug 2024",
        "text": "Rewritten: 豆包",
        "html": "<p>Rewritten: 豆包</p>",
        "why": "You follow everything.",
        "language": "en",
        "data": {"events": []},
        "created_at": SEEN,
    }
    return Message.objects.create(change_set=change_set, **(defaults | values))


def make_letter(**values: Any) -> Letter:
    defaults = {"kind": "confirm", "to": "new@example.org", "subject": "Please confirm", "text": "…"}
    moments = {"next_attempt_at": SEEN, "created_at": SEEN}
    return Letter.objects.create(**(defaults | moments | values))


def make_delivery(subscription: Subscription, change_set: ChangeSet, **values: Any) -> Delivery:
    defaults = {
        "sequence": subscription.last_sequence + 1,
        "message": values.pop("message", None) or make_message(change_set),
        "occasion": f"set {change_set.pk}",
        "kind": subscription.channel.kind,
        "state": "SENT",
        "sent_at": SEEN,
        "next_attempt_at": SEEN,
        "created_at": SEEN,
    }
    delivery = Delivery.objects.create(subscription=subscription, **(defaults | values))
    subscription.last_sequence = delivery.sequence
    subscription.save(update_fields=["last_sequence"])
    return delivery
