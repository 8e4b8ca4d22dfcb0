"""The list of organizations: its rows, filters and orders."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filings.exports import EXPORTS
from filings.models import Filing, Group, Organization, Product
from filings.models.search import organization_matches

from . import choices
from .listing import Facet, Listing, Order, Scope
from .memory import remembered

# So many of the ranking are looked up before all rows that match are.
CHUNK = 120


@dataclass(frozen=True)
class Ranking:
    """The keys of organizations in their order; and again by size, with the number of filings of each. Compact."""

    keys: array[int]
    known: array[int]
    counts: array[int]

    def count(self, key: int) -> int:
        """How many filings the organization has; 0 for one that came later."""
        place = bisect_left(self.known, key)
        return self.counts[place] if place < len(self.known) and self.known[place] == key else 0


@dataclass(frozen=True)
class MostFilings(Order):
    """By the number of filings, which no column holds: by a ranking that is made once per state of the record."""

    def sorted(self, rows: QuerySet[Organization]) -> QuerySet[Organization]:  # type: ignore[override]
        return rows.annotate(filing_count=Count("filings")).order_by("-filing_count", "-pk")

    def page(  # type: ignore[override]
        self, rows: QuerySet[Organization], after: int | None, limit: int
    ) -> tuple[list[Organization], int | None]:
        keys = ranking().keys
        rest = keys if after is None or after not in keys else keys[keys.index(after) + 1 :]
        found = self._first(rows, rest[:CHUNK], limit) if len(rest) > CHUNK else []
        if len(found) <= limit:
            matching = set(rows.order_by().values_list("pk", flat=True))
            found = self._first(rows, array("q", (key for key in rest if key in matching))[: limit + 1], limit)
        return found[:limit], found[limit - 1].pk if len(found) > limit else None

    def _first(self, rows: QuerySet[Organization], keys: Sequence[int], limit: int) -> list[Organization]:
        """The first of these keys that are rows, one more than the limit where there are more."""
        known = rows.in_bulk(list(keys))
        return [known[key] for key in keys if key in known][: limit + 1]


def ranking() -> Ranking:
    """All organizations, those with most filings first."""
    return remembered("organizations_by_filings", _ranking)


def _ranking() -> Ranking:
    counts = dict(Filing.objects.order_by().values_list("organization").annotate(filings=Count("pk")))
    keys = Organization.objects.order_by().values_list("pk", flat=True)
    known = sorted(keys)
    ranked = sorted(known, key=lambda key: (-counts.get(key, 0), -key))
    return Ranking(array("q", ranked), array("q", known), array("q", [counts.get(key, 0) for key in known]))


def filing_counts(organizations: list[Organization]) -> dict[int, int]:
    """How many filings each of these has, by its key."""
    ranked = ranking()
    return {organization.pk: ranked.count(organization.pk) for organization in organizations}


def _rows() -> QuerySet[Organization]:
    return Organization.objects.filter(merged_into=None)


def _dressed(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """With what a row of the list shows, and nothing more."""
    return rows.select_related("group").only("name", "name_en", "slug", "province", "group__name", "group__slug")


def product_counts(organizations: list[Organization]) -> dict[int, int]:
    """How many products each of these has, by its key."""
    products = Product.objects.filter(organization__in=organizations, merged_into=None)
    return dict(products.values_list("organization").annotate(products=Count("pk")))


def _in_series(series: str) -> Q:
    return Q(Exists(Filing.objects.filter(organization=OuterRef("pk"), series=series)))


def _per_series(organizations: QuerySet[Organization]) -> dict[str, int]:
    filings = Filing.objects.filter(organization__in=organizations.order_by().values("pk"))
    return dict(filings.values_list("series").annotate(organizations=Count("organization", distinct=True)))


def _of_group(slug: str) -> Scope | None:
    found = Group.objects.filter(slug=slug).first()
    return Scope(found.name, Q(group=found)) if found else None


ORGANIZATIONS = Listing(
    rows=_rows,
    dressed=_dressed,
    facets=[
        Facet("series", _("Series"), choices.series, _in_series, apart=_per_series),
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
        MostFilings("filings", _("most filings"), ""),
        Order("name", _("name, by pinyin"), "slug", descending=False),
    ],
    export=EXPORTS["organizations"],
    matches=organization_matches,
    scopes={"group": _of_group},
)
