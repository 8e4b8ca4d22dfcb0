"""When it happened: which of the dates in a sentence belongs to a wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from filings.claims.cues import Hit
from filings.claims.dates import Told
from filings.claims.reading import Reading
from filings.claims.sentences import Sentence

COMMA = re.compile(r"[,，、;；:：。(（)）]|\s[—–-]+\s")
# The end of something, or its outer limit: not the day on which it happened.
LIMITING = re.compile(
    r"(?:\b(?:until|by|before|due|since|through|expected|planned|scheduled|after)(?:\s+(?:on|in|the|at|around|late|early|as))*\s*|截至|截止|自从|自|到|至|早于|不晚于)$"
)
LIMITED = re.compile(r"\s*(?:前|之前|以前|以来|为止|止|までに|以降|起施行|より前)")
# "…备案，备案时间为7月8日".
STATED = re.compile(r"(?:时间|日期|日子)(?:为|是|在|[:：])$")
# What begins another story, with a time of its own.
ELSEWHERE = re.compile(
    r"\b(?:(?:it|they|the company) (?:had )?(?:lodged|filed|submitted|sent|made)"
    r"|which|who|whose|where|though|although|after|before|since|when)\b"
)
# A date at the beginning of a sentence belongs to all of it.
OPENING = 30


def happened(reading: Reading, sentence: Sentence, hit: Hit, hits: Sequence[Hit]) -> Told | None:
    """The nearest date that belongs to the hit, or None; what lies behind the article's own day can't have happened."""
    dates = [told for told in reading.dates(sentence) if _is_possible(reading, told)]
    near = [told for told in dates if _belongs(reading, sentence, hit, hits, told)]
    if reading.is_han(sentence):
        # Chinese says first when; what stands behind is said of the object: "撤销今年1月递交的申请".
        stated = [told for told in near if STATED.search(reading.folded[sentence.start : told.start])]
        near = stated or [told for told in near if told.end <= hit.start] or near
    return min(near, key=lambda told: _distance(hit, told), default=None)


def _is_possible(reading: Reading, told: Told) -> bool:
    folded, published = reading.folded, reading.published
    if LIMITING.search(folded[max(0, told.start - 24) : told.start]) or LIMITED.match(folded, told.end):
        return False
    # A day's grace: a morning in China is the evening before elsewhere.
    return not (published.is_exact and published.day and (told.day - published.day).days > 1)


def _belongs(reading: Reading, sentence: Sentence, hit: Hit, hits: Sequence[Hit], told: Told) -> bool:
    """In the clause of the hit or the one before, or at the head of the sentence; never beyond another hit."""
    if told.end <= hit.start:
        if told.start - sentence.start <= OPENING:
            return True
        between = _without_names(reading, sentence, told.end, hit.start)
        crossed = _crosses(hits, hit, told.end, hit.start)
        return len(COMMA.findall(between)) <= 1 and not crossed
    between = _without_names(reading, sentence, hit.end, told.start)
    if ELSEWHERE.search(between):
        return False
    crossed = _crosses(hits, hit, hit.end, told.start)
    return len(COMMA.findall(between)) <= 1 and not crossed


def _crosses(hits: Sequence[Hit], hit: Hit, start: int, end: int) -> bool:
    """Whether the wording of another status lies between two places, a weak one apart."""
    return any(
        start <= other.start and other.end <= end and other.cue.status != hit.cue.status and not other.cue.weak
        for other in hits
    )


def _without_names(reading: Reading, sentence: Sentence, start: int, end: int) -> str:
    """What stands between two places, but for a list of names there: its commas part nothing."""
    inside = [mention for mention in reading.mentions(sentence) if start <= mention.start and mention.end <= end]
    text = reading.folded[start : max(start, end)]
    return text[: inside[0].start - start] + text[inside[-1].end - start :] if inside else text


def _distance(hit: Hit, told: Told) -> int:
    if told.end <= hit.start:
        return hit.start - told.end
    return max(0, told.start - hit.end)
