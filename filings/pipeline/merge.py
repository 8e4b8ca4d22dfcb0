"""The verbs of who is who: join, separate, give a filing, place an entity, and take each back. One transaction each.

The one writer of decisions and assignments. A decision keeps what it moved; it is taken back in the reverse order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from filings.models import (
    Assignment,
    DecisionKind,
    EntityKey,
    Filing,
    FilingProduct,
    Group,
    IdentityDecision,
    Organization,
    OrganizationName,
    Product,
)
from filings.text import name_key, search_text

from . import audit
from .compare import entry_of
from .match import bounded, match_entries, new_slug
from .moving import (
    Moved,
    join_organizations,
    join_products,
    namesake,
    part_organizations,
    part_products,
)
from .refusal import Refused
from .standing import link_products, refresh_standing


def merge_products(
    old: Product, new: Product, *, reason: str, person: int | None, now: dt.datetime
) -> IdentityDecision:
    """Join one product to another. Refused into itself, and with what is joined to something else already."""
    with transaction.atomic():
        old, new = _locked(Product, old.pk), _locked(Product, new.pk)
        _check_join(old, new, reason)
        moved = join_products(old, new)
        return _decided(DecisionKind.MERGE_PRODUCTS, reason, person, now, product=old, to_product=new, moved=moved)


def merge_organizations(
    old: Organization, new: Organization, *, reason: str, person: int | None, now: dt.datetime
) -> IdentityDecision:
    """Join one organization to another, with its products."""
    with transaction.atomic():
        old, new = _locked(Organization, old.pk), _locked(Organization, new.pk)
        _check_join(old, new, reason)
        moved = join_organizations(old, new)
        kind = DecisionKind.MERGE_ORGANIZATIONS
        return _decided(kind, reason, person, now, organization=old, to_organization=new, moved=moved)


def _locked(model: Any, pk: int) -> Any:
    return model.objects.select_for_update().get(pk=pk)


def _check_join(old: Product | Organization, new: Product | Organization, reason: str) -> None:
    _check_reason(reason)
    if old.pk == new.pk:
        raise Refused("it can't be joined to itself")
    if old.merged_into_id is not None:
        raise Refused(f"{old} is joined to {old.merged_into} already; take that back first")
    if new.merged_into_id is not None:
        raise Refused(f"{new} is itself joined to {new.merged_into}; join it to that one")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("this needs a reason")


def _decided(kind: DecisionKind, reason: str, person: int | None, now: dt.datetime, **values: Any) -> IdentityDecision:
    decision = IdentityDecision.objects.create(kind=kind, reason=reason, by_id=person, at=now, **values)
    if person is not None:
        before = {"from": str(decision.product or decision.organization)}
        after = {"to": str(decision.to_product or decision.to_organization or decision.group)}
        audit.note(person, kind, decision, now, before=before, after=after, reason=reason)
    return decision


@transaction.atomic
def split_product(
    product: Product, filings: Collection[Filing], name: str, *, reason: str, person: int, now: dt.datetime
) -> IdentityDecision:
    """Make a product of its own of some of a product's filings. Their rows lead there on every later poll."""
    product = _locked(Product, product.pk)
    _check_split(product, name, reason)
    mine = FilingProduct.objects.filter(product=product)
    chosen = list(mine.filter(filing__in=[filing.pk for filing in filings]).values_list("filing", flat=True))
    if not chosen or len(chosen) == mine.count():
        raise Refused("choose some of its filings, and not all")
    _check_undecided(product, chosen)
    _check_free(product.organization, name)
    new = _new_product(product, product.organization, name)
    values = {"product": product, "to_product": new}
    decision = _decided(DecisionKind.SPLIT_PRODUCT, reason, person, now, moved={"filings": sorted(chosen)}, **values)
    for filing in chosen:
        _assign(filing, product, new, decision)
    refresh_standing(chosen)
    return decision


def _check_split(row: Product | Organization, name: str, reason: str) -> None:
    _check_reason(reason)
    if not name_key(name):
        raise Refused("the new one needs a name")
    if row.merged_into_id is not None:
        raise Refused(f"{row} is joined to {row.merged_into}; take that back first")


def _check_free(organization: Organization | None, name: str) -> None:
    taken = Product.objects.filter(organization=organization, key=bounded(name_key(name)), merged_into=None)
    if organization is not None and taken.exists():
        raise Refused(f"there is a product {name} already; give the filings to that one")


def _check_undecided(product: Product, filings: Iterable[int]) -> None:
    if decided := Assignment.objects.filter(product=product, filing__in=filings).select_related("filing").first():
        raise Refused(f"where {decided.filing} belongs was decided already; take that back first")


def _new_product(like: Product, organization: Organization | None, name: str) -> Product:
    owner = organization.name if organization else ""
    return Product.objects.create(
        organization=organization,
        group=like.group,
        name=name,
        key=bounded(name_key(name)),
        slug=new_slug(Product, name),
        search_text=search_text(name, owner),
        status=like.status,
        proof=like.proof,
        listed_on=like.listed_on,
    )


def _assign(filing_id: int, product: Product, to_product: Product, decision: IdentityDecision) -> None:
    """Let what leads to one product lead to another, for one filing, now and later."""
    Assignment.objects.create(filing_id=filing_id, product=product, to_product=to_product, decision=decision)
    link = FilingProduct.objects.get(filing=filing_id, product=product)
    same = FilingProduct.objects.filter(filing=filing_id, product=to_product)
    if same.exists():
        same.update(is_current=link.is_current or same.get().is_current)
        link.delete()
    else:
        FilingProduct.objects.filter(pk=link.pk).update(product=to_product)


@transaction.atomic
def assign_filing(
    filing: Filing, product: Product, to_product: Product, *, reason: str, person: int, now: dt.datetime
) -> IdentityDecision:
    """Give a filing that stands with one product to another. Its row leads there on every later poll."""
    _check_reason(reason)
    to_product = _locked(Product, to_product.pk)
    if product.pk == to_product.pk:
        raise Refused("it stands there already")
    if to_product.merged_into_id is not None:
        raise Refused(f"{to_product} is itself joined to {to_product.merged_into}")
    if not FilingProduct.objects.filter(filing=filing, product=product).exists():
        raise Refused(f"{filing} does not stand with {product} any more")
    _check_undecided(product, [filing.pk])
    had = FilingProduct.objects.filter(filing=filing, product=to_product).values_list("is_current", flat=True).first()
    was = FilingProduct.objects.values_list("is_current", flat=True).get(filing=filing, product=product)
    standing = [product.status, product.proof, product.listed_on.isoformat() if product.listed_on else None]
    moved = {"filings": [filing.pk], "had": had, "was": was, "standing": standing}
    values = {"filing": filing, "product": product, "to_product": to_product, "moved": moved}
    decision = _decided(DecisionKind.ASSIGN_FILING, reason, person, now, **values)
    _assign(filing.pk, product, to_product, decision)
    refresh_standing(_filings_of(product, to_product))
    return decision


def _filings_of(*products: Product) -> list[int]:
    return list(FilingProduct.objects.filter(product__in=products).values_list("filing", flat=True).distinct())


@transaction.atomic
def split_organization(
    organization: Organization,
    names: Collection[OrganizationName],
    keys: Collection[EntityKey],
    *,
    reason: str,
    person: int,
    now: dt.datetime,
) -> IdentityDecision:
    """Make an organization of its own of some of the names, and the entity keys, of another, with their filings."""
    organization = _locked(Organization, organization.pk)
    chosen = [row for row in names if row.organization_id == organization.pk]
    _check_split(organization, chosen[0].name if chosen else "", reason)
    if len(chosen) == organization.names.count():
        raise Refused("choose some of its names, and not all")
    newest = chosen[-1].name
    new = Organization.objects.create(
        name=newest,
        slug=new_slug(Organization, newest),
        province=organization.province,
        search_text=search_text(*(row.name for row in chosen)),
    )
    OrganizationName.objects.filter(pk__in=[row.pk for row in chosen]).update(organization=new)
    EntityKey.objects.filter(pk__in=[row.pk for row in keys], organization=organization).update(organization=new)
    filings = _filings_under(organization, {row.key for row in chosen})
    Filing.objects.filter(pk__in=filings).update(organization=new)
    _split_products(organization, new, filings)
    values = {"organization": organization, "to_organization": new, "moved": {"filings": filings}}
    return _decided(DecisionKind.SPLIT_ORGANIZATION, reason, person, now, **values)


def _filings_under(organization: Organization, keys: set[str]) -> list[int]:
    """Its filings whose newest row has one of these names."""
    rows = organization.filings.order_by("pk").values_list("pk", "current__organization_name")
    return [pk for pk, name in rows if bounded(name_key(name or "")) in keys]


def _split_products(old: Organization, new: Organization, filings: Sequence[int]) -> None:
    """Products of these filings alone move along; one that others name as well gets a namesake."""
    for product in Product.objects.filter(organization=old, filing_links__filing__in=filings).distinct():
        links = FilingProduct.objects.filter(product=product)
        if not links.exclude(filing__in=filings).exists():
            Product.objects.filter(pk=product.pk).update(organization=new)
            continue
        namesake = _new_product(product, new, product.name)
        links.filter(filing__in=filings).update(product=namesake)
    refresh_standing(filings)


@transaction.atomic
def place_organization(
    organization: Organization, group: Group | None, *, reason: str, person: int, now: dt.datetime
) -> IdentityDecision:
    """Put an entity into a group. It stays there, whatever the catalogue says later."""
    _check_reason(reason)
    organization = _locked(Organization, organization.pk)
    before = organization.group_id
    if before == (group.pk if group else None):
        raise Refused("it is there already")
    organization.group = group
    organization._history_user = User.objects.get(pk=person)  # type: ignore[attr-defined]
    organization.save(update_fields=["group"])
    values = {"organization": organization, "group": group, "moved": {"group": before}}
    return _decided(DecisionKind.PLACE_ORGANIZATION, reason, person, now, **values)


@transaction.atomic
def undo(decision: IdentityDecision, *, reason: str, person: int, now: dt.datetime) -> None:
    """Take a decision back, with all that it moved; what came to the survivor since goes where its words lead.

    Refused when a later decision, which still stands, touches the same.
    """
    _check_reason(reason)
    decision = IdentityDecision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_at is not None:
        raise Refused("this was taken back already")
    _check_no_later(decision)
    _UNDO[DecisionKind(decision.kind)](decision)
    decision.undone_at, decision.undone_by_id, decision.undo_reason = now, person, reason
    decision.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    audit.note(person, "undo", decision, now, reason=reason)


def _check_no_later(decision: IdentityDecision) -> None:
    mine = _subjects(decision)
    for later in IdentityDecision.objects.standing().filter(pk__gt=decision.pk).order_by("-pk"):
        if mine & _subjects(later):
            raise Refused(f"decision #{later.pk} came later and touches the same; take that back first")


def _subjects(decision: IdentityDecision) -> set[tuple[str, int]]:
    """The products and organizations that a decision is about, those in between included."""
    found = {("product", decision.product_id), ("product", decision.to_product_id)}
    found |= {("organization", decision.organization_id), ("organization", decision.to_organization_id)}
    found |= {("product", part[side]) for part in decision.moved.get("joined", ()) for side in ("old", "new")}
    return {(kind, pk) for kind, pk in found if pk is not None}


def _undo_merge_products(decision: IdentityDecision) -> None:
    assert decision.product and decision.to_product
    if other := namesake(decision.product, decision.product.organization):
        raise Refused(f"{other.organization} has another product {other} by now; join the two first")
    rematch(part_products(decision.moved, decision.product, decision.to_product))


def _undo_merge_organizations(decision: IdentityDecision) -> None:
    old, new = decision.organization, decision.to_organization
    assert old and new
    moved: Moved = decision.moved
    learnt = new.names.filter(pk__gt=moved["last_name"]).first()
    if learnt is not None:
        raise Refused(
            f"since then the lists have brought the name {learnt.name}, which may be of either; separate them"
        )
    rematch(part_organizations(moved, old, new))


def _undo_split_product(decision: IdentityDecision) -> None:
    old, new = decision.product, decision.to_product
    assert old and new
    decision.assignments.all().delete()
    join_products(new, old, with_words=False)


def _undo_split_organization(decision: IdentityDecision) -> None:
    old, new = decision.organization, decision.to_organization
    assert old and new
    join_organizations(new, old, with_words=False)
    refresh_standing(decision.moved["filings"])


def _undo_assign_filing(decision: IdentityDecision) -> None:
    old, new, filing = decision.product, decision.to_product, decision.filing
    assert old and new and filing
    decision.assignments.all().delete()
    link = FilingProduct.objects.filter(filing=filing, product=new)
    had, was = decision.moved["had"], decision.moved["was"]
    if had is None:
        link.update(product=old, is_current=was)
    else:
        link.update(is_current=had)
        FilingProduct.objects.create(filing=filing, product=old, is_current=was)
    refresh_standing([filing.pk, *_filings_of(old, new)])


def _undo_place_organization(decision: IdentityDecision) -> None:
    organization = decision.organization
    assert organization
    if organization.group_id != decision.group_id:
        raise Refused("somebody has put it into another group since")
    organization.group_id = decision.moved["group"]
    organization.save(update_fields=["group"])


_UNDO: dict[DecisionKind, Callable[[IdentityDecision], None]] = {
    DecisionKind.MERGE_PRODUCTS: _undo_merge_products,
    DecisionKind.MERGE_ORGANIZATIONS: _undo_merge_organizations,
    DecisionKind.SPLIT_PRODUCT: _undo_split_product,
    DecisionKind.SPLIT_ORGANIZATION: _undo_split_organization,
    DecisionKind.ASSIGN_FILING: _undo_assign_filing,
    DecisionKind.PLACE_ORGANIZATION: _undo_place_organization,
}


def rematch(filing_ids: Iterable[int]) -> None:
    """Let filings that came to a survivor go where the words of their newest rows lead, and nowhere else."""
    filings = list(Filing.objects.filter(pk__in=list(filing_ids)).select_related("current").order_by("pk"))
    standing = [filing for filing in filings if filing.current]
    matches = match_entries([entry_of(filing.current) for filing in standing if filing.current])
    for filing, match in zip(standing, matches, strict=True):
        filing.organization = match.organization
    Filing.objects.bulk_update(standing, ["organization"])
    current = FilingProduct.objects.filter(filing__in=standing, is_current=True)
    before = list(current.values_list("pk", flat=True))
    link_products(list(zip(standing, matches, strict=True)))
    FilingProduct.objects.filter(pk__in=before, is_current=False).delete()
    refresh_standing([filing.pk for filing in standing])
