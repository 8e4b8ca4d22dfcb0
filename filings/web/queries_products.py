"""The list of products: its rows, filters and orders."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from filings.exports import EXPORTS
from filings.models import FilingProduct, Group, Organization, Product
from filings.models.search import product_matches

from . import choices
from .listing import Facet, Listing, Order, Scope

SHOWN = [
    *("name", "name_en", "slug", "status", "proof", "listed_on", "group__name"),
    *(f"organization__{name}" for name in ("name", "name_en", "slug")),
]


def _rows() -> QuerySet[Product]:
    return Product.objects.filter(merged_into=None)


def _dressed(rows: QuerySet[Product]) -> QuerySet[Product]:
    """With what a row of the list shows, and nothing more."""
    return rows.select_related("organization", "group").only(*SHOWN)


def _in_series(series: str) -> Q:
    links = FilingProduct.objects.filter(product=OuterRef("pk"), is_current=True, filing__series=series)
    return Q(Exists(links))


def _of_organization(slug: str) -> Scope | None:
    found = Organization.objects.filter(slug=slug).first()
    return Scope(found.name, Q(organization=found)) if found else None


def _of_group(slug: str) -> Scope | None:
    found = Group.objects.filter(slug=slug).first()
    return Scope(found.name, Q(group=found) | Q(organization__group=found)) if found else None


def _per_series(products: QuerySet[Product]) -> dict[str, int]:
    links = FilingProduct.objects.filter(is_current=True, product__in=products.order_by().values("pk"))
    return dict(links.values_list("filing__series").annotate(products=Count("product", distinct=True)))


PRODUCTS = Listing(
    rows=_rows,
    dressed=_dressed,
    facets=[
        Facet("series", _("Series"), choices.series, _in_series, apart=_per_series),
        Facet("status", _("Status"), choices.statuses, choices.equal_to("status"), ("status",), choices.own),
        Facet("proof", _("Proof"), choices.proofs, choices.proof_is, ("proof",), choices.proof_word),
        Facet("year", _("Listed in"), choices.years, choices.in_year("listed_on"), ("listed_on",), choices.year_of),
        Facet(
            "province",
            _("Province"),
            choices.provinces,
            choices.equal_to("organization__province"),
            ("organization__province",),
            choices.own,
            is_chinese=True,
        ),
    ],
    orders=[
        Order("newest", _("newest listed"), "listed_on", is_nullable=True),
        Order("oldest", _("oldest listed"), "listed_on", descending=False, is_nullable=True),
        Order("name", _("name, by pinyin"), "slug", descending=False),
    ],
    export=EXPORTS["products"],
    matches=product_matches,
    scopes={"organization": _of_organization, "group": _of_group},
)
