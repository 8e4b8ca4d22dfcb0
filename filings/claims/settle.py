"""Of all that its sentences say, what the article says: each status of an organization once, no contradictions."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from filings.claims.base import STATUSES, Claim

# A permission leaves the steps before it behind.
SETTLED = {"approved", "registered"}
STEPS_BEFORE = {"submitted", "under_review", "delayed"}
OPEN = {"under_review", "delayed", "rejected"}
# How many characters away a permission still belongs to a launch.
NEARBY = 600

Events = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim of one sentence, and what its worth depends on."""

    claim: Claim
    is_title: bool
    is_weak: bool
    needs_permission: bool = False


def settle(drafts: Iterable[Draft]) -> tuple[Claim, ...]:
    """One claim for each organization and status, in the order of the text."""
    found = _permitted(_without_mere_headlines(list(drafts)))
    found = _without_weak(_in_one_word(found))
    found = _with_history(found)
    claims: dict[tuple[str, str], Claim] = {}
    for draft in sorted(found, key=_worth):
        claims.setdefault((draft.claim.organization, draft.claim.status), draft.claim)
    return tuple(
        sorted(claims.values(), key=lambda claim: (claim.start, STATUSES.index(claim.status), claim.organization))
    )


def _worth(draft: Draft) -> tuple[bool, bool, bool, bool, int]:
    """The best first: event before background, plain before denied, dated before undated, text before headline."""
    claim = draft.claim
    return (claim.role != "event", claim.denies, not claim.happened_on, draft.is_title, claim.start)


def _events(drafts: Iterable[Draft]) -> Events:
    """The statuses that are said to have come about, by organization."""
    found: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        if draft.claim.role == "event" and not draft.claim.denies:
            found[draft.claim.organization].add(draft.claim.status)
    return found


def _without_mere_headlines(drafts: list[Draft]) -> list[Draft]:
    """A headline that the text below contradicts says nothing: "approved", but "is still waiting for approval"."""
    text = [draft for draft in drafts if not draft.is_title]
    said = _events(text)
    denied = {(draft.claim.organization, draft.claim.status) for draft in text if draft.claim.denies}

    def stands(claim: Claim) -> bool:
        events = said.get(claim.organization, set())
        contradicted = claim.status in SETTLED and bool(events & OPEN) and not events & SETTLED
        return not contradicted and (claim.organization, claim.status) not in denied

    return [draft for draft in drafts if not draft.is_title or stands(draft.claim)]


def _permitted(drafts: list[Draft]) -> list[Draft]:
    """A launch that is news only with a permission stays if one is told nearby."""
    events = (draft.claim for draft in drafts if draft.claim.role == "event")
    permissions = sorted(claim.start for claim in events if claim.status in SETTLED)

    def is_near_one(place: int) -> bool:
        next_one = bisect_left(permissions, place - NEARBY)
        return next_one < len(permissions) and permissions[next_one] <= place + NEARBY

    kept = [draft for draft in drafts if not draft.needs_permission or is_near_one(draft.claim.start)]
    return [replace(draft, is_weak=draft.is_weak and not draft.needs_permission) for draft in kept]


def _in_one_word(drafts: list[Draft]) -> list[Draft]:
    """One permission told in two words, "approved" and "registered", is one."""
    events = _events(drafts)
    return [
        draft
        for draft in drafts
        if draft.claim.status != "registered" or "approved" not in events.get(draft.claim.organization, set())
    ]


def _without_weak(drafts: list[Draft]) -> list[Draft]:
    """A weak wording counts only where nothing further is told of the organization; of two weak ones the launch."""
    strong = {draft.claim.organization for draft in drafts if not draft.is_weak}
    kept = [draft for draft in drafts if not draft.is_weak or draft.claim.organization not in strong]
    launched = {draft.claim.organization for draft in kept if draft.claim.status == "launched"}
    return [
        draft
        for draft in kept
        if not (draft.is_weak and draft.claim.status == "announced" and draft.claim.organization in launched)
    ]


def _with_history(drafts: list[Draft]) -> list[Draft]:
    """What a permission leaves behind is background."""
    events = _events(drafts)

    def is_past(claim: Claim) -> bool:
        return claim.status in STEPS_BEFORE and bool(events.get(claim.organization, set()) & SETTLED)

    return [_as_background(draft) if is_past(draft.claim) else draft for draft in drafts]


def _as_background(draft: Draft) -> Draft:
    claim = draft.claim
    return replace(
        draft, claim=replace(claim, role="background", reasons=(*claim.reasons, "left behind by a permission"))
    )
