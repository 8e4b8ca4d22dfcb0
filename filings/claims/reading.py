"""One article while it is being read: its sentences, and what each of them holds. All is found once, on demand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from filings.claims.base import Article
from filings.claims.dates import Published, Told, find_dates
from filings.claims.finder import Marks, Place
from filings.claims.known import Lexicon
from filings.claims.lexicon import Cue, Detail, Reference
from filings.claims.mentions import Mention, find_mentions
from filings.claims.names import Found
from filings.claims.sentences import Sentence, Sentences

HAN = re.compile(r"[㐀-鿿]")
KANA = re.compile(r"[ぁ-ヺ]")
# How many sentences before tell what a sentence is about.
CONTEXT = 2


class Reading:
    """An article's text and folded text, and its sentences."""

    def __init__(self, article: Article, text: str, folded: str, marks: Marks[Cue | str], lexicon: Lexicon) -> None:
        self.text, self.folded, self.lexicon = text, folded, lexicon
        self.published = Published(article.published_on, article.precision if article.published_on else "")
        self.sentences = Sentences(text, min(len(article.title), len(text)))
        # Which organizations are told to work with which, as far as sentences have been looked at, in order.
        self.partners: dict[str, dict[str, None]] = {}
        self._topic_marks = marks.plain
        self._topic_ends = [end for _start, end, _topic in marks.plain]
        self._anchors = marks.anchors
        self._topics: dict[int, frozenset[str]] = {}
        self._around: dict[int, frozenset[str]] = {}
        self._details: dict[int, list[Place[Detail]]] = {}
        self._mentions: dict[int, list[Mention]] = {}
        self._dates: dict[int, list[Told]] = {}

    @cached_property
    def cues(self) -> dict[int, set[int]]:
        """The numbers of the cues that may stand in a sentence, by the number of the sentence."""
        found: dict[int, set[int]] = {}
        for end, numbers in self._anchors:
            found.setdefault(self.sentences.number_at(end - 1), set()).update(numbers)
        return found

    def folded_of(self, sentence: Sentence) -> str:
        return self.folded[sentence.start : sentence.end]

    def topics_between(self, start: int, end: int) -> frozenset[str]:
        """What the words between two places are about."""
        first = bisect_left(self._topic_ends, start + 1)
        last = bisect_left(self._topic_ends, end + 1)
        return frozenset(str(topic) for begin, _end, topic in self._topic_marks[first:last] if begin >= start)

    def topics(self, sentence: Sentence) -> frozenset[str]:
        """What the sentence is about."""
        if sentence.index not in self._topics:
            self._topics[sentence.index] = self.topics_between(sentence.start, sentence.end)
        return self._topics[sentence.index]

    def around(self, sentence: Sentence) -> frozenset[str]:
        """What the sentence is about, with those just before and the title."""
        if sentence.index not in self._around:
            topics = (self.topics(each) for each in self.before(sentence, CONTEXT))
            self._around[sentence.index] = self.topics(sentence).union(*topics)
        return self._around[sentence.index]

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
        number = sentence.index - 1
        while number >= 0 and count:
            each = self.sentences[number]
            if each.start < each.end:
                yield each
                count -= 1
            number -= 1
        yield from (each for each in self.title if each.index <= number)

    @cached_property
    def title(self) -> list[Sentence]:
        """The sentences of the title."""
        numbers = range(len(self.sentences))
        titles = (self.sentences[number] for number in numbers[:5])
        return [sentence for sentence in titles if sentence.is_title]

    @cached_property
    def outlets(self) -> list[Found[str]]:
        """Whom the article cites."""
        return self.lexicon.outlets.find(self.text, self.folded, 0, len(self.text))

    def is_han(self, sentence: Sentence) -> bool:
        """Whether the sentence is Chinese."""
        text = self.folded_of(sentence)
        return bool(HAN.search(text)) and not KANA.search(text)
