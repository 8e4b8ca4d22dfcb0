"""One article while it is being read: its sentences, and what each of them holds. Everything is found once, on demand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from filings.claims.base import Article
from filings.claims.dates import Published, Told, find_dates
from filings.claims.finder import Marks, Place
from filings.claims.known import Lexicon
from filings.claims.lexicon import Cue, Detail, Reference
from filings.claims.mentions import Mention, find_mentions
from filings.claims.sentences import Sentence, split

HAN = re.compile(r"[㐀-鿿]")
KANA = re.compile(r"[ぁ-ヺ]")


class Reading:
    """An article's text and folded text, and its sentences by number."""

    def __init__(self, article: Article, text: str, folded: str, marks: Marks[Cue | str], lexicon: Lexicon) -> None:
        self.text, self.folded, self.lexicon = text, folded, lexicon
        self.published = Published(article.published_on, article.precision if article.published_on else "")
        self.sentences = split(text, min(len(article.title), len(text)))
        self._starts = [sentence.start for sentence in self.sentences]
        # Which organizations are told to work with which, as far as sentences have been looked at, in order.
        self.partners: dict[str, dict[str, None]] = {}
        self._details: dict[int, list[Place[Detail]]] = {}
        self._mentions: dict[int, list[Mention]] = {}
        self._dates: dict[int, list[Told]] = {}
        self._spread(marks)

    def _spread(self, marks: Marks[Cue | str]) -> None:
        """Gives each sentence the topics and the cues that may stand in it."""
        self._topics: dict[int, list[tuple[int, int, str]]] = {}
        self.cues: dict[int, set[int]] = {}
        for start, end, topic in marks.plain:
            assert isinstance(topic, str)
            self._topics.setdefault(self._number_at(start), []).append((start, end, topic))
        for end, numbers in marks.anchors:
            self.cues.setdefault(self._number_at(end - 1), set()).update(numbers)
        self.cues.pop(-1, None)

    def _number_at(self, place: int) -> int:
        """The number of the sentence in which a place lies, or -1 between two."""
        number = bisect_right(self._starts, place) - 1
        return number if number >= 0 and place < self.sentences[number].end else -1

    def folded_of(self, sentence: Sentence) -> str:
        return self.folded[sentence.start : sentence.end]

    def topics(self, sentence: Sentence) -> frozenset[str]:
        """What the sentence is about, by its words."""
        return frozenset(topic for _start, _end, topic in self._topics.get(sentence.index, ()))

    def topics_between(self, sentence: Sentence, start: int, end: int) -> set[str]:
        """What the words between two places of the sentence are about."""
        return {topic for first, last, topic in self._topics.get(sentence.index, ()) if start <= first and last <= end}

    def details(self, sentence: Sentence) -> list[Place[Detail]]:
        """The words that tell how the sentence means what it says, and of whom."""
        if sentence.index not in self._details:
            found = self.lexicon.wordings.details.find(self.folded, sentence.start, sentence.end)
            self._details[sentence.index] = found
        return self._details[sentence.index]

    def refers(self, sentence: Sentence, start: int, end: int, *kinds: str) -> bool:
        """Whether a word of reference of one of these kinds stands between two places."""
        return any(
            isinstance(detail, Reference) and detail.kind in kinds and start <= first and last <= end
            for first, last, detail in self.details(sentence)
        )

    def mentions(self, sentence: Sentence) -> list[Mention]:
        """Who is named in the sentence, with the part that each has in it."""
        if sentence.index not in self._mentions:
            mentions = find_mentions(self.text, self.folded, sentence, self.lexicon, lambda: self.details(sentence))
            self._mentions[sentence.index] = mentions
            self._note_partners(mentions)
        return self._mentions[sentence.index]

    def _note_partners(self, mentions: list[Mention]) -> None:
        """A partner belongs to the nearest one before it that the sentence is about, or else to the first behind it."""
        for number, mention in enumerate(mentions):
            if mention.part != "partner":
                continue
            around = (*reversed(mentions[:number]), *mentions[number + 1 :])
            about = next((each for each in around if each.part == "principal"), None)
            if about and about.organization != mention.organization:
                one, other = about.organization, mention.organization
                if other in self.lexicon.abroad and one not in self.lexicon.abroad:
                    one, other = other, one
                self.partners.setdefault(one, {})[other] = None

    def dates(self, sentence: Sentence) -> list[Told]:
        """The dates that the sentence names."""
        if sentence.index not in self._dates:
            self._dates[sentence.index] = find_dates(self.folded, sentence.start, sentence.end, self.published)
        return self._dates[sentence.index]

    def tells(self, sentence: Sentence, status: str) -> bool:
        """Whether some wording of a status may stand in the sentence."""
        phrases = self.lexicon.wordings.gate.phrases
        cues = (phrases[number][1] for number in self.cues.get(sentence.index, ()))
        return any(isinstance(cue, Cue) and cue.status == status for cue in cues)

    def before(self, sentence: Sentence, count: int) -> Iterator[Sentence]:
        """The sentences before this one, the nearest first, then those of the title."""
        first = max(0, sentence.index - count)
        yield from reversed(self.sentences[first : sentence.index])
        yield from (each for each in self.title if each.index < first)

    @cached_property
    def title(self) -> list[Sentence]:
        """The sentences of the title."""
        return [sentence for sentence in self.sentences if sentence.is_title]

    def is_han(self, sentence: Sentence) -> bool:
        """Whether the sentence is Chinese."""
        text = self.folded_of(sentence)
        return bool(HAN.search(text)) and not KANA.search(text)
