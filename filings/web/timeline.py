"""An event as an entry of a timeline: the day on its left, one sentence in plain words, and what it does not mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filings.models import Cause, Document, Event, EventKind, Precision, Product, Series, Snapshot
from filings.text import name_key, product_name_of_algorithm, split_products

from .dates import batch_text
from .diffs import FIELDS, FieldChange, field_change

NAME, REMARK = FIELDS["name"][1], FIELDS["remark"][1]


@dataclass(frozen=True)
class Day:
    """The day beside an entry, how exactly it is known, and what kind of day it is."""

    on: dt.date
    precision: str
    kind: str


@dataclass(frozen=True)
class Entry:
    """An event, ready to be shown. `product` is set on a product's own page."""

    event: Event
    product: Product | None = None

    @property
    def day(self) -> Day:
        event = self.event
        if event.happened_on:
            return Day(event.happened_on, event.precision, _("happened"))
        if event.published_on:
            return Day(event.published_on, Precision.DAY, _("published"))
        seen_on = timezone.localdate(event.seen_at)
        return Day(seen_on, Precision.DAY, _("imported") if self.is_imported else _("seen by us"))

    @property
    def is_imported(self) -> bool:
        return self.event.cause == Cause.IMPORT

    @property
    def is_baseline(self) -> bool:
        return self.event.cause == Cause.BASELINE

    @property
    def is_from_reader(self) -> bool:
        return self.event.cause == Cause.READER

    @cached_property
    def changes(self) -> list[FieldChange]:
        return [field_change(change, from_remark=self.is_imported) for change in self.event.changes]

    @property
    def main_changes(self) -> list[FieldChange]:
        """The changes without the remark, which tells the same again, unless there is nothing else."""
        return [change for change in self.changes if change.heading != REMARK] or self.changes

    @property
    def headline(self) -> str:
        """The fact, in one sentence."""
        if self.event.kind == EventKind.LISTED:
            return self._listed()
        if self.event.kind == EventKind.AMENDED:
            return self._amended()
        if self.event.statement:
            return self.event.statement
        return {
            EventKind.CANCELLED: _("The regulator marks the number as cancelled (注销)."),
            EventKind.RESTORED: _("The mark of cancellation is gone again."),
            EventKind.GONE: _("The row no longer stands in the list; a person has confirmed that."),
            EventKind.BACK: _("The row stands in the list again."),
        }.get(EventKind(self.event.kind), str(EventKind(self.event.kind).label))

    def _listed(self) -> str:
        names = {"list": list_name(self.event.change_set.document), "row": self.event.row}
        if self.is_baseline:
            return _("Already listed when we first looked: %(list)s.") % names
        if self.event.row is None:
            return _("Listed: %(list)s.") % names
        return _("Listed: %(list)s, row %(row)s.") % names

    def _amended(self) -> str:
        name: dict[str, str] | None = next((c for c in self.event.changes if c["field"] == "name"), None)
        others = [str(change.label).lower() for change in self.changes if change.heading != NAME]
        if self.is_from_reader:
            return _("We read this row differently now: %(fields)s.") % {"fields": self._fields()}
        if name is None:
            return _("The regulator rewrote the row: %(fields)s.") % {"fields": self._fields()}
        if not others:
            return _("Renamed from “%(before)s” to “%(after)s”.") % name
        return _("Renamed from “%(before)s” to “%(after)s”; also rewritten: %(fields)s.") % {
            **name,
            "fields": _list_of(others),
        }

    def _fields(self) -> str:
        return _list_of([str(change.label).lower() for change in self.changes])

    @property
    def notes(self) -> list[str]:
        """What the entry does not mean, and what the numbers in it are."""
        return [note for note in (self._products_note(), self._cause_note(), self._product_note()) if note]

    def _products_note(self) -> str:
        for change in self.changes:
            if change.is_list and (change.added or change.dropped):
                added = ngettext("%(n)d product added", "%(n)d products added", change.added) % {"n": change.added}
                dropped = ngettext("%(n)d dropped", "%(n)d dropped", change.dropped) % {"n": change.dropped}
                parts = [added] * bool(change.added) + [dropped] * bool(change.dropped)
                return capfirst(_list_of(parts)) + _(".")
        return ""

    def _cause_note(self) -> str:
        kind = self.event.kind
        if self.is_from_reader:
            return _("The cause is ours: the reader of the files was changed. The regulator did nothing.")
        if kind == EventKind.GONE:
            return _("Absence is not a cancellation, and the regulator gave no reason.")
        if kind == EventKind.AMENDED and self.is_imported:
            return _(
                "By the regulator’s remark in the row: it names what changed, and at best the month, not the whole row."
            )
        if kind == EventKind.AMENDED and self.event.published_on is None:
            return _("Old lists are edited in place; no notice announced it.")
        if self.is_imported and self.event.snapshot is None and kind == EventKind.LISTED and not self.seen_snapshot:
            return _("From the bundled record. We have not fetched the file ourselves yet.")
        return ""

    def _product_note(self) -> str:
        """A product can enter a row years after the row was listed; before that the row is not about it."""
        version = self.event.version
        if self.product is None or version is None:
            return ""
        if self.product.key in named_products(version.products, version.name):
            return ""
        return _("The row did not name %(product)s at that time.") % {"product": self.product.name}

    @property
    def seen_snapshot(self) -> Snapshot | None:
        """The newest file that holds this state of the row, if we have fetched one."""
        return self.event.version.last_snapshot if self.event.version else None


def named_products(cell: str, algorithm: str) -> set[str]:
    """What a row names: its products, or the algorithm itself where a technical supporter's row names none."""
    names = {name_key(product.name) for product in split_products(cell)}
    return names or {name_key(product_name_of_algorithm(algorithm))}


def list_name(document: Document) -> str:
    """A list as people call it: the series and the batch."""
    if not document.series:
        return document.label
    series = Series(document.series).label
    return _("%(series)s, batch of %(batch)s") % {"series": series, "batch": batch_text(document.batch)}


def entries(events: Iterable[Event], product: Product | None = None) -> list[Entry]:
    return [Entry(event, product) for event in events]


def _list_of(parts: list[str]) -> str:
    return _(", ").join(parts)
