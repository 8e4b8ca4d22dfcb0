"""The list of organizations: its rows, filters and orders."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filings.exports import EXPORTS
from filings.models import Filing, Group, Organization, Product

from . import choices
from .listing import Facet, Listing, Order, Scope
from .queries_search import organization_matches

LONG = [f"group__{name}" for name in ("search_text", "aliases", "note", "loaded")]


def _rows() -> QuerySet[Organization]:
    return Organization.objects.filter(merged_into=None)


def _dressed(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """With how many filings each has. Long texts stay in the table, or grouping would compare them."""
    return (
        rows.select_related("group")
        .defer("search_text", "note", "loaded", *LONG)
        .annotate(filing_count=Count("filings"))
    )


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
        Order("filings", _("most filings"), "filing_count"),
        Order("name", _("name, by pinyin"), "slug", descending=False),
    ],
    export=EXPORTS["organizations"],
    matches=organization_matches,
    scopes={"group": _of_group},
)
