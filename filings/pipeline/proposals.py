"""What likeness proposes: that filings belong to a product, an entity to a group. Only a person decides.

The one writer of proposals. A pair is proposed once; a no is remembered. Names are compared only where they share two
characters in a row, so that the work grows with what is alike and not with the square of the names.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Min
from rapidfuzz import fuzz

from filings.models import (
    EntityKey,
    Filing,
    Group,
    Organization,
    Product,
    Proposal,
    ProposalKind,
    ProposalState,
)
from filings.text import name_key, parse_algorithm_number

from . import audit
from .match import KEY_OF_ANOTHER
from .merge import merge_products, place_organization
from .refusal import Refused

# Below this a person would mostly say no: 智谱清言 and 智谱清影 score 75, and differ.
ENOUGH = 80
# Of two entities with the same key in their numbers; mostly a filing that moved within a group.
KEY_SCORE = 95
# A name that is shorter is in too many others.
SHORTEST = 2
# Pairs of characters that stand in more names than this say nothing (科技, 智能).
COMMON = 400
# Made in one go; the rest comes with the next.
MOST = 200
# What an entity's name says besides who it is.
FORMS = re.compile(r"(股份|集团|控股|有限责任|有限|公司|科技|技术|信息|网络|智能|人工|服务|软件|开发|[(（].*?[)）])")


@dataclass(frozen=True)
class Likeness:
    """How alike two names are, of 100, and why, in words."""

    score: int
    reasons: list[str] = field(default_factory=list)


def likeness(one: str, other: str, brands: Collection[str] = ()) -> Likeness:
    """Compare two names: equal letters in order, and whether one holds the other whole.

    `brands` are keys of names that many products of one company hold, so that to hold one says nothing.
    """
    a, b = name_key(one), name_key(other)
    if min(len(a), len(b)) < SHORTEST:
        return Likeness(0)
    if a == b:
        return Likeness(100, [f"the same name: {one}"])
    score = round(fuzz.ratio(a, b))
    shorter, longer = sorted((a, b), key=len)
    if shorter in longer and shorter in brands:
        return Likeness(0)
    if shorter in longer and len(shorter) > SHORTEST:
        held = 80 + round(15 * len(shorter) / len(longer))
        return Likeness(max(score, held), [f"one name holds the other: {one}, {other}"])
    return Likeness(score, [f"alike in letters: {one}, {other}"])


class Index:
    """Names by the pairs of characters in them."""

    def __init__(self) -> None:
        self._names: dict[str, set[tuple[int, str]]] = defaultdict(set)

    def add(self, pk: int, names: Iterable[str]) -> None:
        for name in filter(None, names):
            for pair in _pairs(name_key(name)):
                self._names[pair].add((pk, name))

    def near(self, name: str) -> set[tuple[int, str]]:
        """What shares a pair that is not all too common."""
        found: set[tuple[int, str]] = set()
        for pair in _pairs(name_key(name)):
            if len(self._names[pair]) <= COMMON:
                found |= self._names[pair]
        return found


def _pairs(key: str) -> set[str]:
    return {key[place : place + 2] for place in range(len(key) - 1)}


def best(name: str, index: Index, brands: Collection[str] = ()) -> Iterator[tuple[int, Likeness]]:
    """The rows whose names are alike enough, each once with its best."""
    found: dict[int, Likeness] = {}
    for pk, other in index.near(name):
        like = likeness(name, other, brands)
        if like.score >= ENOUGH and (pk not in found or like.score > found[pk].score):
            found[pk] = like
    yield from found.items()


def propose(now: dt.datetime, most: int = MOST) -> int:
    """Make proposals that were not made before, the likeliest first. Returns how many."""
    found = [*_groups_for_entities(now), *_groups_by_entity_key(now), *_products_for_listed_ones(now)]
    made = sorted(found, key=lambda one: -one.score)
    known = set(Proposal.objects.filter(key__in=[one.key for one in made]).values_list("key", flat=True))
    new = list({one.key: one for one in made if one.key not in known}.values())[:most]
    Proposal.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _groups_for_entities(now: dt.datetime) -> Iterator[Proposal]:
    """Entities without a group whose name is like that of a group."""
    index = Index()
    for group in Group.objects.all():
        index.add(group.pk, (group.name, group.chinese, *group.aliases.splitlines()))
    loose = Organization.objects.filter(group=None, merged_into=None).order_by("pk")
    for pk, name in loose.values_list("pk", "name"):
        core = FORMS.sub("", name)
        for group_id, like in best(core, index):
            key = f"group:{pk}:{group_id}"
            yield Proposal(
                key=key, kind=ProposalKind.GROUP, organization_id=pk, group_id=group_id, made_at=now, **_said(like)
            )


def _groups_by_entity_key(now: dt.datetime) -> Iterator[Proposal]:
    """Entities without a group in whose numbers stands the key of an entity that has one."""
    moved = Filing.objects.filter(flags__icontains=KEY_OF_ANOTHER, organization__group=None)
    rows = [(parse_algorithm_number(number), number, pk) for number, pk in moved.values_list("number", "organization")]
    keys = EntityKey.objects.filter(key__in={parts.entity_key for parts, _, _ in rows if parts})
    owners = {key.key: key.organization for key in keys.select_related("organization")}
    for parts, number, pk in rows:
        owner = owners.get(parts.entity_key) if parts else None
        if owner is not None and owner.group_id is not None:
            like = Likeness(KEY_SCORE, [f"the number {number} bears the entity key of {owner.name}"])
            key = f"group:{pk}:{owner.group_id}"
            yield Proposal(
                key=key, kind=ProposalKind.GROUP, organization_id=pk, group=owner.group, made_at=now, **_said(like)
            )


def _said(like: Likeness) -> dict[str, object]:
    return {"score": like.score, "reasons": like.reasons}


def _products_for_listed_ones(now: dt.datetime) -> Iterator[Proposal]:
    """Products that the lists have brought, where the entity's group has one of a like name."""
    by_group, brands = _products_by_group(), _brands()
    listed = Product.objects.filter(group=None, merged_into=None, filing_links__is_current=True)
    # One of its filings stands for all, as evidence.
    grouped = listed.exclude(organization__group=None).annotate(filing=Min("filing_links__filing"), n=Count("pk"))
    columns = ("pk", "name", "organization__group", "filing", "n")
    for product, name, group, filing, n in grouped.order_by("pk").values_list(*columns).iterator(2000):
        for to_product, like in best(name, by_group[group], brands[group]):
            reasons = [*like.reasons, "the entity belongs to the group of the product", f"filings: {n}"]
            yield Proposal(
                key=f"product:{product}:{to_product}",
                kind=ProposalKind.PRODUCT,
                filing_id=filing,
                product_id=product,
                to_product_id=to_product,
                score=like.score,
                reasons=reasons,
                made_at=now,
            )


def _brands() -> dict[int, set[str]]:
    """The keys of each group's own names."""
    names = {group.pk: (group.name, group.chinese, *group.aliases.splitlines()) for group in Group.objects.all()}
    return defaultdict(set, {pk: {name_key(name) for name in own} for pk, own in names.items()})


def _products_by_group() -> dict[int, Index]:
    indexes: dict[int, Index] = defaultdict(Index)
    products = Product.objects.exclude(group=None).filter(merged_into=None).prefetch_related("listed_names")
    for product in products:
        assert product.group_id is not None, "only products of groups were asked for"
        listed = (row.name for row in product.listed_names.all())
        names = (product.name, product.name_en, *product.aliases.splitlines(), *listed)
        indexes[product.group_id].add(product.pk, names)
    return indexes


@transaction.atomic
def decide(proposal: Proposal, state: ProposalState, *, person: int, now: dt.datetime, reason: str = "") -> None:
    """A person says yes, no or later. A yes is done at once, as a decision that can be taken back."""
    waiting = Proposal.objects.filter(pk=proposal.pk, state__in=(ProposalState.OPEN, ProposalState.LATER))
    values = {"state": state, "decided_at": now, "decided_by_id": person}
    if waiting.update(**values) != 1:
        raise Refused("somebody has decided this already")
    because = reason or "; ".join(proposal.reasons)
    if state == ProposalState.YES:
        decision = _do(proposal, because, person, now)
        Proposal.objects.filter(pk=proposal.pk).update(decision=decision)
    audit.note(person, f"propose: {state}", proposal, now, after={"state": state}, reason=because)


def _do(proposal: Proposal, reason: str, person: int, now: dt.datetime) -> object:
    if proposal.kind == ProposalKind.GROUP:
        assert proposal.organization
        return place_organization(proposal.organization, proposal.group, reason=reason, person=person, now=now)
    assert proposal.product and proposal.to_product
    return merge_products(proposal.product, proposal.to_product, reason=reason, person=person, now=now)
