"""The words that a claim is shown with, and whom they cite."""

from __future__ import annotations

from filings.claims.cues import Hit
from filings.claims.reading import Reading
from filings.claims.sentences import Sentence

# A longer sentence is cut down to what stands around the wording.
LONGEST = 320
BREATH = "，,;；:： "


def quote_of(reading: Reading, sentence: Sentence, hit: Hit) -> tuple[int, int]:
    """Where the quote begins and ends in the text: the sentence, or the part of it around the hit."""
    if sentence.end - sentence.start <= LONGEST:
        return sentence.start, sentence.end
    room = max(0, LONGEST - (hit.end - hit.start)) // 2
    start, end = max(sentence.start, hit.start - room), min(sentence.end, hit.end + room)
    text = reading.text
    while start > sentence.start and start < hit.start and text[start - 1] not in BREATH:
        start += 1
    while end < sentence.end and end > hit.end and text[end] not in BREATH:
        end -= 1
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def attribution(reading: Reading, sentence: Sentence) -> str:
    """Whom the sentence cites, or else whom the article cites first; empty if nobody."""
    here = [found.value for found in reading.outlets if sentence.start <= found.start < sentence.end]
    for named in (here, [found.value for found in reading.outlets]):
        if named:
            return next((name for name in named if name not in reading.lexicon.wordings.voices), named[0])
    return ""
