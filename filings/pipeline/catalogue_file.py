"""The catalogue as it is recorded, edits included, as a file and back: what an editor imports counts as edits.

A later version of the bundled catalogue changes only what it gives differently than before, so that these edits stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from filings.catalogue import Catalogue, CatalogueProduct, Difference, differences
from filings.catalogue import Group as CatalogueGroup
from filings.models import Group, GroupEntity, Product, ProductName, Proof, Status
from filings.text import name_key, search_text

from . import audit
from .load_catalogue import catalogue_slug, names_of, tie_organizations
from .match import bounded
from .merge import merge_products
from .refusal import Refused


def recorded_catalogue() -> Catalogue:
    """The groups and products of the catalogue as they stand in the record, in its order."""
    groups = Group.objects.filter(place__gt=0).order_by("place", "pk").prefetch_related("entities")
    products = Product.objects.filter(place__gt=0, merged_into=None, group__place__gt=0).order_by("place", "pk")
    loaded = products.select_related("group").prefetch_related("listed_names", "partners")
    return Catalogue(tuple(map(_group, groups)), tuple(map(_product, loaded)))


def _group(group: Group) -> CatalogueGroup:
    return CatalogueGroup(
        slug=group.slug,
        name=group.name,
        chinese=group.chinese,
        aliases=tuple(group.aliases.splitlines()),
        entities=tuple(entity.name for entity in group.entities.all()),
        sources=tuple(group.sources),
    )


def _product(product: Product) -> CatalogueProduct:
    assert product.group is not None, "products of the catalogue belong to a group"
    return CatalogueProduct(
        slug=catalogue_slug(product),
        group=product.group.slug,
        name=product.name,
        english=product.name_en,
        aliases=tuple(product.aliases.splitlines()),
        listed_as=tuple(row.name for row in product.listed_names.all() if row.is_listed),
        partners=tuple(sorted(partner.slug for partner in product.partners.all())),
        sources=tuple(product.sources),
    )


@transaction.atomic
def import_catalogue(new: Catalogue, *, reason: str, person: int | None, now: dt.datetime) -> list[Difference]:
    """Make the record say what the file says. Returns what that changed; Refused where it can't be done as a whole."""
    if not reason.strip():
        raise Refused("an import needs a reason")
    changed = differences(recorded_catalogue(), new)
    if not changed:
        return []
    by = User.objects.filter(pk=person).first() if person is not None else None
    writer = _Writer(by, reason, now)
    writer.write(new, changed)
    if left := differences(recorded_catalogue(), new):
        first = left[0]
        raise Refused(f"{first.kind} {first.slug}: {first.field} can't be {first.after!r} here; nothing was imported")
    for one in changed:
        row = writer.row_of(one)
        if row is not None:
            before, after = {one.field: one.before}, {one.field: one.after}
            audit.note(person, "import", row, now, before=before, after=after, reason=reason)
    return changed


class _Writer:
    """Writes a catalogue, with a history in the name of who imports it."""

    def __init__(self, person: User | None, reason: str, now: dt.datetime) -> None:
        self.person, self.reason, self.now = person, reason, now
        self.groups = {group.slug: group for group in Group.objects.all()}
        known = Product.objects.exclude(loaded={}, place=0).filter(merged_into=None)
        self.products = {catalogue_slug(product): product for product in known if product.place or product.loaded}

    def row_of(self, one: Difference) -> Group | Product | None:
        return (self.groups if one.kind == "group" else self.products).get(one.slug)

    def write(self, new: Catalogue, changed: Iterable[Difference]) -> None:
        touched = {(one.kind, one.slug) for one in changed}
        for place, entry in enumerate(new.groups, 1):
            self._write_group(entry, place, ("group", entry.slug) in touched)
        self._write_entities(new.groups)
        fresh = [entry for entry in new.products if ("product", entry.slug) in touched]
        for place, one in enumerate(new.products, 1):
            self._write_product(one, place, one in fresh)
        self._write_names(fresh)
        for one in fresh:
            self._gather(one)
        self._retire(new)
        tie_organizations()

    def _save(self, row: Group | Product) -> None:
        row._history_user = self.person  # type: ignore[union-attr]
        row._change_reason = self.reason[:100]  # type: ignore[union-attr]
        row.save()

    def _write_group(self, entry: CatalogueGroup, place: int, is_touched: bool) -> None:
        group = self.groups.setdefault(entry.slug, Group(slug=entry.slug))
        if not is_touched:
            Group.objects.filter(pk=group.pk).exclude(place=place).update(place=place)
            return
        group.name, group.chinese, group.aliases = entry.name, entry.chinese, "\n".join(entry.aliases)
        group.sources, group.place = list(entry.sources), place
        group.search_text = search_text(group.name, group.chinese, *entry.aliases)
        self._save(group)

    def _write_entities(self, entries: Sequence[CatalogueGroup]) -> None:
        """Groups whose entities differ get them anew; first all of these go, as one may move to another group."""
        stale = [entry for entry in entries if self._entities(entry) != list(entry.entities)]
        GroupEntity.objects.filter(group__in=[self.groups[entry.slug] for entry in stale]).delete()
        GroupEntity.objects.bulk_create(
            GroupEntity(group=self.groups[entry.slug], name=name, key=bounded(name_key(name)))
            for entry in stale
            for name in entry.entities
        )

    def _entities(self, entry: CatalogueGroup) -> list[str]:
        return list(self.groups[entry.slug].entities.order_by("pk").values_list("name", flat=True))

    def _write_product(self, entry: CatalogueProduct, place: int, is_touched: bool) -> None:
        product = self.products.get(entry.slug) or self._new(entry)
        self.products[entry.slug] = product
        if not is_touched:
            Product.objects.filter(pk=product.pk).exclude(place=place).update(place=place)
            return
        group = self.groups[entry.group]
        product.group, product.name, product.key = group, entry.name, bounded(name_key(entry.name))
        product.name_en, product.aliases = entry.english, "\n".join(entry.aliases)
        product.sources, product.place = list(entry.sources), place
        names = (entry.name, entry.english, *entry.aliases)
        product.search_text = search_text(*names, group.name, group.chinese, *group.aliases.splitlines())
        self._save(product)
        product.partners.set(self.groups[slug] for slug in entry.partners)

    def _new(self, entry: CatalogueProduct) -> Product:
        """A product that the lists have shown under this address, or a new one."""
        listed = Product.objects.filter(slug=entry.slug, merged_into=None).first()
        if listed is not None and listed.organization and listed.organization.group_id not in (None, self._id(entry)):
            raise Refused(f"the address {entry.slug} belongs to a product of somebody else's")
        return listed or Product(slug=entry.slug, status=Status.NOT_FOUND, proof=Proof.PRESS)

    def _id(self, entry: CatalogueProduct) -> int:
        return int(self.groups[entry.group].pk)

    def _write_names(self, entries: Sequence[CatalogueProduct]) -> None:
        ProductName.objects.filter(product__in=[self.products[entry.slug] for entry in entries]).delete()
        ProductName.objects.bulk_create(
            ProductName(
                product=self.products[entry.slug],
                group=self.groups[entry.group],
                name=name,
                key=bounded(name_key(name)),
                is_listed=is_listed,
            )
            for entry in entries
            for name, is_listed in names_of(entry).items()
        )

    def _gather(self, entry: CatalogueProduct) -> None:
        """What the lists have shown under these names, of the group's entities, is this product."""
        product = self.products[entry.slug]
        keys = [bounded(name_key(name)) for name in names_of(entry)]
        listed = Product.objects.filter(organization__group=product.group, key__in=keys, merged_into=None, place=0)
        for other in listed.exclude(pk=product.pk):
            person = self.person.pk if self.person else None
            merge_products(other, product, reason=self.reason, person=person, now=self.now)

    def _retire(self, new: Catalogue) -> None:
        """What the file no longer has leaves the catalogue; its page and its filings stay."""
        products = {one.slug for one in new.products}
        for slug, product in self.products.items():
            if slug not in products and product.place:
                ProductName.objects.filter(product=product).delete()
                product.place = 0
                self._save(product)
        groups = {one.slug for one in new.groups}
        for slug, group in self.groups.items():
            if slug not in groups and group.place:
                group.entities.all().delete()
                group.place = 0
                self._save(group)
