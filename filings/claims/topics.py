"""Whether a wording is about what we follow: an AI service and the Chinese regulator, or its coming to the Chinese market."""

from __future__ import annotations

from filings.claims.cues import COMMA, Hit
from filings.claims.reading import HAN, KANA, Reading
from filings.claims.sentences import Sentence

# How near another matter must stand to a wording for the wording to be about it, in characters.
NEAR_LATIN, NEAR_HAN = 80, 30
# How many sentences before tell what a sentence is about.
CONTEXT = 2
# What can only come from an authority, even where none is named.
BY_AUTHORITY = {"approved", "registered", "rejected", "under_review", "submitted"}


def what_it_is_about(reading: Reading, sentence: Sentence, hit: Hit) -> str:
    """The reason why the hit counts, or nothing."""
    if _is_about_something_else(reading, sentence, hit):
        return ""
    near = reading.topics(sentence)
    around = near | _around(reading, sentence)
    if "ai" not in around:
        return ""
    if hit.cue.needs == "regulator":
        return _authority(reading, sentence, hit, near, around)
    if hit.cue.needs == "filing":
        return "filing of AI"
    if hit.cue.needs in {"market", "partner", "deal"}:
        return "Chinese market" if "china" in near | _title(reading) and "ai" in near | _title(reading) else ""
    if hit.cue.needs == "own":
        return "Chinese market" if "china" in around else ""
    if hit.cue.needs == "opening" and _is_from_china(reading, sentence):
        return "AI service of a Chinese company"
    if "abroad" in near and "cac" not in near:
        return ""
    if "china" in around or "cac" in around or _is_han(reading, sentence):
        return "AI service"
    return ""


def _is_from_china(reading: Reading, sentence: Sentence) -> bool:
    return any(mention.organization not in reading.lexicon.abroad for mention in reading.mentions(sentence))


def _authority(reading: Reading, sentence: Sentence, hit: Hit, near: frozenset[str], around: frozenset[str]) -> str:
    if "cac" in near:
        return "cyberspace regulator in the sentence"
    if "filing" in near:
        return "filing of AI in the sentence"
    is_chinese = "china" in near or _is_han(reading, sentence) or _is_from_china(reading, sentence)
    if "regulator" in near and ("china" in around or is_chinese):
        return "Chinese authority in the sentence"
    if is_chinese and hit.cue.status in BY_AUTHORITY and ("china" in near or "ai" in near):
        return "permission in China"
    if hit.cue.status == "delayed" and {"permission", "china"} <= around:
        return "permission in China"
    if around & {"cac", "filing"} or {"regulator", "china"} <= around:
        return "authority named before"
    return ""


def _is_about_something_else(reading: Reading, sentence: Sentence, hit: Hit) -> bool:
    near = reading.topics(sentence)
    if "other_regulator" in near and not near & {"cac", "filing"}:
        return True
    if "abroad" in near and "china" not in near:
        return True
    if "other_matter" not in near or "filing" in near:
        return False
    start, end = _clause(reading, sentence, hit)
    return any(topic == "other_matter" for _end, _start, topic in reading.marks.topics_between(start, end))


def _clause(reading: Reading, sentence: Sentence, hit: Hit) -> tuple[int, int]:
    """The hit with what stands around it, up to the commas of a Chinese sentence."""
    if not _is_han(reading, sentence):
        return max(sentence.start, hit.start - NEAR_LATIN), min(sentence.end, hit.end + NEAR_LATIN)
    before = COMMA.split(reading.folded[max(sentence.start, hit.start - NEAR_HAN) : hit.start])[-1]
    behind = COMMA.split(reading.folded[hit.end : min(sentence.end, hit.end + NEAR_HAN)])[0]
    return hit.start - len(before), hit.end + len(behind)


def _around(reading: Reading, sentence: Sentence) -> frozenset[str]:
    return frozenset().union(*(reading.topics(each) for each in reading.before(sentence, CONTEXT)))


def _title(reading: Reading) -> frozenset[str]:
    titles = (reading.topics(sentence) for sentence in reading.sentences[:3] if sentence.is_title)
    return frozenset().union(*titles)


def _is_han(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence is Chinese: what is said there of authorities is said of those of China."""
    text = reading.folded_of(sentence)
    return bool(HAN.search(text)) and not KANA.search(text)
