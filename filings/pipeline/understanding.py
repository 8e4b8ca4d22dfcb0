"""What the record knows by name, handed to the reader of claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from django.db.models import Count, Max

from filings.claims import Actor, Claim, Lexicon, extract
from filings.claims import Article as Readable
from filings.models import Article, Group, Organization, OrganizationName, Precision, Product

Stamp = tuple[tuple[int, int], ...]


def claims_in(article: Article) -> tuple[Claim, ...]:
    """What the article says of anybody's status, in the order of the text."""
    is_exact = article.precision == Precision.DAY
    published = article.published_on
    return extract(
        Readable(article.title, article.text, article.language, published, "day" if is_exact else "month"), lexicon()
    )


def lexicon() -> Lexicon:
    """The lexicon of the record as it is now."""
    return _lexicon(_stamp())


def _stamp() -> Stamp:
    """Other numbers as soon as a name is added; an editor's change of one counts with the next addition."""
    tables = (Group.objects, OrganizationName.objects, Product.objects)
    found = (table.aggregate(count=Count("id"), newest=Max("id")) for table in tables)
    return tuple((row["count"], row["newest"] or 0) for row in found)


@lru_cache(maxsize=1)
def _lexicon(_stamp: Stamp) -> Lexicon:
    return Lexicon(list(_groups()), list(_organizations()))


def _groups() -> Iterator[Actor]:
    products = defaultdict(list)
    for product in (
        Product.objects.filter(merged_into=None).exclude(group=None).prefetch_related("partners", "listed_names")
    ):
        products[product.group_id].append(product)
    for group in Group.objects.prefetch_related("entities"):
        entities = [entity.name for entity in group.entities.all()]
        yield Actor(group.name, names_of(group.name, group.chinese, *group.aliases.splitlines(), *entities))
        for product in products[group.pk]:
            partners = tuple(partner.name for partner in product.partners.all())
            listed = (row.name for row in product.listed_names.all())
            names = names_of(product.name, product.name_en, *product.aliases.splitlines(), *listed)
            yield Actor(group.name, names, product.name_en or product.name, partners)


def _organizations() -> Iterator[Actor]:
    """Those of no group, under every name that a list has had them under."""
    names = defaultdict(list)
    for row in OrganizationName.objects.filter(organization__group=None):
        names[row.organization_id].append(row.name)
    for organization in Organization.objects.filter(group=None, merged_into=None):
        yield Actor(organization.name, names_of(organization.name, organization.name_en, *names[organization.pk]))


def names_of(*names: str) -> tuple[str, ...]:
    """Each name once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, names))))
