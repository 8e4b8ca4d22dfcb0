"""Whether a text is worth reading in full: a quick look, made for the headlines and summaries of feeds."""

from __future__ import annotations

from filings.claims.base import Article
from filings.claims.cues import find_hits
from filings.claims.fold import fold
from filings.claims.known import Lexicon
from filings.claims.reading import Reading


def is_relevant(text: str, lexicon: Lexicon) -> bool:
    """Whether somebody whom the lexicon knows is named, and a wording of a status stands somewhere in the text."""
    article = Article("", text)
    whole = article.whole
    folded = fold(whole)
    marks = lexicon.wordings.gate.scan(folded, 0, len(folded))
    # Names that only look like somebody's, such as App Store, stand for nobody.
    if not marks.anchors or not any(found.value for found in lexicon.names.find(whole, folded, 0, len(whole))):
        return False
    reading = Reading(article, whole, folded, marks, lexicon)
    return any(find_hits(reading, reading.sentences[number]) for number in reading.cues)
