"""Where a product stands now: one sentence with who says so, and the facts beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filings.models import EventKind, Filing, FilingProduct, FilingState, Product, Series, Status

from .dates import day_text
from .sentences import SAID
from .timeline import Entry, TimelineEntry

# "Filed on 8 July 2026 …": what the single filing of a product is, by its series.
AS: dict[Series, str | Promise] = {
    Series.ALGORITHM: gettext_lazy("as an algorithm"),
    Series.DEEP_SYNTHESIS: gettext_lazy("as a deep-synthesis algorithm"),
    Series.GENAI_FILING: gettext_lazy("as a generative AI service"),
    Series.GENAI_REGISTRATION: gettext_lazy("as an application of somebody’s filed model"),
    Series.ON_DEVICE: gettext_lazy("as a generative AI service on phones"),
    Series.PROVINCIAL_GUANGDONG: gettext_lazy("by Guangdong"),
    Series.PROVINCIAL: gettext_lazy("by its province"),
}


@dataclass(frozen=True)
class SeriesCount:
    """How many filings of one series name the product today."""

    series: Series
    filings: int
    cancelled: int


@dataclass(frozen=True)
class ProductStanding:
    """A product with the filings that name it or once did, and its timeline."""

    product: Product
    links: Sequence[FilingProduct]
    entries: Sequence[TimelineEntry]

    @cached_property
    def filings(self) -> list[Filing]:
        return [link.filing for link in self.links if link.is_current]

    @cached_property
    def past_filings(self) -> list[Filing]:
        return [link.filing for link in self.links if not link.is_current]

    @cached_property
    def listed(self) -> list[Filing]:
        return [filing for filing in self.filings if filing.state == FilingState.LISTED]

    @property
    def only(self) -> Filing | None:
        """Its one filing, whose facts can then stand at the head of the page."""
        return self.filings[0] if len(self.filings) == 1 else None

    @cached_property
    def counts(self) -> list[SeriesCount]:
        return [
            SeriesCount(series, len(states), states.count(FilingState.CANCELLED))
            for series in Series
            if (states := [filing.state for filing in self.filings if filing.series == series])
        ]

    @cached_property
    def claims(self) -> list[Entry]:
        """What was said of it and not taken back, newest first."""
        return [entry for entry in self.entries if isinstance(entry, Entry) and entry.is_claim and not entry.withdrawal]

    @property
    def sentence(self) -> str:
        parts = [self._lists(), self._renamed(), self._launch()]
        return " ".join(part for part in parts if part)

    def _lists(self) -> str:
        if not self.links:
            return self._said()
        if not self.filings:
            return _("No row of the lists names it today; rows that once did are shown below.")
        if self.product.status == Status.SUSPENDED and (order := self._stated()):
            return _("Ordered to stop: %(said)s (%(day)s). The lists still have it.") % order
        if not self.listed:
            return _("None of its filings stands in the lists today without a mark of cancellation.")
        if self.only:
            return _one(self.only)
        if not self.product.listed_on:
            return self._numbers(
                ngettext("In the lists today under %(n)d number.", "In the lists today under %(n)d numbers.", self._n)
            )
        return self._numbers(
            ngettext(
                "In the lists since %(day)s, today under %(n)d number.",
                "In the lists since %(day)s, today under %(n)d numbers.",
                self._n,
            )
        )

    @property
    def _n(self) -> int:
        return len(self.listed)

    def _numbers(self, text: str) -> str:
        day = day_text(self.product.listed_on) if self.product.listed_on else ""
        return text % {"n": self._n, "day": day}

    def _said(self) -> str:
        """Where no list speaks: the newest claim, who makes it, and that no list confirms it."""
        newest = next((entry for entry in self.claims if entry.event.status == self.product.status), None)
        if newest is None and (stated := self._stated()):
            return _("%(said)s (%(day)s). On no list that we have read.") % stated
        if newest is None:
            return _("On no list that we have read, and nobody whom we read says anything of it yet.")
        said = SAID.get(Status(newest.event.status), Status(newest.event.status).explanation)
        who = _("According to a report of %(day)s, %(said)s On no list that we have read.")
        return who % {"day": day_text(newest.day.on, newest.day.precision), "said": said}

    def _stated(self) -> dict[str, str] | None:
        """What an editor entered with evidence that gives it its status, and the day of that."""
        stated = [entry for entry in self.entries if isinstance(entry, Entry) and entry.event.kind == EventKind.STATED]
        for entry in stated:
            if entry.event.status == self.product.status and not entry.withdrawal:
                day = day_text(entry.day.on, entry.day.precision)
                return {"said": entry.event.statement.rstrip(".。"), "day": day}
        return None

    def _renamed(self) -> str:
        """The newest change of name among its rows, where there is one."""
        for entry in self.entries:
            if isinstance(entry, Entry) and not entry.is_claim and not entry.withdrawal:
                name = next((change for change in entry.event.changes if change["field"] == "name"), None)
                if name and entry.is_dated and not entry.is_from_reader:
                    day = day_text(entry.day.on, entry.day.precision)
                    return _("Renamed from “%(before)s” to “%(after)s” (%(day)s).") % {**name, "day": day}
        return ""

    def _launch(self) -> str:
        """The rules are about offering to the public: where the press speaks of it, whether that is known is said."""
        said = {claim.event.status for claim in self.claims if claim.event.kind == EventKind.REPORTED}
        if not self.listed or not self.claims or Status.LAUNCHED in said:
            return ""
        return _("No stored source says that it is open to the public in mainland China.")


def _one(filing: Filing) -> str:
    """The sentence of a product with a single filing."""
    series = Series(filing.series)
    words = {"as": AS[series], "filed": _day(filing.filed_on), "published": _day(filing.published_on)}
    if filing.filed_on:
        text = _filed_text(series, is_published=filing.published_on is not None)
    elif filing.published_on:
        text = _("Listed %(as)s; the list was published on %(published)s.")
    else:
        text = _("Listed %(as)s; no day of publication is known.")
    return text % words


def _filed_text(series: Series, *, is_published: bool) -> str:
    """Where the row has a day of its own: that day, and the list's, if it is known."""
    if series == Series.GENAI_REGISTRATION:
        if is_published:
            return _("Registered on %(filed)s %(as)s, and published by the regulator on %(published)s.")
        return _("Registered on %(filed)s %(as)s; no day of publication is known.")
    if series.is_provincial:
        if is_published:
            return _("Listed on %(filed)s %(as)s, and published on %(published)s.")
        return _("Listed on %(filed)s %(as)s; no day of publication is known.")
    if is_published:
        return _("Filed on %(filed)s %(as)s, and published by the regulator on %(published)s.")
    return _("Filed on %(filed)s %(as)s; no day of publication is known.")


def _day(day: dt.date | None) -> str:
    return day_text(day) if day else ""
