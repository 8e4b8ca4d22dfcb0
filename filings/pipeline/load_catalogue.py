"""Loads the catalogue of groups and products into the record. What an editor has changed since the last load stays.

The one writer of groups, of their entities and of the products' listed names, the editor's fields apart. Loading again
does nothing; loading another catalogue changes what differs. Products that the lists have shown under a name which the
catalogue ties to one of its own are merged into that one: their addresses lead there from then on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from filings.catalogue import Catalogue, CatalogueProduct
from filings.catalogue import Group as CatalogueGroup
from filings.models import (
    Group,
    GroupEntity,
    IdentityDecision,
    Organization,
    OrganizationName,
    Product,
    ProductName,
    Proof,
    Status,
)
from filings.text import name_key, search_text

from .match import bounded
from .merge import merge_products

CATALOGUE_SAYS_SO = "the catalogue says that the lists mean the same by both names"


@transaction.atomic
def load_catalogue(catalogue: Catalogue, now: dt.datetime) -> int:
    """Bring the record up to the catalogue. Returns how many rows that changed."""
    groups = {group.slug: group for group in Group.objects.all()}
    changed = sum([_load_group(entry, groups) for entry in catalogue.groups])
    changed += _load_entities(catalogue, groups)
    changed += _tie_organizations()
    shelf = _Shelf(groups, now)
    changed += sum([shelf.load(entry) for entry in catalogue.products])
    shelf.finish()
    return changed


def _key(name: str) -> str:
    return bounded(name_key(name))


def follow(row: Group | Product, values: dict[str, str]) -> bool:
    """Give a row the catalogue's values, except where an editor has changed them since. True if any are new."""
    new = {name: value for name, value in values.items() if row.loaded.get(name) != value}
    for name, value in new.items():
        if getattr(row, name) == row.loaded.get(name, ""):
            setattr(row, name, value)
        row.loaded[name] = value
    return bool(new)


def _load_group(entry: CatalogueGroup, groups: dict[str, Group]) -> int:
    group = groups.get(entry.slug) or Group(slug=entry.slug)
    is_new = group.pk is None
    values = {"name": entry.name, "chinese": entry.chinese, "aliases": "\n".join(entry.aliases)}
    is_changed = follow(group, values)
    group.search_text = search_text(group.name, group.chinese, *group.aliases.splitlines())
    if is_new or is_changed:
        group.save()
        groups[entry.slug] = group
    return int(is_new or is_changed)


def _load_entities(catalogue: Catalogue, groups: dict[str, Group]) -> int:
    wanted = {_key(name): (groups[entry.slug].pk, name) for entry in catalogue.groups for name in entry.entities}
    known = {entity.key: (entity.group_id, entity.name) for entity in GroupEntity.objects.all()}
    stale = [key for key, value in known.items() if wanted.get(key) != value]
    GroupEntity.objects.filter(key__in=stale).delete()
    new = [
        GroupEntity(key=key, group_id=pk, name=name)
        for key, (pk, name) in wanted.items()
        if known.get(key) != (pk, name)
    ]
    GroupEntity.objects.bulk_create(new)
    return len(new) + len(stale)


def _tie_organizations() -> int:
    """Put organizations that bear the name of a group's entity into that group, unless an editor has said otherwise."""
    groups = {entity.key: entity.group for entity in GroupEntity.objects.select_related("group")}
    names = OrganizationName.objects.filter(key__in=groups).select_related("organization__group").order_by("id")
    changed = {}
    for name in names:
        if _follow_group(name.organization, groups[name.key]):
            changed[name.organization_id] = name.organization
    Organization.objects.bulk_update(changed.values(), ["group", "loaded"], batch_size=200)
    return len(changed)


class _Shelf:
    """The catalogue's products, loaded one by one."""

    def __init__(self, groups: dict[str, Group], now: dt.datetime) -> None:
        self.groups = groups
        loaded = Product.objects.exclude(loaded={}).select_related("merged_into").prefetch_related("partners")
        self.loaded = {product.loaded["slug"]: product for product in loaded if "slug" in product.loaded}
        self.names = {(row.group_id, row.key): row for row in ProductName.objects.all()}
        self.now = now
        self.kept: set[int] = set()

    def load(self, entry: CatalogueProduct) -> int:
        group = self.groups[entry.group]
        keys = {_key(name): name for name in (entry.name, *entry.listed_as)}
        listed = self._of_lists(group, keys)
        product = self.loaded.get(entry.slug) or next((one for one in listed if one.slug == entry.slug), None)
        product = product or Product(slug=_free_slug(entry), status=Status.NOT_FOUND, proof=Proof.PRESS)
        is_changed = self._write(product, entry, group)
        survivor = product.merged_into or product
        merged = [self._merge(other, survivor) for other in listed if other.pk not in (product.pk, survivor.pk)]
        return int(is_changed | self._name(product, group, keys) | any(merged))

    def _of_lists(self, group: Group, keys: Iterable[str]) -> list[Product]:
        """What the lists have shown of this group under these names, oldest first."""
        own = Product.objects.filter(organization__group=group, key__in=keys, merged_into=None)
        return list(own.select_related("organization").order_by("listed_on", "id"))

    def _write(self, product: Product, entry: CatalogueProduct, group: Group) -> bool:
        is_new = product.pk is None
        is_changed = _follow_group(product, group)
        is_changed |= follow(product, {"name_en": entry.english, "aliases": "\n".join(entry.aliases)})
        if product.loaded.get("slug") != entry.slug or product.name != entry.name:
            product.name, product.key, is_changed = entry.name, _key(entry.name), True
            product.loaded["slug"] = entry.slug
        if is_new or is_changed:
            product.search_text = _search_text(product, group)
            product.save()
        return self._follow_partners(product, sorted(entry.partners)) or is_new or is_changed

    def _follow_partners(self, product: Product, slugs: list[str]) -> bool:
        before = product.loaded.get("partners", [])
        if before == slugs:
            return False
        if sorted(group.slug for group in product.partners.all()) == before:
            product.partners.set([self.groups[slug] for slug in slugs])
        product.loaded["partners"] = slugs
        product.save(update_fields=["loaded"])
        return True

    def _name(self, product: Product, group: Group, keys: dict[str, str]) -> bool:
        """Note the names under which the lists have the product."""
        new = []
        for key, name in keys.items():
            row = self.names.get((group.pk, key))
            if row is None:
                new.append(ProductName(group=group, key=key, name=name, product=product))
            elif row.product_id != product.pk:
                ProductName.objects.filter(pk=row.pk).update(product=product)
            if row is not None:
                self.kept.add(row.pk)
        ProductName.objects.bulk_create(new)
        self.kept.update(row.pk for row in new)
        return bool(new)

    def _merge(self, other: Product, product: Product) -> bool:
        """Join a product of the lists to one of the catalogue, unless an editor has taken just that back."""
        undone = IdentityDecision.objects.exclude(undone_at=None).filter(product=other, to_product=product)
        if undone.exists():
            return False
        merge_products(other, product, reason=CATALOGUE_SAYS_SO, person=None, now=self.now)
        product.refresh_from_db()
        return True

    def finish(self) -> None:
        """Names that the catalogue no longer gives lead nowhere."""
        ProductName.objects.exclude(pk__in=self.kept).delete()


def _follow_group(row: Organization | Product, group: Group) -> bool:
    """Put a row into its group, unless an editor has put it elsewhere. True if the catalogue's word is new."""
    before = row.loaded.get("group")
    if before == group.slug:
        return False
    if (row.group.slug if row.group else None) == before:
        row.group = group
    row.loaded["group"] = group.slug
    return True


def _search_text(product: Product, group: Group) -> str:
    names = (product.name, product.name_en, *product.aliases.splitlines())
    owner = (group.name, group.chinese, *group.aliases.splitlines())
    return search_text(*names, *owner)


def _free_slug(entry: CatalogueProduct) -> str:
    """The catalogue's own, unless a product of somebody else's stands under it."""
    taken = Product.objects.filter(slug=entry.slug).exists()
    return f"{entry.slug}-{entry.group}" if taken else entry.slug
