"""One article while it is being read: its sentences, and who and what is named in each. Everything is found once, on demand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from filings.claims.base import Article
from filings.claims.dates import Published, Told, find_dates
from filings.claims.known import Lexicon
from filings.claims.mentions import Mention, find_mentions
from filings.claims.scan import Marks
from filings.claims.sentences import Sentence, split

HAN = re.compile(r"[㐀-鿿]")
KANA = re.compile(r"[ぁ-ヺ]")


class Reading:
    """An article's text, folded text, sentences and marks."""

    def __init__(self, article: Article, text: str, folded: str, marks: Marks, lexicon: Lexicon) -> None:
        self.text, self.folded, self.marks, self.lexicon = text, folded, marks, lexicon
        self.published = Published(article.published_on, article.precision if article.published_on else "")
        self.title_end = min(len(article.title), len(text))
        self._mentions: dict[int, list[Mention]] = {}
        self._topics: dict[int, frozenset[str]] = {}
        # Which organizations are told to work with which, as far as sentences have been looked at, in order.
        self.partners: dict[str, dict[str, None]] = {}

    @cached_property
    def sentences(self) -> list[Sentence]:
        return split(self.text, self.title_end)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence in which a place lies, unless it lies between two."""
        number = bisect_right(self._starts, place) - 1
        return self.sentences[number] if number >= 0 and place <= self.sentences[number].end else None

    def folded_of(self, sentence: Sentence) -> str:
        return self.folded[sentence.start : sentence.end]

    def mentions(self, sentence: Sentence) -> list[Mention]:
        """Who is named in the sentence, with the part that each has in it."""
        if sentence.index not in self._mentions:
            self._mentions[sentence.index] = find_mentions(self.text, self.folded, sentence, self.lexicon)
            self._note_partners(self._mentions[sentence.index])
        return self._mentions[sentence.index]

    def dates(self, sentence: Sentence) -> list[Told]:
        return find_dates(self.folded, sentence.start, sentence.end, self.published)

    def topics(self, sentence: Sentence) -> frozenset[str]:
        """What the sentence is about; a known product of a company counts as AI."""
        if sentence.index not in self._topics:
            found = {topic for _end, _start, topic in self.marks.topics_between(sentence.start, sentence.end)}
            if "ai" not in found and any(mention.actor.product for mention in self.mentions(sentence)):
                found.add("ai")
            self._topics[sentence.index] = frozenset(found)
        return self._topics[sentence.index]

    def tells(self, sentence: Sentence, status: str) -> bool:
        """Whether some wording of a status may stand in the sentence."""
        cues = self.lexicon.wordings.cues
        first = bisect_right(self.marks.cues, (sentence.start, ()))
        numbers = (number for end, found in self.marks.cues[first:] if end <= sentence.end for number in found)
        return any(cues[number].status == status for number in numbers)

    def before(self, sentence: Sentence, count: int) -> Iterator[Sentence]:
        """The sentences before this one, the nearest first, then those of the title."""
        first = max(0, sentence.index - count)
        yield from reversed(self.sentences[first : sentence.index])
        yield from (each for each in self.sentences[: max(first, 0)] if each.is_title)

    def _note_partners(self, mentions: list[Mention]) -> None:
        """A partner belongs to the nearest one before it that the sentence is about, or else to the first behind it."""
        for number, mention in enumerate(mentions):
            if mention.part != "partner":
                continue
            about = [each for each in (*reversed(mentions[:number]), *mentions[number + 1 :]) if each.part == "principal"]
            if about and about[0].organization != mention.organization:
                one, other = about[0].organization, mention.organization
                if other in self.lexicon.abroad and one not in self.lexicon.abroad:
                    one, other = other, one
                self.partners.setdefault(one, {})[other] = None
