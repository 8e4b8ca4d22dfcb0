"""Of all that an article's sentences say, what the article says: each status of an organization once, and no contradictions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from filings.claims.base import STATUSES, Claim

# A permission leaves the steps before it behind.
SETTLED = {"approved", "registered"}
STEPS_BEFORE = {"submitted", "under_review", "delayed"}
# How many characters away a permission still belongs to a launch.
NEARBY = 600
OPEN = {"under_review", "delayed", "rejected"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim of one sentence, and what its worth depends on."""

    claim: Claim
    is_title: bool
    is_weak: bool
    needs_permission: bool = False


def settle(drafts: Iterable[Draft]) -> tuple[Claim, ...]:
    """One claim for each organization, status and role, in the order of the text."""
    found = _permitted(_without_mere_headlines(list(drafts)))
    found = _without_weak(_in_one_word(found))
    found = [_in_history(draft, found) for draft in found]
    claims: dict[tuple[str, str], Claim] = {}
    for draft in sorted(found, key=_worth):
        claims.setdefault((draft.claim.organization, draft.claim.status), draft.claim)
    return tuple(sorted(claims.values(), key=lambda claim: (claim.start, STATUSES.index(claim.status), claim.organization)))


def _worth(draft: Draft) -> tuple[bool, bool, bool, bool, int]:
    """The best first: what happened before what was, plain before denied, dated before undated, text before headline."""
    claim = draft.claim
    return (claim.role != "event", claim.denies, not claim.happened_on, draft.is_title, claim.start)


def _events(drafts: list[Draft], organization: str) -> set[str]:
    return {
        draft.claim.status
        for draft in drafts
        if draft.claim.organization == organization and draft.claim.role == "event" and not draft.claim.denies
    }


def _without_mere_headlines(drafts: list[Draft]) -> list[Draft]:
    """A headline that the text below contradicts says nothing: "approved", but "is still waiting for approval"."""
    text = [draft for draft in drafts if not draft.is_title]
    denied = {(draft.claim.organization, draft.claim.status) for draft in text if draft.claim.denies}

    def stands(draft: Draft) -> bool:
        claim = draft.claim
        said = _events(text, claim.organization)
        contradicted = claim.status in SETTLED and bool(said & OPEN) and not said & SETTLED
        return not draft.is_title or not (contradicted or (claim.organization, claim.status) in denied)

    return [draft for draft in drafts if stands(draft)]


def _permitted(drafts: list[Draft]) -> list[Draft]:
    """A launch that is news only with a permission stays if one is told nearby."""
    permissions = [draft.claim.start for draft in drafts if draft.claim.status in SETTLED and draft.claim.role == "event"]

    def stays(draft: Draft) -> bool:
        return not draft.needs_permission or any(abs(place - draft.claim.start) <= NEARBY for place in permissions)

    return [replace(draft, is_weak=draft.is_weak and not draft.needs_permission) for draft in drafts if stays(draft)]


def _in_one_word(drafts: list[Draft]) -> list[Draft]:
    """One permission told in two words, "approved" and "registered", is one."""
    approved = {draft.claim.organization for draft in drafts if draft.claim.status == "approved" and draft.claim.role == "event"}
    return [draft for draft in drafts if draft.claim.status != "registered" or draft.claim.organization not in approved]


def _without_weak(drafts: list[Draft]) -> list[Draft]:
    """A weak wording counts only where nothing further is told of the organization."""
    strong = {draft.claim.organization for draft in drafts if not draft.is_weak}
    kept = [draft for draft in drafts if not draft.is_weak or draft.claim.organization not in strong]
    launched = {draft.claim.organization for draft in kept if draft.claim.status == "launched"}
    return [draft for draft in kept if not (draft.is_weak and draft.claim.status == "announced" and draft.claim.organization in launched)]


def _in_history(draft: Draft, drafts: list[Draft]) -> Draft:
    claim = draft.claim
    if claim.status in STEPS_BEFORE and _events(drafts, claim.organization) & SETTLED:
        return replace(draft, claim=replace(claim, role="background", reasons=(*claim.reasons, "left behind by a permission")))
    return draft
