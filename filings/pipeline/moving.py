"""Moves what hangs on one product or organization to another, and back: the ground under joining and separating.

What was moved is plain data (ids by table and column), so that it can be kept and undone. Subscriptions stay where they
are: whoever tells followers looks where `merged_into` leads, and so they are back the moment a merger is undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import ManyToOneRel, Max, Model, Q

from filings.models import Filing, FilingProduct, Organization, OrganizationName, Product, Version

from .standing import refresh_standing

Moved = dict[str, Any]
# These do not move: followers and past decisions stay where they are, links and products have rules of their own.
STAYING = {"subscription", "identitydecision", "assignment", "proposal", "filingproduct"}


def referring(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Every table and column that points to such rows and moves with them."""
    for field in model._meta.get_fields(include_hidden=True):
        related: Any = field.related_model
        if not (isinstance(field, ManyToOneRel) and field.one_to_many):
            continue
        name = related._meta.model_name
        if related is model or related._meta.auto_created or name in STAYING or name.startswith("historical"):
            continue
        yield related, field.remote_field.name


def rows_of(row: Product | Organization) -> dict[tuple[type[Model], str], list[int]]:
    """What hangs on a product or an organization, by table and column."""
    return {
        (model, column): list(
            model._default_manager.filter(**{column: row}).order_by("pk").values_list("pk", flat=True)
        )
        for model, column in referring(type(row))
    }


def _move_rows(old: Product | Organization, new: Product | Organization) -> dict[str, list[int]]:
    moved = {}
    for (model, column), pks in rows_of(old).items():
        if pks:
            model._default_manager.filter(pk__in=pks).update(**{column: new})
            moved[f"{model._meta.label}.{column}"] = pks
    return moved


def _move_back(rows: dict[str, list[int]], old: Product | Organization, new: Product | Organization) -> None:
    for place, pks in rows.items():
        label, _, column = place.rpartition(".")
        apps.get_model(label)._default_manager.filter(pk__in=pks, **{column: new}).update(**{column: old})


def _bury(old: Product | Organization, new: Product | Organization) -> list[int]:
    """Make an address lead to another, with all that led to it before. Returns the latter."""
    model: Any = type(old)
    led = list(model.objects.filter(merged_into=old).order_by("pk").values_list("pk", flat=True))
    model.objects.filter(Q(pk=old.pk) | Q(pk__in=led)).update(merged_into=new)
    return led


def _dig_up(led: list[int], old: Product | Organization, new: Product | Organization) -> None:
    model: Any = type(old)
    model.objects.filter(pk=old.pk).update(merged_into=None)
    model.objects.filter(pk__in=led, merged_into=new).update(merged_into=old)


def _add_words(old: Product | Organization, new: Product | Organization) -> str:
    """Let the survivor be found under the names of the other."""
    words = f"\n{old.search_text}"
    type(new)._default_manager.filter(pk=new.pk).update(search_text=new.search_text + words)
    return words


def _take_words(words: str, new: Product | Organization) -> None:
    new.refresh_from_db()
    type(new)._default_manager.filter(pk=new.pk).update(search_text=new.search_text.replace(words, "", 1))


def join_products(old: Product, new: Product, *, with_words: bool = True) -> Moved:
    """Move everything of one product to another; the address of the first leads to the second from then on.

    `with_words` lets the second be found under the names of the first.
    """
    moved: Moved = _move_links(old, new)
    moved["rows"] = _move_rows(old, new)
    moved["led"] = _bury(old, new)
    moved["words"] = _add_words(old, new) if with_words else ""
    moved["standing"] = [new.status, new.proof, new.listed_on.isoformat() if new.listed_on else None]
    moved["housed"] = new.organization_id is None and old.organization_id is not None
    moved["housed"] &= namesake(new, old.organization) is None
    if moved["housed"]:
        Product.objects.filter(pk=new.pk).update(organization=old.organization_id)
    new.refresh_from_db()
    old.refresh_from_db()
    refresh_standing(_filings_of(new))
    return moved


def namesake(product: Product, organization: Organization | None) -> Product | None:
    """The product that already stands in an organization under the name of this one."""
    others = Product.objects.filter(organization=organization, key=product.key, merged_into=None)
    return others.exclude(pk=product.pk).first() if organization is not None else None


def _filings_of(product: Product) -> list[int]:
    return list(FilingProduct.objects.filter(product=product).values_list("filing", flat=True))


def _move_links(old: Product, new: Product) -> Moved:
    """A filing that names both keeps one link, which is current if one of the two was."""
    mine = {link.filing_id: link for link in FilingProduct.objects.filter(product=new)}
    absorbed, moving = [], []
    for link in FilingProduct.objects.filter(product=old).order_by("pk"):
        kept = mine.get(link.filing_id)
        if kept is None:
            moving.append(link.filing_id)
            continue
        absorbed.append([link.filing_id, link.is_current, kept.is_current])
        if link.is_current and not kept.is_current:
            FilingProduct.objects.filter(pk=kept.pk).update(is_current=True)
        link.delete()
    FilingProduct.objects.filter(filing__in=moving, product=old).update(product=new)
    return {"links": moving, "absorbed": absorbed, "last_version": _newest(Version.objects)}


def _newest(rows: Any) -> int:
    """The newest id, to tell later rows by."""
    return int(rows.aggregate(last=Max("pk"))["last"] or 0)


def part_products(moved: Moved, old: Product, new: Product) -> list[int]:
    """Move back what `join_products` has moved. Returns the survivor's filings with rows that were recorded since."""
    FilingProduct.objects.filter(filing__in=moved["links"], product=new).update(product=old)
    for filing, was_current, kept_current in moved["absorbed"]:
        FilingProduct.objects.create(filing_id=filing, product=old, is_current=was_current)
        FilingProduct.objects.filter(filing=filing, product=new).update(is_current=kept_current)
    _move_back(moved["rows"], old, new)
    _dig_up(moved["led"], old, new)
    _take_words(moved["words"], new)
    if moved["housed"]:
        Product.objects.filter(pk=new.pk, organization=old.organization_id).update(organization=None)
    left = _filings_of(new)
    if not left:
        status, proof, listed_on = moved["standing"]
        Product.objects.filter(pk=new.pk).update(status=status, proof=proof, listed_on=listed_on)
    refresh_standing([*left, *_filings_of(old)])
    since = Filing.objects.filter(product_links__product=new, current__gt=moved["last_version"])
    return list(since.order_by("pk").values_list("pk", flat=True))


def join_organizations(old: Organization, new: Organization, *, with_words: bool = True) -> Moved:
    """Move everything of one organization to another; products of the same name are joined as well."""
    moved: Moved = {
        "last_name": _newest(OrganizationName.objects),
        "last_version": _newest(Version.objects),
        "joined": [],
    }
    for mine, theirs in _namesakes(old, new):
        moved["joined"].append(
            {"old": mine.pk, "new": theirs.pk, "moved": join_products(mine, theirs, with_words=with_words)}
        )
    moved["rows"] = _move_rows(old, new)
    moved["led"] = _bury(old, new)
    moved["words"] = _add_words(old, new) if with_words else ""
    new.refresh_from_db()
    old.refresh_from_db()
    return moved


def _namesakes(old: Organization, new: Organization) -> list[tuple[Product, Product]]:
    theirs = {product.key: product for product in new.products.filter(merged_into=None)}
    mine = old.products.filter(merged_into=None, key__in=theirs).order_by("pk")
    return [(product, theirs[product.key]) for product in mine]


def part_organizations(moved: Moved, old: Organization, new: Organization) -> list[int]:
    """Move back what `join_organizations` has moved. Returns the survivor's filings with rows recorded since."""
    _move_back(moved["rows"], old, new)
    _dig_up(moved["led"], old, new)
    _take_words(moved["words"], new)
    later = Filing.objects.filter(organization=new, current__gt=moved["last_version"])
    since = set(later.values_list("pk", flat=True))
    for part in reversed(moved["joined"]):
        since.update(part_products(part["moved"], *_both(part)))
    return sorted(since)


def _both(part: Moved) -> tuple[Product, Product]:
    found = Product.objects.in_bulk([part["old"], part["new"]])
    return found[part["old"]], found[part["new"]]
