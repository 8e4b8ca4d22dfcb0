"""The list of filings across all series: its rows, filters and orders."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filings.exports import EXPORTS
from filings.models import Filing, FilingState, Organization, Product, Series, Status
from filings.models.search import filing_matches

from . import choices
from .badges import status_from
from .listing import Facet, Listing, Order, Scope
from .queries import lists_at
from .timeline import list_name

SHOWN = [
    *("series", "number", "copy", "name", "state", "flags", "published_on"),
    *(f"organization__{name}" for name in ("name", "name_en", "slug")),
    *(f"document__{name}" for name in ("series", "batch")),
]
ROLES: choices.Choices = [("provider", _("service provider")), ("supporter", _("technical supporter"))]
# As the lists print the roles (角色).
PRINTED_ROLES = {"provider": "服务提供者", "supporter": "服务技术支持者"}
ROLE_WORDS = {printed: word for word, printed in PRINTED_ROLES.items()}
# What a filing gives by itself; the rest of the ladder is the press's or a product's.
STATUSES = (
    Status.FILED,
    Status.REGISTERED,
    Status.PROVINCIALLY_LISTED,
    Status.CANCELLED,
    Status.UNLISTED,
)


def _rows() -> QuerySet[Filing]:
    return Filing.objects.all()


def _dressed(rows: QuerySet[Filing]) -> QuerySet[Filing]:
    """With what a row of the list shows, and nothing more."""
    return rows.select_related("organization", "document").only(*SHOWN)


def _has_status(word: str) -> Q:
    if word == Status.CANCELLED:
        return Q(state=FilingState.CANCELLED)
    if word == Status.UNLISTED:
        return Q(state=FilingState.GONE)
    series = [one for one in Series if status_from(FilingState.LISTED, one) == word]
    return Q(state=FilingState.LISTED, series__in=series)


def _statuses(state: str, series: str) -> Iterable[str]:
    return (status_from(state, series).value,)


def _role(printed: str | None) -> Iterable[str]:
    return choices.own(ROLE_WORDS.get(printed or ""))


def _of_organization(slug: str) -> Scope | None:
    found = Organization.objects.filter(slug=slug).first()
    return Scope(found.name, Q(organization=found)) if found else None


def _of_list(address: str) -> Scope | None:
    """A batch by the same words as in the address of its page, such as deep_synthesis/2023-08."""
    documents = lists_at(address)
    return Scope(list_name(documents[0]), Q(document__in=documents)) if documents else None


def _of_product(slug: str) -> Scope | None:
    found = Product.objects.filter(slug=slug).first()
    return Scope(found.name, Q(product_links__product=found)) if found else None


FILINGS = Listing(
    rows=_rows,
    dressed=_dressed,
    facets=[
        Facet("series", _("Series"), choices.series, choices.equal_to("series"), ("series",), choices.own),
        Facet(
            "status",
            _("Status"),
            lambda: [(status.value, status.label) for status in STATUSES],
            _has_status,
            ("state", "series"),
            _statuses,
        ),
        Facet(
            "role",
            _("Role"),
            lambda: ROLES,
            lambda word: Q(current__role=PRINTED_ROLES[word]),
            ("current__role",),
            _role,
        ),
        Facet(
            "year",
            _("Published in"),
            choices.years,
            choices.in_year("published_on"),
            ("published_on",),
            choices.year_of,
        ),
        Facet(
            "province",
            _("Province"),
            choices.provinces,
            choices.equal_to("province"),
            ("province",),
            choices.own,
            is_chinese=True,
        ),
    ],
    orders=[
        Order("newest", _("newest published"), "published_on", is_nullable=True),
        Order("oldest", _("oldest published"), "published_on", descending=False, is_nullable=True),
        Order("number", _("number"), "number", descending=False),
    ],
    export=EXPORTS["filings"],
    matches=filing_matches,
    scopes={"organization": _of_organization, "product": _of_product, "list": _of_list},
)
