"""Finding the wordings of a status in a sentence, and how the sentence stands to each: does it say so, deny it, expect it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from filings.claims.lexicon import Cue, Stance, Wordings
from filings.claims.reading import Reading
from filings.claims.sentences import Sentence

QUESTION = re.compile(r"[?？][\"'”’」』)）\s]*$|[吗呢][。？?]?$|か[。？?]$")
COMMA = re.compile(r"[,，;；:：。(（)）]|\s[—–-]+\s")
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

    @property
    def length(self) -> int:
        return self.end - self.start


def cued_sentences(reading: Reading) -> Iterator[tuple[Sentence, list[Hit]]]:
    """Each sentence that holds a wording of a status, with all of them, from left to right."""
    cues = _by_sentence(reading, reading.marks.cues)
    discards = _by_sentence(reading, reading.marks.discards) if cues else {}
    for index in sorted(cues):
        sentence = reading.sentences[index]
        hits = _hits(reading, sentence, cues[index], discards.get(index, set()))
        if hits and not QUESTION.search(reading.folded_of(sentence)):
            yield sentence, hits


def _by_sentence(reading: Reading, marks: Iterable[tuple[int, tuple[int, ...]]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for end, numbers in marks:
        if sentence := reading.sentence_at(end - 1):
            found.setdefault(sentence.index, set()).update(numbers)
    return found


def _hits(reading: Reading, sentence: Sentence, cues: Set[int], discards: Set[int]) -> list[Hit]:
    wordings, folded = reading.lexicon.wordings, reading.folded_of(sentence)
    hits = [
        Hit(wordings.cues[number], sentence.start + match.start(), sentence.start + match.end())
        for number in sorted(cues)
        for match in wordings.cues[number].phrase.finditer(folded)
    ]
    if hits and discards:
        off = list(_discarded(wordings, folded, sentence.start, discards))
        hits = [hit for hit in hits if not any(start < hit.end and hit.start < end for start, end in off)]
    return _widest(hits)


def _discarded(wordings: Wordings, folded: str, offset: int, discards: Set[int]) -> Iterator[tuple[int, int]]:
    for number in discards:
        for match in wordings.discards[number].finditer(folded):
            yield offset + match.start(), offset + match.end()


def _widest(hits: list[Hit]) -> list[Hit]:
    """Without those that lie within a longer one: "has not been approved" is no "approved".

    Nor is a launch one that shares its words with something else: "the launch is delayed".
    """
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.length))
    return [hit for hit in ordered if not any(_covers(other, hit) for other in ordered)]


def _covers(other: Hit, hit: Hit) -> bool:
    if other.start <= hit.start and hit.end <= other.end and other.length > hit.length:
        return other.cue.status == hit.cue.status or not {other.cue.status, hit.cue.status} <= OWN_NEGATION
    overlaps = other.start < hit.end and hit.start < other.end
    return overlaps and hit.cue.status in WEAKEST and other.cue.status not in WEAKEST


def stances(reading: Reading, sentence: Sentence, hit: Hit, hits: Sequence[Hit]) -> set[str]:
    """The effects of all stances that the sentence takes towards one of its hits."""
    stances = reading.lexicon.wordings.stances
    return {stance.effect for stance in stances if _applies(stance, reading, sentence, hit, hits)}


def is_cancelled(effects: set[str]) -> bool:
    return bool(effects & CANCELLING)


def _applies(stance: Stance, reading: Reading, sentence: Sentence, hit: Hit, hits: Sequence[Hit]) -> bool:
    if hit.cue.status not in stance.statuses or (stance.where == "inside" and (hit.cue.sure or hit.cue.status in OWN_NEGATION)):
        return False
    start = sentence.start
    if stance.effect == "past":
        # What was before another hit is said of that one.
        start = max([start, *(other.end for other in hits if other.end <= hit.start)])
    return bool(stance.pattern.search(_window(stance, reading.folded, sentence, hit, start)))


def _window(stance: Stance, folded: str, sentence: Sentence, hit: Hit, start: int) -> str:
    if stance.where == "sentence":
        return folded[sentence.start : sentence.end]
    if stance.where == "inside":
        return folded[hit.start : hit.end]
    if stance.where == "before":
        window = folded[max(start, hit.start - stance.reach) : hit.start]
        return window if stance.across else COMMA.split(window)[-1]
    window = folded[hit.end : min(sentence.end, hit.end + stance.reach)]
    return window if stance.across else COMMA.split(window)[0]
