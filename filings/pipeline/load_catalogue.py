"""Loads the catalogue of groups and products into the record. What an editor has changed since the last load stays.

The one writer of groups, of their entities and of the products' listed names, the editor's fields apart. Loading again
does nothing; loading another catalogue changes what differs. Products that the lists have shown under a name which the
catalogue ties to one of its own are merged into that one: their addresses lead there from then on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

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
    changed = sum([_load_group(entry, place, groups) for place, entry in enumerate(catalogue.groups, 1)])
    changed += _load_entities(catalogue, groups)
    changed += tie_organizations()
    shelf = _Shelf(groups, now)
    changed += sum([shelf.load(entry, place) for place, entry in enumerate(catalogue.products, 1)])
    shelf.finish(catalogue)
    return changed


def _key(name: str) -> str:
    return bounded(name_key(name))


def follow(row: Group | Product, values: Mapping[str, Any]) -> bool:
    """Give a row the catalogue's values, except where an editor has changed them since. True if any are new."""
    new = {name: value for name, value in values.items() if row.loaded.get(name) != value}
    for name, value in new.items():
        if getattr(row, name) == row.loaded.get(name, type(value)()):
            setattr(row, name, value)
        row.loaded[name] = value
    return bool(new)


def _load_group(entry: CatalogueGroup, place: int, groups: dict[str, Group]) -> int:
    group = groups.get(entry.slug) or Group(slug=entry.slug)
    is_new = group.pk is None
    values = {"name": entry.name, "chinese": entry.chinese, "aliases": "\n".join(entry.aliases)}
    is_changed = follow(group, {**values, "sources": list(entry.sources), "place": place})
    group.search_text = search_text(group.name, group.chinese, *group.aliases.splitlines())
    if is_new or is_changed:
        group.save()
        groups[entry.slug] = group
    return int(is_new or is_changed)


def _load_entities(catalogue: Catalogue, groups: dict[str, Group]) -> int:
    """What the catalogue gives newly is added, what it gives no longer goes; what an editor did besides stays."""
    wanted = {entry.slug: list(entry.entities) for entry in catalogue.groups}
    gone, new = [], []
    for slug, group in groups.items():
        before, after = _entities_before(group), wanted.get(slug, [])
        gone += [(group.pk, name) for name in before if name not in after]
        new += [(group.pk, name) for name in after if name not in before]
        if group.loaded.get("entities") != after:
            group.loaded["entities"] = after
            group.save(update_fields=["loaded"])
    for pk, name in gone:
        GroupEntity.objects.filter(group=pk, name=name).delete()
    taken = set(GroupEntity.objects.filter(key__in=[_key(name) for _, name in new]).values_list("key", flat=True))
    rows = [GroupEntity(key=_key(name), group_id=pk, name=name) for pk, name in new if _key(name) not in taken]
    GroupEntity.objects.bulk_create(rows)
    return len(rows) + len(gone)


def _entities_before(group: Group) -> list[str]:
    """What the catalogue gave last; before that was noted, all that there is."""
    if "entities" in group.loaded:
        return list(group.loaded["entities"])
    return list(group.entities.order_by("pk").values_list("name", flat=True))


def tie_organizations() -> int:
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
        loaded = Product.objects.exclude(loaded={}, place=0).select_related("merged_into").prefetch_related("partners")
        self.loaded = {catalogue_slug(product): product for product in loaded if product.place or product.loaded}
        self.names = {(row.group_id, row.key): row for row in ProductName.objects.all()}
        self.now = now

    def load(self, entry: CatalogueProduct, place: int) -> int:
        group = self.groups[entry.group]
        keys = {_key(name): name for name in (entry.name, *entry.listed_as)}
        listed = self._of_lists(group, keys)
        product = self.loaded.get(entry.slug) or next((one for one in listed if one.slug == entry.slug), None)
        product = product or Product(slug=_free_slug(entry), status=Status.NOT_FOUND, proof=Proof.PRESS)
        is_changed = self._write(product, entry, group, place)
        survivor = product.merged_into or product
        merged = [self._merge(other, survivor) for other in listed if other.pk not in (product.pk, survivor.pk)]
        return int(is_changed | self._name(product, group, entry) | any(merged))

    def _of_lists(self, group: Group, keys: Iterable[str]) -> list[Product]:
        """What the lists have shown of this group under these names, oldest first."""
        own = Product.objects.filter(organization__group=group, key__in=keys, merged_into=None)
        return list(own.select_related("organization").order_by("listed_on", "id"))

    def _write(self, product: Product, entry: CatalogueProduct, group: Group, place: int) -> bool:
        is_new = product.pk is None
        is_changed = _follow_group(product, group)
        values = {"name_en": entry.english, "aliases": "\n".join(entry.aliases)}
        is_changed |= follow(product, {**values, "sources": list(entry.sources), "place": place})
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

    def _name(self, product: Product, group: Group, entry: CatalogueProduct) -> bool:
        """Note the names under which the lists have the product; those that an editor added or took away stay so."""
        wanted = names_of(entry)
        before = product.loaded.get("names")
        if before is None:
            before = list(product.listed_names.order_by("pk").values_list("name", flat=True))
        if product.loaded.get("names") == list(wanted):
            return False
        gone = [name for name in before if name not in wanted]
        ProductName.objects.filter(product=product, name__in=gone).delete()
        new = []
        for name, is_listed in wanted.items():
            row = self.names.get((group.pk, _key(name)))
            if row is None or name in gone:
                new.append(ProductName(group=group, key=_key(name), name=name, product=product, is_listed=is_listed))
            elif name not in before and row.product_id != product.pk:
                ProductName.objects.filter(pk=row.pk).update(product=product)
        ProductName.objects.bulk_create(new)
        product.loaded["names"] = list(wanted)
        product.save(update_fields=["loaded"])
        return bool(new or gone)

    def _merge(self, other: Product, product: Product) -> bool:
        """Join a product of the lists to one of the catalogue, unless an editor has taken just that back."""
        undone = IdentityDecision.objects.exclude(undone_at=None).filter(product=other, to_product=product)
        if undone.exists():
            return False
        merge_products(other, product, reason=CATALOGUE_SAYS_SO, person=None, now=self.now)
        product.refresh_from_db()
        return True

    def finish(self, catalogue: Catalogue) -> None:
        """Names of products that the catalogue no longer has lead nowhere."""
        given = {entry.slug for entry in catalogue.products}
        for slug, product in self.loaded.items():
            if slug not in given and product.loaded.get("names"):
                ProductName.objects.filter(product=product, name__in=product.loaded["names"]).delete()
                product.loaded["names"] = []
                product.save(update_fields=["loaded"])


def catalogue_slug(product: Product) -> str:
    """What the catalogue calls a product, whatever its address is here."""
    return str(product.loaded.get("slug") or product.slug)


def names_of(entry: CatalogueProduct) -> dict[str, bool]:
    """The names under which lists may have a product, and whether the catalogue says that one does; each key once."""
    names = {_key(name): (name, True) for name in entry.listed_as}
    names.setdefault(_key(entry.name), (entry.name, False))
    return dict(names.values())


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
