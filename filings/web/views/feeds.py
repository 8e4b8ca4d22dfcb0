"""Feeds for programs: changes as Atom, for everything that can be followed, and expected batches as a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import icalendar
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from filings.alerts.compose import target_text
from filings.alerts.history import newest_events
from filings.alerts.lines import Line, lines_of
from filings.alerts.subscribe import Target, Terms
from filings.models import Document, Event, EventKind, Proof, Series, Withdrawal
from filings.noted import noted
from filings.web import queries, wishes
from filings.web.due import Due, due

ENTRIES = 50


class Atom(Feed):
    """The newest changes that concern one target, in the order in which we learnt of them."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> tuple[Target, Terms]:
        """Besides the target, an address may name kinds=…, proof=national and press=no."""
        kinds = tuple(sorted(set(request.GET.getlist("kinds")) & set(EventKind.values)))
        levels = {level.name.lower(): level for level in Proof}
        proof = levels.get(request.GET.get("proof", ""), Proof.COMPANY)
        return wishes.target_from(request.GET), Terms(kinds, proof, request.GET.get("press") != "no")

    def title(self, wanted: tuple[Target, Terms]) -> str:
        target, terms = wanted
        return _("China AI Filing Tracker: %(target)s") % {"target": target_text(target.wish(terms))}

    def link(self, wanted: tuple[Target, Terms]) -> str:
        return f"{settings.SITE_URL}{reverse('follow')}?{wishes.query_of(wanted[0])}"

    def feed_url(self, wanted: tuple[Target, Terms]) -> str:
        return f"{settings.SITE_URL}{wishes.feed_url(wanted[0])}"

    def items(self, wanted: tuple[Target, Terms]) -> Sequence[Line]:
        target, terms = wanted
        ids = newest_events(target.wish(terms), ENTRIES)
        lines = {line.event.pk: line for line in lines_of(Event.objects.filter(pk__in=ids))}
        self.withdrawn = {row.event_id: row for row in Withdrawal.objects.filter(event__in=ids)}
        return [lines[pk] for pk in ids]

    def item_title(self, item: Any) -> str:
        is_withdrawn = item.event.pk in self.withdrawn
        return _("Taken back: %(headline)s") % {"headline": item.headline} if is_withdrawn else str(item.headline)

    def item_description(self, item: Any) -> str:
        withdrawal = self.withdrawn.get(item.event.pk)
        changes = [f"{label}: {before} → {after}" for label, before, after in item.changes]
        why = noted(withdrawal.reason) if withdrawal else ""
        parts = [why, item.event.statement, *changes, item.proof, item.meaning]
        return "\n".join(part for part in parts if part)

    def item_link(self, item: Any) -> str:
        return str(item.url)

    def item_guid(self, item: Any) -> str:
        """Stays the same when addresses of pages change."""
        return f"tag:{settings.SITE_HOST},2026:event-{item.event.pk}"

    def item_pubdate(self, item: Any) -> dt.datetime:
        seen_at: dt.datetime = item.event.seen_at
        return seen_at

    def item_updateddate(self, item: Any) -> dt.datetime:
        withdrawal = self.withdrawn.get(item.event.pk)
        return withdrawal.at if withdrawal else self.item_pubdate(item)


def atom(request: HttpRequest) -> HttpResponse:
    """A new object for each request: it keeps what it has looked up."""
    return Atom()(request)


def calendar(request: HttpRequest) -> HttpResponse:
    """The span in which each series would bring its next batch, if the past went on."""
    book = icalendar.Calendar()
    book.add("prodid", "-//China AI Filing Tracker//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", _("Expected lists of China's AI registers"))
    now = timezone.now()
    days = Document.objects.all().batch_days()
    for one in queries.standings():
        if span := due(days.get(one.series, []), one.batches, timezone.localdate(now)):
            book.add_component(_entry(one.series, span, now))
    return HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")


def _entry(series: Series, span: Due, now: dt.datetime) -> icalendar.Event:
    entry = icalendar.Event()
    # One entry per series and span: a calendar that asks again moves it when a list has come.
    entry.add("uid", f"{series}-{span.first}@{settings.SITE_HOST}")
    entry.add("dtstamp", now.astimezone(dt.UTC))
    entry.add("dtstart", span.first)
    # The end is the day after; what is overdue stays until it comes.
    entry.add("dtend", max(span.last, span.today if span.is_overdue else span.last) + dt.timedelta(days=1))
    title = _("Overdue: next list of %(series)s") if span.is_overdue else _("Expected: next list of %(series)s")
    entry.add("summary", title % {"series": series.label})
    text = _("Arithmetic on the last %(n)d pauses, not an announcement: %(first)s to %(last)s.")
    entry.add("description", text % {"n": span.pauses, "first": span.first, "last": span.last})
    entry.add("transp", "TRANSPARENT")
    return entry
