"""One event as a message tells it: what happened to whom, before and after, on what proof, and where to look."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from filings.models import Event, EventKind, FilingProduct, Precision, Product, Proof, Series, Status
from filings.spoken import reading
from filings.text import collapse

FIELDS = {
    "name": _("Name"),
    "organization": _("Entity"),
    "role": _("Role"),
    "products": _("Products"),
    "purpose": _("Purpose"),
    "remark": _("Remark of the regulator"),
}
VERBS = {
    EventKind.AMENDED: _("Rewritten"),
    EventKind.CANCELLED: _("Cancelled"),
    EventKind.RESTORED: _("Cancellation mark removed"),
    EventKind.GONE: _("No longer listed"),
    EventKind.BACK: _("Back on the list"),
    EventKind.CORRECTED: _("Corrected"),
}
# In the subject, before anything else: nobody shall take a rumour for a fact.
SPEAKERS = {Proof.PRESS: _("Press report, not confirmed"), Proof.COMPANY: _("Company statement, on no list")}


@dataclass(frozen=True)
class Name:
    """A name as printed, and what readers of the message's language put under it."""

    original: str
    gloss: str = ""

    @property
    def short(self) -> str:
        """One line for a subject: English for who reads English, where there is a real English name."""
        return self.gloss if self.gloss and not _reads_chinese() and self.is_translated else self.original

    is_translated: bool = False


@dataclass(frozen=True)
class Before:
    """The status that a product had before, and whose word that was."""

    status: str
    proof: str


@dataclass(frozen=True)
class Line:
    """One event, in the language that is active while it is read."""

    event: Event
    products: list[Product] = field(default_factory=list)
    before: Before | None = None

    @property
    def is_claim(self) -> bool:
        """Whether only the press or a company says so."""
        return self.event.proof in SPEAKERS

    @property
    def verb(self) -> str:
        """What happened, in a word or two; a claim says first whose word it is."""
        event = self.event
        verb = str(VERBS.get(EventKind(event.kind)) or Status(event.status).label)
        if event.kind == EventKind.DENIED:
            verb = gettext("denied: %(status)s") % {"status": verb}
        speaker = SPEAKERS.get(Proof(event.proof))
        return gettext("%(speaker)s: %(verb)s") % {"speaker": speaker, "verb": verb} if speaker else verb

    @property
    def name(self) -> Name:
        """Of its one product, or else of the filing."""
        if self.event.product:
            return name_of(self.event.product)
        if len(self.products) == 1:
            return name_of(self.products[0])
        return name_of(self.event.subject)

    @property
    def filing_name(self) -> Name | None:
        """The row's own name, where the product's stands in front."""
        filing = self.event.filing
        return name_of(filing) if filing and collapse(filing.name) != self.name.original else None

    @property
    def entity(self) -> Name | None:
        organization = self.event.subject.organization
        return name_of(organization) if organization else None

    @property
    def owner(self) -> str:
        """Whom people know it by: the group, or else the entity."""
        subject = self.event.subject
        group = (subject.organization.group if subject.organization else None) or getattr(subject, "group", None)
        if group:
            return str(group.chinese or group.name) if _reads_chinese() else str(group.name)
        return self.entity.short if self.entity else ""

    @property
    def series(self) -> str:
        return str(Series(self.event.series).label) if self.event.series else ""

    @property
    def series_chinese(self) -> str:
        return Series(self.event.series).chinese if self.event.series else ""

    @property
    def proof(self) -> str:
        level = Proof(self.event.proof)
        return gettext("%(proof)s (%(level)s of 4)") % {"proof": level.label, "level": int(level)}

    @property
    def status(self) -> str:
        return str(Status(self.event.status).label)

    @property
    def meaning(self) -> str:
        return str(Status(self.event.status).explanation)

    @property
    def look(self) -> str:
        """How its badge looks: dashed for a claim, filled for a national list, red for an end, tinted for the rest."""
        if self.is_claim:
            return "claim"
        if self.event.kind in (EventKind.CANCELLED, EventKind.GONE):
            return "end"
        is_quiet = self.event.proof == Proof.PROVINCIAL or self.event.kind == EventKind.AMENDED
        return "quiet" if is_quiet else "fact"

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Each changed field: its label, before, after."""
        return [
            (str(FIELDS.get(change["field"], change["field"])), change["before"] or "—", change["after"] or "—")
            for change in self.event.changes
        ]

    @property
    def happened(self) -> str:
        event = self.event
        return day_text(event.happened_on, event.precision) if event.happened_on else gettext("not stated")

    @property
    def published(self) -> str:
        if self.event.published_on:
            return day_text(self.event.published_on)
        return gettext("not announced") if self.event.filing else gettext("not stated")

    @property
    def seen(self) -> str:
        return moment_text(self.event.seen_at)

    @property
    def day(self) -> str:
        """The best known of the three dates, for a table."""
        event = self.event
        if event.happened_on or event.published_on:
            return self.happened if event.happened_on else self.published
        return day_text(timezone.localdate(event.seen_at))

    @property
    def where(self) -> str:
        """Which list, and of when: the end of a subject."""
        event = self.event
        if not event.filing:
            return self.published if event.published_on else self.happened
        if event.published_on:
            return gettext("%(series)s, list of %(day)s") % {"series": self.series, "day": day_text(event.published_on)}
        return gettext("%(series)s, seen %(day)s") % {"series": self.series, "day": self.day}

    @property
    def url(self) -> str:
        """Its entry on the timeline of the one product, or of the filing."""
        page: Any = self.event.product or (self.products[0] if len(self.products) == 1 else self.event.subject)
        return f"{settings.SITE_URL}{page.get_absolute_url()}#event-{self.event.pk}"

    @property
    def headline(self) -> str:
        """What happened to whom, on one line."""
        owner = gettext(" (%(owner)s)") % {"owner": self.owner} if self.owner else ""
        said = {"verb": self.verb, "name": self.name.short, "owner": owner, "where": self.where}
        return collapse(gettext("%(verb)s: %(name)s%(owner)s — %(where)s") % said)

    def data(self) -> dict[str, Any]:
        """The same for programs: words of the record, days as ISO 8601."""
        event = self.event
        entity = event.subject.organization
        return {
            "id": event.pk,
            "kind": event.kind,
            "status": event.status,
            "proof": Proof(event.proof).name.lower(),
            "is_claim": self.is_claim,
            "name": self.name.original,
            "series": event.series,
            "number": event.filing.number if event.filing else "",
            "organization": entity.name if entity else "",
            "products": [product.name for product in self.products],
            "changes": event.changes,
            "statement": event.statement,
            "happened_on": event.happened_on.isoformat() if event.happened_on else None,
            "precision": event.precision,
            "published_on": event.published_on.isoformat() if event.published_on else None,
            "seen_at": event.seen_at.astimezone(dt.UTC).isoformat(),
            "url": self.url,
            "evidence_url": event.evidence_url,
        }


def lines_of(events: QuerySet[Event], *, in_full: bool = False) -> list[Line]:
    """These events in the order of the record; `in_full` also looks up what was so before each."""
    related = (
        "filing__organization__group",
        "filing__document__parent",
        "product__organization__group",
        "product__group",
    )
    rows = list(events.select_related(*related, "snapshot").order_by("pk"))
    products = _products_of(row.filing_id for row in rows if row.filing_id)
    lines = []
    for row in rows:
        own = products[row.filing_id] if row.filing_id else []
        lines.append(Line(row, own, _before(row, own) if in_full else None))
    return lines


def _products_of(filing_ids: Iterable[int]) -> dict[int, list[Product]]:
    products: dict[int, list[Product]] = defaultdict(list)
    links = FilingProduct.objects.filter(filing__in=list(filing_ids), is_current=True)
    for link in links.select_related("product").order_by("pk"):
        products[link.filing_id].append(link.product)
    return products


def _before(event: Event, products: list[Product]) -> Before | None:
    """What was last said of the product before: only where exactly one product is meant."""
    product = event.product or (products[0] if len(products) == 1 else None)
    if product is None or event.kind == EventKind.AMENDED:
        return None
    earlier = Event.objects.filter(pk__lt=event.pk, withdrawal=None).exclude(kind=EventKind.AMENDED)
    filings = FilingProduct.objects.filter(product=product).values("filing")
    found = earlier.filter(Q(product=product) | Q(filing__in=filings)).order_by("-timeline_on", "-pk").first()
    return Before(str(Status(found.status).label), str(Proof(found.proof).label)) if found else None


def name_of(thing: Any) -> Name:
    """The name of a product, an organization or a filing."""
    original = collapse(thing.name)
    english = collapse(getattr(thing, "name_en", ""))
    if _reads_chinese() or original.isascii():
        return Name(original)
    return Name(original, english or reading(original), bool(english))


def _reads_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def day_text(day: dt.date, precision: str = Precision.DAY) -> str:
    """A day, or the month or year where no more is known."""
    if precision == Precision.YEAR:
        return format_date(day, pgettext("date format, year", "Y"))
    if precision == Precision.MONTH:
        return format_date(day, pgettext("date format, month", "M Y"))
    return format_date(day, pgettext("date format, day", "j M Y"))


def moment_text(value: dt.datetime) -> str:
    """Day and minute in Beijing."""
    return format_date(timezone.localtime(value), pgettext("date format, minute", "j M Y, H:i"))
