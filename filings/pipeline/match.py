"""From a row to its organization and products, by exact keys only. Their one writer, the editor's fields apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from filings.models import EntityKey, Group, GroupEntity, Organization, OrganizationName, Product, Proof, Status
from filings.models import ProductName as ListedName
from filings.sources.base import Entry
from filings.sources.remarks import read_remark
from filings.text import (
    AlgorithmNumber,
    ProductName,
    name_key,
    number_key,
    parse_algorithm_number,
    product_name_of_algorithm,
    product_name_of_model,
    province_of_name,
    province_of_region,
    search_text,
    slugify_name,
    split_products,
)

# Keys are compared whole; one that is longer than its column keeps its beginning and a digest of the rest.
KEY_LENGTH = 200
KEY_OF_ANOTHER = "key_of_another"


@dataclass
class Match:
    """One row with what it belongs to."""

    entry: Entry
    number: str
    parts: AlgorithmNumber | None
    organization: Organization
    products: list[Product] = field(default_factory=list)
    flags: tuple[str, ...] = ()

    @property
    def province(self) -> str:
        """As printed (属地), which beats what a number says; else that of the region inside the number."""
        if self.entry.province:
            return province_of_name(self.entry.province)
        return province_of_region(self.parts.region) if self.parts else ""

    @property
    def product_names(self) -> tuple[ProductName, ...]:
        """The products that the row names; a row without any stands for one named like its algorithm or model."""
        named = split_products(self.entry.products)
        if named:
            return named
        name = self.entry.name
        bare = product_name_of_algorithm(name) if self.parts else product_name_of_model(name)
        return (ProductName(bare, ""),)


def bounded(key: str) -> str:
    """The key itself, or a shorter stand-in for one that no column could hold."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 17]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def match_entries(entries: Sequence[Entry], former_names: Mapping[int, Sequence[str]] | None = None) -> list[Match]:
    """Find or create the organization and the products of each row, in a handful of queries for the whole list.

    `former_names` are those of the rows' organizations, by row; without them the remarks tell.
    """
    former = [former_names.get(entry.row, ()) if former_names else _former_names(entry) for entry in entries]
    directory = _Directory(entries, former)
    matches = []
    for entry in entries:
        parts = parse_algorithm_number(entry.number)
        organization = directory.organization_of(entry, parts)
        flags = (KEY_OF_ANOTHER,) if directory.has_key_of_another(organization, parts) else ()
        matches.append(Match(entry, bounded(number_key(entry.number)), parts, organization, flags=flags))
    for match, names in zip(matches, former, strict=True):
        directory.add_former_names(match.organization, names)
    directory.save()
    _attach_products(matches)
    return matches


class _Directory:
    """The organizations that a list may mean: those known by the entity keys and names in it, and the new ones."""

    def __init__(self, entries: Iterable[Entry], former: Iterable[Sequence[str]]) -> None:
        names, keys = set[str](), set[str]()
        names.update(bounded(name_key(name)) for group in former for name in group)
        for entry in entries:
            names.add(bounded(name_key(entry.organization)))
            if parts := parse_algorithm_number(entry.number):
                keys.add(parts.entity_key)
        known_names = OrganizationName.objects.filter(key__in=names).select_related("organization")
        known_keys = EntityKey.objects.filter(key__in=keys).select_related("organization")
        # Two rows of the same organization must lead to the same object, or the second rename would be lost.
        same: dict[int, Organization] = {}
        self.by_name = {row.key: same.setdefault(row.organization_id, row.organization) for row in known_names}
        self.by_key = {row.key: same.setdefault(row.organization_id, row.organization) for row in known_keys}
        self.groups = {
            entity.key: entity.group for entity in GroupEntity.objects.filter(key__in=names).select_related("group")
        }
        self.new: list[Organization] = []
        self.renamed: dict[int, Organization] = {}
        self.new_names: list[OrganizationName] = []
        self.new_keys: list[EntityKey] = []

    def organization_of(self, entry: Entry, parts: AlgorithmNumber | None) -> Organization:
        """By name if the name is known, else by entity key (then it is a rename), else a new one.

        A known name beats the key: a filing that moved to another known company keeps the number of the first one.
        """
        key = parts.entity_key if parts else ""
        named = self.by_name.get(bounded(name_key(entry.organization)))
        organization = named or self.by_key.get(key) or self._create(entry, parts)
        if named is None:
            self._add_name(organization, entry.organization)
        elif name_key(organization.name) != name_key(entry.organization):
            # A company that took back a former name: the newest row decides what it is called.
            self._rename(organization, entry.organization)
        if key and key not in self.by_key:
            self.by_key[key] = organization
            self.new_keys.append(EntityKey(key=key, organization=organization))
        return organization

    def _create(self, entry: Entry, parts: AlgorithmNumber | None) -> Organization:
        group = self.groups.get(bounded(name_key(entry.organization)))
        organization = Organization(
            name=entry.organization,
            slug=slugify_name(entry.organization),
            province=province_of_region(parts.region) if parts else province_of_name(entry.province),
            group=group,
            loaded={"group": group.slug} if group else {},
        )
        self.new.append(organization)
        return organization

    def has_key_of_another(self, organization: Organization, parts: AlgorithmNumber | None) -> bool:
        """Whether the number carries the entity key of another organization: the row has moved, or the key is wrong."""
        return parts is not None and self.by_key[parts.entity_key] is not organization

    def add_former_names(self, organization: Organization, names: Iterable[str]) -> None:
        """Names that a remark gives as former ones, unless a list still uses them for somebody."""
        for name in names:
            if bounded(name_key(name)) not in self.by_name:
                self._note_name(organization, name)

    def _add_name(self, organization: Organization, name: str) -> None:
        self._note_name(organization, name)
        self._rename(organization, name)

    def _note_name(self, organization: Organization, name: str) -> None:
        """Former names stay findable."""
        self.by_name[bounded(name_key(name))] = organization
        self.new_names.append(OrganizationName(organization=organization, name=name, key=bounded(name_key(name))))
        organization.search_text = "\n".join(filter(None, (search_text(name), organization.search_text)))
        if organization.pk is not None:
            self.renamed[organization.pk] = organization

    def _rename(self, organization: Organization, name: str) -> None:
        organization.name = name
        if organization.pk is not None:
            self.renamed[organization.pk] = organization

    def save(self) -> None:
        """Write the new ones, then the names and keys that point to them."""
        _make_slugs_unique(self.new, set(_taken(Organization, self.new)))
        Organization.objects.bulk_create(self.new)
        Organization.objects.bulk_update(self.renamed.values(), ["name", "search_text"], batch_size=200)
        OrganizationName.objects.bulk_create(self.new_names)
        EntityKey.objects.bulk_create(self.new_keys)


def _former_names(entry: Entry) -> list[str]:
    changed = (amendment for amendment in read_remark(entry.remark) if amendment.field == "organization")
    return [amendment.before for amendment in changed if amendment.before]


def _attach_products(matches: list[Match]) -> None:
    """Give each match the products that its row names: those of the group by their listed names, else its own."""
    wanted = [(match, name, bounded(name_key(name.name))) for match in matches for name in match.product_names]
    shelf = _Shelf({match.organization for match in matches}, {key for *_, key in wanted})
    for match, name, key in wanted:
        product = shelf.product_of(match.organization, name.name, key)
        if product not in match.products:
            match.products.append(product)
    shelf.save()


class _Shelf:
    """The products that some rows may name, by whom they belong to and by name; and the new ones."""

    def __init__(self, organizations: set[Organization], keys: set[str]) -> None:
        own = Product.objects.filter(organization__in=organizations, key__in=keys).select_related("merged_into")
        # A product that was merged into another stands for that one; where both bear the name, the other goes first.
        ordered = sorted(own, key=lambda product: product.merged_into is None)
        self.own = {(product.organization_id, product.key): product.merged_into or product for product in ordered}
        groups = {organization.group_id for organization in organizations if organization.group_id}
        named = ListedName.objects.filter(group__in=groups, key__in=keys).select_related("product__merged_into")
        self.of_group = {(row.group_id, row.key): row.product.merged_into or row.product for row in named}
        self.new: list[Product] = []
        self.housed: dict[int, Product] = {}

    def product_of(self, organization: Organization, name: str, key: str) -> Product:
        product = self.of_group.get((organization.group_id or 0, key)) or self.own.get((organization.pk, key))
        if product is None:
            product = self.own[organization.pk, key] = _new_product(organization, name, key)
            self.new.append(product)
        elif product.organization_id is None:
            # The catalogue knew it before any list did.
            product.organization = organization
            self.housed[product.pk] = product
        return product

    def save(self) -> None:
        _make_slugs_unique(self.new, set(_taken(Product, self.new)))
        Product.objects.bulk_create(self.new)
        Product.objects.bulk_update(self.housed.values(), ["organization"])


def _new_product(organization: Organization, name: str, key: str) -> Product:
    return Product(
        organization=organization,
        name=name,
        key=key,
        slug=slugify_name(name),
        search_text=search_text(name, organization.name),
    )


def _taken(model: type[Organization] | type[Product], new: Sequence[Organization | Product]) -> Iterable[str]:
    """The slugs in the database that the new ones would like to have, with or without a number behind them."""
    wanted = {row.slug for row in new}
    bare = model.objects.filter(slug__in=wanted).values_list("slug", flat=True)
    taken = set(bare)
    for slug in taken.copy():
        taken.update(model.objects.filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    return taken


def _make_slugs_unique(new: Sequence[Organization | Product], taken: set[str]) -> None:
    """The first of a name has the bare slug, the later ones a number behind it."""
    for row in new:
        slug, number = row.slug, 2
        while row.slug in taken:
            row.slug = f"{slug}-{number}"
            number += 1
        taken.add(row.slug)


def new_slug(model: type[Organization] | type[Product], name: str) -> str:
    """A free address for a product or an organization that a person makes."""
    row = model(name=name, slug=slugify_name(name))
    _make_slugs_unique([row], set(_taken(model, [row])))
    return row.slug


def product_of_group(group: Group, named: str) -> Product | None:
    """The group's product of that name, in any language; without a name, its only one."""
    products = list(Product.objects.filter(group=group, merged_into=None).prefetch_related("listed_names"))
    if not named:
        return products[0] if len(products) == 1 else None
    return named_among(products, named)


def named_among(products: Iterable[Product], named: str) -> Product | None:
    """The product that bears this name, in any language or in a list."""
    key = name_key(named)
    for product in products:
        names = (product.name, product.name_en, *product.aliases.splitlines())
        if key in {name_key(name) for name in (*names, *(row.name for row in product.listed_names.all()))}:
            return product
    return None


def create_for_group(group: Group, name: str) -> Product:
    """A product that the press speaks of, and that neither the catalogue nor a list has."""
    if known := product_of_group(group, name):
        return known
    product = Product(
        group=group,
        name=name,
        key=bounded(name_key(name)),
        slug=slugify_name(name),
        search_text=search_text(name, group.name, group.chinese),
        status=Status.NOT_FOUND,
        proof=Proof.PRESS,
    )
    _make_slugs_unique([product], set(_taken(Product, [product])))
    product.save()
    return product


def add_partners(product: Product, names: Iterable[str]) -> None:
    """Groups that have a part in the product, as somebody has reported who was believed."""
    keys = {name_key(name) for name in names}
    known = Group.objects.exclude(pk=product.group_id) if product.group_id else Group.objects.all()
    partners = [group for group in known if keys & {name_key(n) for n in (group.name, group.chinese) if n}]
    product.partners.add(*partners)
