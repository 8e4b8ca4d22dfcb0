"""The list of changes: which events it is about, its filters, and its pages made of whole readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filings.exports import EXPORTS
from filings.models import Event, EventKind, Filing, Organization, Product

from . import choices, feed
from .diffs import FIELDS
from .listing import Asked, Facet, Listing, Scope
from .queries import lists_at
from .timeline import list_name
from .typed import number_in

STATED_DAYS = ("happened_on", "published_on", "not_after")


def _of_set(key: str) -> Scope | None:
    found = feed.released_sets().select_related("document").filter(pk=number_in(key) or 0).first()
    return Scope(list_name(found.document), Q(change_set=found)) if found else None


def _about(name: str, filings: QuerySet[Filing], products: QuerySet[Product]) -> Scope:
    # Keys, not subqueries: so that an index on each of the two columns can answer.
    filing_keys, product_keys = (list(rows.values_list("pk", flat=True)) for rows in (filings, products))
    return Scope(name, Q(filing__in=filing_keys) | Q(product__in=product_keys))


def _of_organization(slug: str) -> Scope | None:
    found = Organization.objects.filter(slug=slug).first()
    return _about(found.name, found.filings.all(), found.products.all()) if found else None


def _of_product(slug: str) -> Scope | None:
    found = Product.objects.filter(slug=slug).first()
    return _about(found.name, found.filings.all(), Product.objects.filter(pk=found.pk)) if found else None


def _of_list(address: str) -> Scope | None:
    documents = lists_at(address)
    return Scope(list_name(documents[0]), Q(filing__document__in=documents)) if documents else None


def _fields() -> choices.Choices:
    return [(name, label) for name, (label, _heading) in FIELDS.items() if name != "row"]


def _aspects(text: str) -> Iterable[str]:
    return text.split()


def _in_year(year: str) -> Q:
    """Events of that year; those of which only the day of import is known are of no year."""
    unknown = Q(cause__in=feed.NOT_NEWS) & Q(**dict.fromkeys(STATED_DAYS))
    return choices.in_year("timeline_on")(year) & ~unknown


def _year(day: dt.date, cause: str, *stated: dt.date | None) -> Iterable[str]:
    return choices.year_of(day) if any(stated) or cause not in feed.NOT_NEWS else ()


def _lines(asked: Asked) -> tuple[list[feed.Line], int | None]:
    """Reading by reading, unless it is about single rows: then event by event."""
    events = asked.rows()
    if asked.order is feed.HAPPENED or is_about_rows(asked):
        return feed.entry_lines(events, asked.order, asked.after)
    sets = feed.released_sets()
    return feed.lines_of(events, feed.matching(sets, events) if asked.is_narrowed else sets, asked.after)


def is_about_rows(asked: Asked) -> bool:
    """Whether somebody wants to know what became of rows, not how many were listed."""
    kind = asked.chosen.get("kind", EventKind.LISTED)
    return bool(asked.scopes) or "field" in asked.chosen or kind != EventKind.LISTED


CHANGES = Listing(
    rows=Event.objects.all,
    dressed=lambda rows: rows,
    facets=[
        Facet(
            "kind",
            _("Kind"),
            lambda: [(kind.value, kind.label) for kind in EventKind],
            choices.equal_to("kind"),
            ("kind",),
            choices.own,
        ),
        Facet("field", _("Edited"), _fields, lambda name: Q(aspects__contains=f" {name} "), ("aspects",), _aspects),
        Facet("series", _("Series"), choices.series, choices.equal_to("series"), ("series",), choices.own),
        Facet("proof", _("Proof"), choices.proofs, choices.proof_is, ("proof",), choices.proof_word),
        Facet("year", _("Year"), choices.years, _in_year, ("timeline_on", "cause", *STATED_DAYS), _year),
    ],
    orders=[feed.SEEN, feed.HAPPENED],
    export=EXPORTS["events"],
    matches=lambda _query: Q(),
    scopes={"set": _of_set, "list": _of_list, "organization": _of_organization, "product": _of_product},
    pager=_lines,
)
