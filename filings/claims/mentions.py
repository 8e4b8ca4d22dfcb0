"""Who is named in a sentence, and in which part: the one it is about, a partner, or somebody merely named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from filings.claims.base import Actor
from filings.claims.known import Lexicon
from filings.claims.names import Found
from filings.claims.sentences import Sentence

# How far left and right of a name its part is looked for.
LEFT, RIGHT = 60, 30

# Between two names of one list, such as "百度、" or "Baidu's Ernie Bot, ".
SEPARATOR = r"(?:,\s*and\b|,|、|/|&|;|；|\band\b|\bor\b|和|与|及|以及|跟|同|や|と|・)"
LISTED = re.compile(
    rf"(?:'s?|的)?(?:(?!\b(?:is|are|was|were|has|have|had|will|said|says|that|which|who|to|by|with|from|while|but|after)\b)[^.;。；:：,，、\n]){{0,28}}?"
    rf"\s*{SEPARATOR}\s*(?:(?:the|also|including|以及|还有|和)\s*)?(?:[^.;。；:：,，、\n]{{0,8}})"
)
COMPOUND = re.compile(r"(?:'s|的|版)?\s?")
POSSESSIVE = re.compile(r"(?:'s|的)\s?")


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


def find_mentions(text: str, folded: str, sentence: Sentence, lexicon: Lexicon) -> list[Mention]:
    """The known names of a sentence from left to right; where there are none, those that it introduces."""
    found = lexicon.names.find(text, folded, sentence.start, sentence.end)
    placed = [hit for hit in found if hit.value is not None]
    if not placed:
        placed = list(introduced(text, folded, sentence, lexicon))
    mentions: list[Mention] = []
    for number, hit in enumerate(placed):
        following = placed[number + 1].start if number + 1 < len(placed) else sentence.end
        mentions.append(_mention(hit, following, folded, sentence, mentions, lexicon))
    return mentions


def _mention(
    hit: Found[Actor | None], following: int, folded: str, sentence: Sentence, before: list[Mention], lexicon: Lexicon
) -> Mention:
    assert hit.value
    mention = Mention(hit.start, hit.end, hit.value)
    previous = before[-1] if before else None
    gap = folded[previous.end : hit.start] if previous else ""
    left = folded[max(previous.end if previous else sentence.start, hit.start - LEFT) : hit.start]
    right = folded[hit.end : min(following, hit.end + RIGHT)]
    if previous and previous.organization == mention.organization and COMPOUND.fullmatch(gap):
        return replace(mention, part=previous.part, joined=previous.joined)
    if part := _told_by(left, right, lexicon):
        return replace(mention, part=part)
    if not previous:
        return mention
    if _is_joint(gap, folded[hit.end : hit.end + LEFT], lexicon):
        return replace(mention, part="partner" if previous.part == "principal" else previous.part)
    if _is_compound(previous, mention, gap):
        return replace(mention, part="partner")
    if LISTED.fullmatch(gap) or not gap.strip():
        return replace(mention, part=previous.part, joined=True)
    return mention


def _told_by(left: str, right: str, lexicon: Lexicon) -> str:
    """The part that the words beside the name give it; those behind it say more than those before, and the
    nearest of these most, the longest of those that are as near.
    """
    for relation in lexicon.wordings.relations:
        if relation.where == "after" and relation.pattern.match(right):
            return relation.part
    before = (relation for relation in lexicon.wordings.relations if relation.where == "before")
    told = [(match.end(1), -match.start(1), relation.part) for relation in before if (match := relation.pattern.search(left))]
    return max(told, default=(0, 0, ""))[2]


def _is_joint(gap: str, right: str, lexicon: Lexicon) -> bool:
    """ "A and B have jointly …", "A与B合作"."""
    wordings = lexicon.wordings
    if len(gap) > 16 or not wordings.joint_between.fullmatch(gap.strip()):
        return False
    return bool(wordings.joint_after.search(re.split(r"[.;。；]", right)[0]))


def _is_compound(previous: Mention, mention: Mention, gap: str) -> bool:
    """ "Tesla's DeepSeek assistant", "努比亚豆包手机": the second is what the first uses."""
    return bool(COMPOUND.fullmatch(gap)) and (bool(mention.actor.product) or bool(POSSESSIVE.fullmatch(gap)))


LATIN_NAME = r"[A-Z][\w.-]*(?:\s[A-Z][\w.-]*){0,2}"
INTRODUCED = (
    re.compile(rf"\b(?i:start-?up|company|firm|developer|unicorn|maker|lab)\s(?P<name>{LATIN_NAME})"),
    re.compile(r"\b(?P<name>[A-Z]\w+(?:\s[A-Z]\w+){0,2}\s(?:Inc|Corp|Ltd|Technologies|Technology|Group|AI|Labs|Holdings))\b"),
    re.compile(r"(?:^|[，。、：；“\"（(由])(?P<name>[㐀-鿿A-Za-z]{2,8}?)(?=自主研发|自研|旗下|公司自)"),
    re.compile(r"(?:^|[，。、：；“\"（(由与和及的]|公司|企业)(?P<name>[㐀-鿿A-Za-z]{2,6}?(?:科技|智能|集团|股份|汽车|网络|数据))(?=[的旗公，、已获称宣\"”)）]|有限)"),
)


def introduced(text: str, folded: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Found[Actor | None]]:
    """A company that nobody knows, if the sentence presents it as one: "startup Foo", "Foo Technologies", "某某科技"."""
    for pattern in INTRODUCED:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            name = match["name"].rstrip(".,-")
            if not lexicon.wordings.reference["unnamed"].search(folded, match.start("name"), match.end("name")):
                yield Found(match.start("name"), match.start("name") + len(name), Actor(name, (name,)))
                return
