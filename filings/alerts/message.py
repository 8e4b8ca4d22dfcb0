"""What a message says: a subject and a text that people understand, links to the timelines, and a way to stop."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import ngettext, override

from filings.models import Delivery, Event, EventKind, Product, Series, Status
from filings.text import collapse

# A batch of 700 is one mail that can be read: the first lines in full, the rest behind a link.
LINES_IN_FULL = 30


@dataclass(frozen=True)
class Line:
    """One event as the mail tells it."""

    event: Event
    products: list[Product]

    @property
    def title(self) -> str:
        return collapse(self.event.subject.name)

    @property
    def meaning(self) -> Promise:
        return Status(self.event.status).explanation


def build_mail(delivery: Delivery) -> EmailMessage:
    """The mail of one delivery, the same on every attempt: its Message-ID makes a second copy recognisable."""
    subscription = delivery.subscription
    with override(subscription.language):
        lines = list(
            delivery.lines.select_related("event__filing__organization", "event__filing__document").order_by("id")
        )
        events = [line.event for line in lines]
        shown = _with_products(events[:LINES_IN_FULL])
        context = {
            "delivery": delivery,
            "subscription": subscription,
            "document": delivery.change_set.document,
            "snapshot": delivery.change_set.snapshot,
            "lines": shown,
            "total": len(events),
            "more": len(events) - len(shown),
            "site_url": settings.SITE_URL,
            "headline": collapse(headline(events)),
        }
        body = render_to_string("alerts/mail.txt", context)
        subject = context["headline"][:200]
    return EmailMessage(subject, body, to=[subscription.email], headers=_headers(delivery))


def headline(events: list[Event]) -> str:
    """One line that says what happened."""
    first = events[0]
    if first.filing is None:
        return f"{EventKind(first.kind).label}: {first.subject.name}"
    if len(events) == 1:
        return f"{EventKind(first.kind).label}: {first.filing.name} ({Series(first.filing.series).label})"
    batch = f"{Series(first.filing.series).label}, {first.filing.document.batch or first.filing.document.label}"
    counts = {kind: sum(event.kind == kind for event in events) for kind in EventKind}
    parts = [f"{label(counts[kind])}" for kind, label in _COUNTED.items() if counts[kind]]
    return f"{batch}: {', '.join(parts)}"


_COUNTED = {
    EventKind.LISTED: lambda n: ngettext("%(n)d filing listed", "%(n)d filings listed", n) % {"n": n},
    EventKind.AMENDED: lambda n: ngettext("%(n)d row rewritten", "%(n)d rows rewritten", n) % {"n": n},
    EventKind.CANCELLED: lambda n: ngettext("%(n)d number cancelled", "%(n)d numbers cancelled", n) % {"n": n},
    EventKind.RESTORED: lambda n: (
        ngettext("%(n)d cancellation taken back", "%(n)d cancellations taken back", n) % {"n": n}
    ),
    EventKind.GONE: lambda n: ngettext("%(n)d row gone", "%(n)d rows gone", n) % {"n": n},
    EventKind.BACK: lambda n: ngettext("%(n)d row back", "%(n)d rows back", n) % {"n": n},
}


def _with_products(events: list[Event]) -> list[Line]:
    links = Product.filings.through.objects.filter(filing__in={event.filing_id for event in events}, is_current=True)
    by_filing: dict[int, list[Product]] = {}
    for link in links.select_related("product").order_by("id"):
        by_filing.setdefault(link.filing_id, []).append(link.product)
    return [Line(event, by_filing.get(event.filing_id or 0, [])) for event in events]


def _headers(delivery: Delivery) -> dict[str, str]:
    subscription = delivery.subscription
    stop = f"<{settings.SITE_URL}{subscription.get_absolute_url()}>"
    name = hashlib.sha256(subscription.token.encode()).hexdigest()[:16]
    return {
        "Message-ID": f"<alert-{delivery.sequence}.{name}@{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": stop,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Alert-Number": str(delivery.sequence),
    }
