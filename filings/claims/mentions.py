"""Who is named in a sentence, and in which part: the one it is about, a partner, or somebody merely named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from filings.claims.base import Actor
from filings.claims.finder import Place
from filings.claims.known import Lexicon
from filings.claims.lexicon import Detail, Relation
from filings.claims.names import Found
from filings.claims.sentences import Sentence

# How far left and right of a name its part is looked for.
LEFT, RIGHT = 60, 60

# Between two names of one list, such as "百度、" or "Baidu's Ernie Bot, ".
SEPARATOR = r"(?:,\s*and\b|,|、|/|&|;|；|\band\b|\bor\b|和|与|及|以及|跟|同|や|と|・)"
VERB = r"\b(?:is|are|was|were|has|have|had|will|said|says|that|which|who|to|by|with|from|while|but|after)\b"
# "Baidu and start-ups such as Zhipu".
KIND = (
    r"(?:(?:other|smaller|local|chinese|ai)\s)*(?:start-?ups|companies|firms|developers|labs|newcomers|others)"
    r"\s(?:such\sas|like|including)\s"
)
LISTED = re.compile(
    rf"(?:'s?|的)?(?:(?!{VERB})[^.;。；:：,，、\n]){{0,28}}?"
    rf"\s*{SEPARATOR}\s*(?:(?:the|also|including|以及|还有|和)\s*)?(?:{KIND})?(?:[^.;。；:：,，、\n]{{0,8}})"
)
COMPOUND = re.compile(r"(?:'s|的|版)?\s?")
POSSESSIVE = re.compile(r"(?:'s|的)\s?")
# Between a word that tells the part of a name, and the name: "with Chinese e-commerce giant Alibaba", "接入阿里千问".
LATIN_FILLER = re.compile(
    r"(?:[\s'\"-]+(?!(?:is|are|was|were|has|have|had|said|says|that|which|who)\b)[^\s,.;:()]+){0,4}[\s'\"(-]*"
)
HAN_FILLER = re.compile(r"[^，。、；：,;:()（）\n]{0,5}")
SENTENCE_END = re.compile(r"[.;。；]")
JOINING = 16


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the sentence. `joined` says that it continues the list of the mention before it."""

    start: int
    end: int
    actor: Actor
    part: str = "principal"
    joined: bool = False

    @property
    def organization(self) -> str:
        return self.actor.organization


def find_mentions(
    text: str, folded: str, sentence: Sentence, lexicon: Lexicon, details: Callable[[], Sequence[Place[Detail]]]
) -> list[Mention]:
    """The known names of a sentence from left to right."""
    placed = [hit for hit in lexicon.names.find(text, folded, sentence.start, sentence.end) if hit.value]
    if not placed:
        return []
    parts = _Parts(folded, sentence, lexicon, details())
    mentions: list[Mention] = []
    for number, hit in enumerate(placed):
        following = placed[number + 1].start if number + 1 < len(placed) else sentence.end
        mentions.append(parts.mention(hit, following, mentions[-1] if mentions else None))
    return mentions


class _Parts:
    """The words of one sentence that tell the part of a name."""

    def __init__(self, folded: str, sentence: Sentence, lexicon: Lexicon, details: Sequence[Place[Detail]]) -> None:
        self.folded, self.sentence, self.lexicon = folded, sentence, lexicon
        self.relations = [(start, end, one) for start, end, one in details if isinstance(one, Relation)]

    def mention(self, hit: Found[Actor | None], following: int, previous: Mention | None) -> Mention:
        """The name with its part: as the words beside it tell, or as the name before it, or the one it is all about."""
        assert hit.value
        mention = Mention(hit.start, hit.end, hit.value)
        gap = self.folded[previous.end : hit.start] if previous else ""
        if previous and previous.organization == mention.organization and COMPOUND.fullmatch(gap):
            return replace(mention, part=previous.part, joined=previous.joined)
        since = max(previous.end if previous else self.sentence.start, hit.start - LEFT)
        if part := self._told_by(mention, since, following):
            return replace(mention, part=part)
        if not previous:
            return mention
        if self._is_joint(gap, mention):
            return replace(mention, part="partner" if previous.part == "principal" else previous.part)
        if _is_compound(mention, gap):
            return replace(mention, part="partner")
        if LISTED.fullmatch(gap) or not gap.strip():
            return replace(mention, part=previous.part, joined=True)
        return mention

    def _told_by(self, mention: Mention, since: int, until: int) -> str:
        """The part by the words beside the name: those behind it say more than those before, and of these the
        nearest most, the longest of those that are as near.
        """
        best = (0, 0, "")
        for start, end, relation in self.relations:
            if relation.part == "joint":
                continue
            if relation.where == "after" and 0 <= start - mention.end <= 1 and end <= until:
                return relation.part
            is_before = relation.where == "before" and since <= start and end <= mention.start
            if is_before and (end, -start) > best[:2] and self._leads_to(start, end, mention.start):
                best = (end, -start, relation.part)
        return best[2]

    def _leads_to(self, start: int, end: int, name: int) -> bool:
        filler = LATIN_FILLER if self.folded[start].isascii() else HAN_FILLER
        return bool(filler.fullmatch(self.folded, end, name))

    def _is_joint(self, gap: str, mention: Mention) -> bool:
        """ "A and B have jointly …", "A与B合作"."""
        if len(gap) > JOINING or gap.strip() not in self.lexicon.wordings.joints:
            return False
        limit = mention.end + RIGHT
        if ending := SENTENCE_END.search(self.folded, mention.end, limit):
            limit = ending.start()
        return any(
            relation.part == "joint" and mention.end <= start and end <= limit
            for start, end, relation in self.relations
        )


def _is_compound(mention: Mention, gap: str) -> bool:
    """ "Tesla's DeepSeek assistant", "努比亚豆包手机": the second is what the first uses."""
    return bool(COMPOUND.fullmatch(gap)) and (bool(mention.actor.product) or bool(POSSESSIVE.fullmatch(gap)))


LATIN_NAME = r"[A-Z][\w.-]*(?:\s[A-Z][\w.-]*){0,2}"
KINDS = r"科技|智能|集团|股份|汽车|网络|数据"
INTRODUCED = (
    re.compile(rf"\b(?i:start-?up|company|firm|developer|unicorn|maker|lab)\s(?P<name>{LATIN_NAME})"),
    re.compile(
        r"\b(?P<name>[A-Z]\w+(?:\s[A-Z]\w+){0,2}\s(?:Inc|Corp|Ltd|Technologies|Technology|Robotics|Holdings))\b"
    ),
    re.compile(r"(?:(?<![㐀-鿿\w])|[由与和及])(?P<name>[㐀-鿿A-Za-z]{2,8}?)(?=自主研发|自研|旗下|公司自)"),
    re.compile(
        rf"(?:(?<![㐀-鿿\w])|[由与和及的]|公司|企业)(?P<name>[㐀-鿿A-Za-z]{{2,6}}?(?:{KINDS}))(?=[的旗公，、已获称宣\"”)）]|有限)"
    ),
)
NOBODY = re.compile(
    r"\b(?:the|chinese|china|generative)\b|公司|企业|集团|我国|自家|人工智能|[该这某本各]|一家|[多数]家|国内|国家|中国|其他?|相关|互联网"
)


def introduced(text: str, folded: str, sentence: Sentence) -> Iterator[Mention]:
    """A company that nobody knows, if the sentence presents it: "startup Foo", "Foo Technologies", "某某科技"."""
    for pattern in INTRODUCED:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            start, name = match.start("name"), match["name"].rstrip(".,-")
            if not NOBODY.search(folded, start, start + len(name)):
                yield Mention(start, start + len(name), Actor(name, (name,)))
                return
