"""The wordings of a status in a sentence, and how the sentence stands to each: does it say so, deny it, expect it?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from filings.claims.lexicon import Cue, Discard, Longer, Stance
from filings.claims.reading import Reading
from filings.claims.sentences import Sentence

QUESTION = re.compile(r"[?？][\"'”’」』)）\s]*$|[吗呢][。？?]?$|か[。？?]$")
COMMA = re.compile(r"[,，;；:：。(（)）]|\s[—–-]+\s")
# What may stand between a word that touches a cue, and the cue.
TOUCHING = " '\"\n"
# These wordings are negative or expectant by themselves: "still lacks approval".
OWN_NEGATION = {"under_review", "delayed", "rejected"}
WEAKEST = {"launched", "announced"}
CANCELLING = {"negated", "planned", "conditional", "possible"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue at its place in the text."""

    cue: Cue
    start: int
    end: int


def find_hits(reading: Reading, sentence: Sentence) -> list[Hit]:
    """All wordings of a status in the sentence, from left to right; a question holds none."""
    numbers = reading.cues.get(sentence.index, ())
    if QUESTION.search(reading.folded, max(sentence.start, sentence.end - 4), sentence.end):
        return []
    places = reading.lexicon.wordings.gate.verify(sorted(numbers), reading.folded, sentence.start, sentence.end)
    hits = [Hit(cue, start, end) for start, end, cue in places if isinstance(cue, Cue)]
    return _widest([hit for hit in hits if not _is_discarded(reading, sentence, hit)])


def _is_discarded(reading: Reading, sentence: Sentence, hit: Hit) -> bool:
    return any(
        isinstance(detail, Discard) and start < hit.end and hit.start < end
        for start, end, detail in reading.details(sentence)
    )


def _widest(hits: list[Hit]) -> list[Hit]:
    """Without those that lie within a longer one: "has not been approved" is no "approved".

    Nor is a launch one that shares its words with something else: "the launch is delayed".
    """
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    return [hit for hit in ordered if not any(_covers(other, hit) for other in ordered)]


def _covers(other: Hit, hit: Hit) -> bool:
    if other.start >= hit.end or hit.start >= other.end:
        return False
    if other.start <= hit.start and hit.end <= other.end and (other.start, other.end) != (hit.start, hit.end):
        if other.cue.status == hit.cue.status:
            return other.cue.needs == hit.cue.needs
        if other.cue.status in WEAKEST and hit.cue.status not in WEAKEST:
            # "has been approved to open to the public": what was done is the approval.
            return False
        return hit.cue.status not in OWN_NEGATION
    return hit.cue.status in WEAKEST and other.cue.status not in WEAKEST


def stances(reading: Reading, sentence: Sentence, hit: Hit, hits: Sequence[Hit]) -> set[str]:
    """The effects of all stances that the sentence takes towards one of its hits."""
    # What was before another hit is said of that one.
    since = max((other.end for other in hits if other.end <= hit.start), default=sentence.start)
    details = reading.details(sentence)
    longer = [(start, end) for start, end, detail in details if isinstance(detail, Longer)]
    return {
        detail.effect
        for start, end, detail in details
        if isinstance(detail, Stance)
        and not any(first <= start and end <= last for first, last in longer)
        and hit.cue.status in detail.statuses
        and _applies(detail, start, end, hit, reading.folded)
        and not (detail.effect == "past" and detail.where == "before" and start < since)
    }


def _applies(stance: Stance, start: int, end: int, hit: Hit, folded: str) -> bool:
    """Whether the words between two places are where the stance wants them."""
    if stance.where == "sentence":
        return True
    if stance.where == "inside":
        return hit.start <= start and end <= hit.end and not (hit.cue.sure or hit.cue.status in OWN_NEGATION)
    if stance.where == "before":
        is_near, between = hit.start - stance.reach <= start and end <= hit.start, folded[end : hit.start]
    else:
        is_near, between = hit.end <= start and end <= hit.end + stance.reach, folded[hit.end : start]
    if not is_near or (stance.touching and between.strip(TOUCHING)):
        return False
    return stance.across or not COMMA.search(between)


def is_cancelled(effects: set[str]) -> bool:
    """Whether the sentence does not say, after all, that it is so."""
    return bool(effects & CANCELLING)
