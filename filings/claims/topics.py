"""Whether a wording is about what we follow: an AI service and the Chinese regulator, or the Chinese market."""

from __future__ import annotations

from filings.claims.cues import COMMA, Hit
from filings.claims.reading import Reading
from filings.claims.sentences import Sentence

# How near another matter must stand to a wording for the wording to be about it, in characters.
NEAR_LATIN, NEAR_HAN = 80, 30
# What tells of authorities that are none of ours.
ELSEWHERE = {"abroad", "other_regulator"}
# There are many lists; that it is the regulator's, these words tell.
OF_THE_LIST = {"cac", "filing", "permission"}
# What can only come from an authority, even where none is named.
BY_AUTHORITY = {"approved", "registered", "rejected", "under_review", "submitted"}


def may_matter(reading: Reading, sentence: Sentence) -> bool:
    """A first look: AI is spoken of around the sentence, and not an authority or a country that is none of ours."""
    near = reading.topics(sentence)
    if "other_regulator" in near and not near & {"cac", "filing"}:
        return False
    if "abroad" in near and "china" not in near and "cac" not in near:
        return False
    if "ai" in reading.around(sentence):
        return True
    # What the cyberspace regulator files is AI, if nothing else is named.
    return {"cac", "permission"} <= near and "other_matter" not in near


def what_it_is_about(reading: Reading, sentence: Sentence, hit: Hit) -> str:
    """The reason why the hit counts, or nothing. The sentence must have passed the first look."""
    near = reading.topics(sentence)
    if "other_matter" in near and "filing" not in near and _is_another_matter(reading, sentence, hit):
        return ""
    around = reading.around(sentence)
    if hit.cue.needs == "regulator":
        return _authority(reading, sentence, hit, near, around)
    if hit.cue.needs == "list":
        return "list of the regulator" if around & OF_THE_LIST and not near & ELSEWHERE else ""
    if hit.cue.needs == "filing":
        return "filing of AI"
    if hit.cue.needs in {"market", "partner", "deal"}:
        return _market(reading, near)
    if hit.cue.needs == "own":
        is_ours = around & {"china", "cac"} or "permission" in near or reading.is_han(sentence)
        return "Chinese market" if is_ours else ""
    if hit.cue.needs == "opening" and _is_from_china(reading, sentence):
        return "AI service of a Chinese company"
    if ("abroad" in near and "cac" not in near) or (around & ELSEWHERE and not around & {"china", "cac"}):
        return ""
    return "AI service" if around & {"china", "cac"} or reading.is_han(sentence) else ""


def _market(reading: Reading, near: frozenset[str]) -> str:
    told = near.union(*(reading.topics(each) for each in reading.title))
    return "Chinese market" if {"china", "ai"} <= told else ""


def _authority(reading: Reading, sentence: Sentence, hit: Hit, near: frozenset[str], around: frozenset[str]) -> str:
    if "cac" in near:
        return "cyberspace regulator in the sentence"
    if "filing" in near:
        return "filing of AI in the sentence"
    is_chinese = "china" in near or reading.is_han(sentence) or _is_from_china(reading, sentence)
    if "regulator" in near and ("china" in around or is_chinese):
        return "Chinese authority in the sentence"
    if hit.cue.sides[0] == "after" and "ai" in around and "china" in reading.topics_between(hit.start, hit.end):
        return "Chinese authority in the wording"
    if is_chinese and hit.cue.status in BY_AUTHORITY and near & {"china", "ai"}:
        return "permission in China"
    if reading.is_han(sentence) and hit.cue.status in BY_AUTHORITY and "permission" in near and "ai" in around:
        return "permission in China"
    if hit.cue.status == "delayed" and "permission" in around and ("china" in around or is_chinese):
        return "permission in China"
    if around & {"cac", "filing"} or {"regulator", "china"} <= around:
        return "authority named before"
    return ""


def _is_another_matter(reading: Reading, sentence: Sentence, hit: Hit) -> bool:
    return "other_matter" in reading.topics_between(*_clause(reading, sentence, hit))


def _clause(reading: Reading, sentence: Sentence, hit: Hit) -> tuple[int, int]:
    """The hit with what stands around it, up to the commas of a Chinese sentence."""
    if not reading.is_han(sentence):
        return max(sentence.start, hit.start - NEAR_LATIN), min(sentence.end, hit.end + NEAR_LATIN)
    before = COMMA.split(reading.folded[max(sentence.start, hit.start - NEAR_HAN) : hit.start])[-1]
    behind = COMMA.split(reading.folded[hit.end : min(sentence.end, hit.end + NEAR_HAN)])[0]
    return hit.start - len(before), hit.end + len(behind)


def _is_from_china(reading: Reading, sentence: Sentence) -> bool:
    return any(mention.organization not in reading.lexicon.abroad for mention in reading.mentions(sentence))
