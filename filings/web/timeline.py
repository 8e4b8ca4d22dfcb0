"""An event as an entry of a timeline: its day, its tags, its evidence. What it says stands in `sentences`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from filings.models import (
    Article,
    Cause,
    Document,
    Event,
    EventKind,
    Filing,
    Precision,
    Product,
    Proof,
    Series,
    Snapshot,
    Status,
    Withdrawal,
)

from . import badges, sentences
from .dates import batch_text, day_text, month_of
from .diffs import FIELDS, FieldChange, field_change

REMARK = FIELDS["remark"][1]


@dataclass(frozen=True)
class Day:
    """The day beside an entry, how exactly it is known, and what kind of day it is."""

    on: dt.date
    precision: str
    kind: str


@dataclass(frozen=True)
class Entry:
    """An event, ready to be shown. `product` is set on a product's own page, `listed_on` where a list names it."""

    event: Event
    product: Product | None = None
    listed_on: dt.date | None = None

    @property
    def anchor(self) -> str:
        return f"event-{self.event.pk}"

    @cached_property
    def day(self) -> Day:
        event = self.event
        if event.happened_on:
            kind = _("filing date") if event.kind == EventKind.LISTED else _("happened")
            return Day(event.happened_on, event.precision, kind)
        if event.published_on:
            return Day(event.published_on, Precision.DAY, _("article") if self.is_claim else _("published"))
        if self.list_month:
            return Day(self.list_month, Precision.MONTH, _("month of the list"))
        seen_on = timezone.localdate(event.seen_at)
        return Day(seen_on, Precision.DAY, _("imported") if self.is_imported else _("seen by us"))

    @property
    def is_dated(self) -> bool:
        """Whether anybody gave it a day or a month. One that was merely imported, or there when we looked, has none."""
        event = self.event
        if event.happened_on or event.published_on or self.list_month:
            return True
        return not (self.is_imported or self.is_baseline)

    @property
    def list_month(self) -> dt.date | None:
        """The month in the label of the list, for a row that was in it before we looked and has no day of its own."""
        if self.event.kind != EventKind.LISTED or not (self.is_imported or self.is_baseline):
            return None
        return month_of(self.event.change_set.document.batch)

    @property
    def sort_key(self) -> tuple[dt.date, int]:
        return self.event.timeline_on, self.event.pk

    @property
    def state(self) -> tuple[object, ...]:
        """All that an entry shows and that can change after its event was written: same state, same entry."""
        event, product, withdrawal = self.event, self.product, self.withdrawal
        document, filing, version = event.change_set.document, event.filing, event.version
        files = [event.snapshot, version and version.first_snapshot, version and version.last_snapshot]
        names = [(one.slug, one.name) for one in (event.product, filing and filing.organization) if one]
        proofs = [(proof.pk, proof.document.label, proof.document.url) for proof in event.confirmations.all()]
        about = product and (product.name, product.aliases, [name.key for name in product.listed_names.all()])
        return (
            (event.pk, self.listed_on, withdrawal and (withdrawal.pk, withdrawal.reason), about, names, proofs),
            [file and (file.pk, file.first_seen_at, file.last_seen_at) for file in files],
            filing and (filing.name, filing.number, filing.copy),
            (document.label, document.parent and document.parent.url, self.article and self.article.title),
        )

    @property
    def badge(self) -> badges.Badge:
        return badges.event_badge(self.event)

    @property
    def is_imported(self) -> bool:
        return self.event.cause == Cause.IMPORT

    @property
    def is_baseline(self) -> bool:
        return self.event.cause == Cause.BASELINE

    @property
    def is_from_reader(self) -> bool:
        return self.event.cause == Cause.READER

    @property
    def is_claim(self) -> bool:
        """Somebody's word, shown with its quote."""
        return self.event.cause == Cause.PRESS

    @property
    def withdrawal(self) -> Withdrawal | None:
        """Set when an editor has taken the entry back. It stays visible, struck out."""
        return getattr(self.event, "withdrawal", None)

    @property
    def tags(self) -> list[str]:
        """How the entry came here, where no poll saw it happen."""
        event = self.event
        text = {
            Cause.IMPORT: _("imported on %(day)s") % {"day": day_text(timezone.localdate(event.seen_at))},
            Cause.BASELINE: _("already listed when we first looked"),
            Cause.READER: _("our reader, not the regulator"),
            Cause.EDITOR: _("entered by an editor"),
        }.get(Cause(event.cause))
        return [text] if text else []

    @cached_property
    def changes(self) -> list[FieldChange]:
        return [field_change(change, from_remark=self.is_imported) for change in self.event.changes]

    @property
    def told_changes(self) -> list[FieldChange]:
        """The changes of which more is known than that they were made."""
        return [change for change in self.changes if change.before or change.after]

    @property
    def main_changes(self) -> list[FieldChange]:
        """Those without the remark, which tells the same again, unless there is nothing else."""
        return [change for change in self.told_changes if change.heading != REMARK] or self.told_changes

    @property
    def headline(self) -> str:
        """The fact, in one sentence."""
        return sentences.headline(self)

    @property
    def notes(self) -> list[str]:
        """At most two: what the entry does not mean, and what the numbers in it are."""
        return sentences.notes(self)[:2]

    @property
    def list_name(self) -> str:
        return list_name(self.event.change_set.document)

    @property
    def quote(self) -> str:
        return self.event.statement if self.is_claim else ""

    @property
    def article(self) -> Article | None:
        """The article that makes the claim, where one was read."""
        return getattr(self.event.change_set.document, "article", None) if self.is_claim else None

    @property
    def outlet(self) -> str:
        """Who printed it; where the outlet is not known, the host of the address."""
        if self.article:
            return self.article.outlet.name
        return (urlsplit(self.event.evidence_url).hostname or "").removeprefix("www.")

    @property
    def seen_snapshot(self) -> Snapshot | None:
        """The newest file that holds this state of the row, if we have fetched one."""
        return self.event.version.last_snapshot if self.event.version else None


@dataclass(frozen=True)
class HandIn:
    """The day inside a filing's number, which we read as the day of hand-in. No event: nobody published it as one."""

    filing: Filing
    on: dt.date
    event: None = None
    withdrawal: None = None
    is_claim: bool = False
    is_dated: bool = True

    @property
    def anchor(self) -> str:
        return f"hand-in-{self.filing.pk}"

    @property
    def day(self) -> Day:
        return Day(self.on, Precision.DAY, _("inferred"))

    @property
    def sort_key(self) -> tuple[dt.date, int]:
        return self.on, 0

    @property
    def badge(self) -> badges.Badge:
        return badges.status_badge(Status.SUBMITTED)

    @property
    def proof(self) -> Proof:
        return badges.proof_of(self.filing)

    @property
    def tags(self) -> list[str]:
        return [_("computed, not published")]

    @property
    def headline(self) -> str:
        return _("Date inside the filing number.")

    @property
    def digits(self) -> str:
        return f"{self.on:%Y%m%d}"

    @property
    def number(self) -> tuple[str, str, str]:
        """The number before, in and after its date."""
        before, digits, after = self.filing.number.partition(self.digits)
        return before, digits, after


TimelineEntry = Entry | HandIn


def entries(events: Iterable[Event], product: Product | None = None) -> list[Entry]:
    return [Entry(event, product) for event in events]


def timeline(events: Iterable[Event], filings: Iterable[Filing], product: Product | None = None) -> list[TimelineEntry]:
    """Events and the hand-ins that the numbers of these filings tell of, newest first."""
    filings = list(filings)
    listed_on = min((day for filing in filings if (day := filing.filed_on or filing.published_on)), default=None)
    found: list[TimelineEntry] = [Entry(event, product, listed_on) for event in events]
    found += [HandIn(filing, filing.handed_in_on) for filing in filings if filing.handed_in_on]
    return sorted(found, key=lambda entry: entry.sort_key, reverse=True)


def list_name(document: Document) -> str:
    """A list as people call it: the series and the batch."""
    if not document.series:
        return document.label
    series = Series(document.series).label
    return _("%(series)s, batch of %(batch)s") % {"series": series, "batch": batch_text(document.batch)}
