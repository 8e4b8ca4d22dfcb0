"""Whose status a wording tells: the organization, its partners, and what the product is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from filings.claims.cues import Hit
from filings.claims.mentions import Mention, introduced
from filings.claims.reading import HAN, Reading
from filings.claims.sentences import Sentence

# How far behind a wording its object may stand, in characters, unless a list is announced.
OBJECT_REACH = 110
NEXT_TO = 4
# How far apart two names of one organization may stand to be one mention of it.
SAME_REACH = 40
LOOK_BACK = 3
# "Its features": how far from the head of a sentence such a word may end, in characters.
POSSESSIVE = 12
RELATIVE = re.compile(r"'?s?\s?,?\s?(?:which|who|that|whose\s\w+)\b[^.;]{0,30}$")
# Japanese marks the subject.
TOPIC = re.compile(r"(?:は|が|も)")
OBJECT_PRONOUN = re.compile(
    r"\s?(?:it|them|(?:its|their)\s(?!first|second|third|fourth|latest|own|new)|the company's|该|其|它)"
)

# "approved more than 40 models": nobody's in particular.
QUANTITY = re.compile(
    r"\s?(?:a |the |its |another )?(?:total of|more than|over|around|about|some|at least|超过|逾|近|约|首批)?"
    r"\s?\d[\d,.]*\s?(?:多|余)?(?:个|款|家|项|种|批|件|\s[a-z])"
)
# "the company and Alibaba": one is meant, the other named.
MEANT_AND = re.compile(
    r"(?:the (?:company|firm|tech giant|us tech giant|group|start-?up|iphone maker|carmaker|automaker|us company)"
    r"|该公司|公司|同社)\s?(?:and|with|together with|along with|和|与|及|同|携手|联合|と)\s?$"
)
STANDING_FOR = ("plural", "singular", "definite")
JOINT = {"announced", "submitted", "under_review", "delayed", "rejected", "withdrawn"}
SETTLED = {"approved", "registered"}
MANY = 3
CLAUSE_END = re.compile(r"[;；]")

Group = list[Mention]


@dataclass(frozen=True, slots=True)
class Parties:
    """The organizations that a wording is about, who helps them, and how that was found out."""

    organizations: tuple[str, ...]
    partners: tuple[str, ...]
    reason: str


def find_parties(reading: Reading, sentence: Sentence, hit: Hit, only_behind: bool) -> Parties | None:
    """Who the wording is about; nobody if the sentence and those before it don't tell."""
    for each in reading.before(sentence, LOOK_BACK):
        reading.mentions(each)
    groups = _groups(reading.mentions(sentence) or introduced(reading.text, reading.folded, sentence))
    if hit.cue.sides == ("deal",):
        return _deal(reading, sentence, hit)
    if only_behind:
        group = _behind(reading, sentence, groups, hit, tight=True, lists="enumerates")
        return _parties(reading, sentence, group, "named behind", hit.cue.status) if group else None
    for side in hit.cue.sides:
        if found := _on_side(side, reading, sentence, groups, hit):
            return found
    return None if QUANTITY.match(reading.folded, hit.end) else _meant(reading, sentence, hit)


def _on_side(side: str, reading: Reading, sentence: Sentence, groups: list[Group], hit: Hit) -> Parties | None:
    by_authority = hit.cue.sides[0] == "after"
    if side == "before":
        if group := _before(reading, groups, hit):
            if reading.refers(sentence, group[-1].end, hit.start, "each"):
                group = [
                    mention
                    for each in groups
                    if each[0].part == "principal"
                    for mention in each
                    if mention.end <= hit.start
                ]
            head = max(sentence.start, group[0].start - SAME_REACH)
            if MEANT_AND.search(reading.folded, head, group[0].start) and (
                meant := _meant(reading, sentence, hit, said=True)
            ):
                helpers = [*(mention.organization for mention in group), *meant.partners]
                partners = tuple(name for name in dict.fromkeys(helpers) if name not in meant.organizations)
                return Parties(meant.organizations, partners, "meant, beside whom is named")
            return _parties(reading, sentence, group, "named before", hit.cue.status)
        return None if by_authority else _meant(reading, sentence, hit, must=True)
    if side == "inside":
        inside = [group for group in groups if hit.start <= group[0].start and group[0].end <= hit.end]
        return _parties(reading, sentence, inside[0], "named within", hit.cue.status) if inside else None
    if OBJECT_PRONOUN.match(reading.folded, hit.end) and (found := _before_or_meant(reading, sentence, groups, hit)):
        return found
    # Chinese puts the subject before; what stands behind as a makeshift must be next to it or in a list.
    tight = not by_authority and bool(HAN.search(reading.folded, hit.start, hit.end))
    if group := _behind(reading, sentence, groups, hit, tight):
        return _parties(reading, sentence, group, "named behind", hit.cue.status)
    if not by_authority or QUANTITY.match(reading.folded, hit.end):
        return None
    return _before_or_meant(reading, sentence, groups, hit, behind=True)


def _before_or_meant(
    reading: Reading, sentence: Sentence, groups: list[Group], hit: Hit, behind: bool = False
) -> Parties | None:
    if behind and not reading.refers(sentence, hit.end, sentence.end, *STANDING_FOR):
        return None
    if group := _before(reading, groups, hit):
        return _parties(reading, sentence, group, "named before", hit.cue.status)
    return _meant(reading, sentence, hit, said=behind)


def _groups(mentions: Iterable[Mention]) -> list[Group]:
    """Names that are listed together, or that stand for the same organization side by side."""
    groups: list[Group] = []
    for mention in mentions:
        if groups and mention.part == groups[-1][-1].part and (mention.joined or _same(groups[-1][-1], mention)):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _same(one: Mention, other: Mention) -> bool:
    return one.organization == other.organization and other.start - one.end <= SAME_REACH


def _before(reading: Reading, groups: list[Group], hit: Hit) -> Group | None:
    """The nearest group before the wording that is more than a helper; or whoever a relative clause is about."""
    ahead = [group for group in groups if group[0].start < hit.start]
    topics = [group for group in ahead if group[-1].part == "principal" and TOPIC.match(reading.folded, group[-1].end)]
    if topics:
        return topics[-1]
    for group in reversed(ahead):
        is_helper = group[-1].part == "partner" and hit.cue.status in JOINT
        if RELATIVE.fullmatch(reading.folded[group[-1].end : hit.start]) and not is_helper:
            return group
        if group[-1].part == "principal":
            return group
    return None


def _behind(
    reading: Reading, sentence: Sentence, groups: list[Group], hit: Hit, tight: bool = False, lists: str = "lists"
) -> Group | None:
    """The first group behind the wording in its clause; of helpers only if nobody else is named at all."""
    clause = CLAUSE_END.search(reading.folded, hit.end)
    limit = clause.start() if clause else len(reading.folded)
    behind = [group for group in groups if hit.end <= group[0].start < limit]
    # What the regulator rejects is the object, what a company rejects is merely named.
    about = [group for group in behind if group[0].part == "principal" or hit.cue.status == "rejected"]
    if not about and not any(group[0].part == "principal" for group in groups):
        about = [group for group in behind if group[0].part == "partner"]
    if not about:
        return None
    between = reading.folded[hit.end : about[0][0].start]
    if reading.refers(sentence, hit.end, about[0][0].start, lists):
        return about[0]
    return about[0] if len(between) <= (NEXT_TO if tight else OBJECT_REACH) and "," not in between else None


def _meant(reading: Reading, sentence: Sentence, hit: Hit, must: bool = False, said: bool = False) -> Parties | None:
    """Whom a pronoun, or a sentence without a subject, means: those whom the sentences before were about.

    With `must` there has to be a word that stands for them, unless one has been `said` elsewhere in the sentence.
    """
    if reading.refers(sentence, sentence.start, sentence.end, "own") and (speaker := _speaker(reading, sentence)):
        return _parties(reading, sentence, speaker, "speaking", hit.cue.status)
    start, end = sentence.start, hit.end
    said = said or reading.refers(sentence, start, end, *STANDING_FOR)
    said = said or reading.refers(sentence, sentence.start, min(end, sentence.start + POSSESSIVE), "possessive")
    if not said and (must or not _may_be_silent(reading, sentence)):
        return None
    for each in reading.before(sentence, LOOK_BACK if said else 1):
        about = [group for group in _groups(reading.mentions(each)) if group[0].part == "principal"]
        if about:
            abroad = (group for group in about if group[0].organization in reading.lexicon.abroad)
            group = next(abroad, about[0])
            return _parties(reading, each, group, "meant" if said else "understood", hit.cue.status)
    return None


def _speaker(reading: Reading, sentence: Sentence) -> Group | None:
    """Who is named last: "our service was approved", said Samsung."""
    groups = [group for group in _groups(reading.mentions(sentence)) if group[0].part == "principal"]
    return groups[-1] if groups else None


def _may_be_silent(reading: Reading, sentence: Sentence) -> bool:
    """Chinese and Japanese leave out who is known; not where the sentence names somebody, or nobody in particular."""
    if reading.mentions(sentence) or not HAN.search(reading.folded, sentence.start, sentence.end):
        return False
    return not reading.refers(sentence, sentence.start, sentence.end, "generic")


def _deal(reading: Reading, sentence: Sentence, hit: Hit) -> Parties | None:
    """Two companies of which the sentence, or the one before it, says that they work together."""
    for each in (sentence, *reading.before(sentence, 1)):
        named = [mention.organization for mention in reading.mentions(each) if mention.part != "aside"]
        for name in named:
            with_whom = [one for one in reading.partners.get(name, ()) if one in named]
            if name in reading.lexicon.abroad and with_whom:
                return Parties((name,), tuple(with_whom), "deal")
    return None


def _parties(reading: Reading, sentence: Sentence, group: Group, reason: str, status: str = "") -> Parties:
    """The organizations of a group; of two that work together one is the partner of the other."""
    if status in SETTLED:
        group = [*group, *_fellows(reading, sentence)]
    names = list(dict.fromkeys(mention.organization for mention in group))
    if len(names) == 2:
        names = _principal_first(reading, sentence, names)
    organizations = names[:1] if len(names) == 2 and _work_together(reading, sentence, status, *names) else names
    helpers = [*names[1:]] if len(organizations) == 1 else []
    if len(organizations) == 1:
        helpers += _helpers(reading, sentence, organizations[0])
    told = tuple(name for name in dict.fromkeys(helpers) if name not in organizations)
    return Parties(tuple(organizations), told, reason)


def _fellows(reading: Reading, sentence: Sentence) -> Group:
    """ "… with Huawei, Xiaomi and Samsung": so many are not partners, they are let through as well."""
    groups = (group for group in _groups(reading.mentions(sentence)) if group[0].part == "partner")
    return [mention for group in groups if len({each.organization for each in group}) >= MANY for mention in group]


def _principal_first(reading: Reading, sentence: Sentence, names: list[str]) -> list[str]:
    one, other = names
    if other in reading.lexicon.abroad and one not in reading.lexicon.abroad:
        return [other, one]
    return [other, one] if one in reading.partners.get(other, ()) else names


def _work_together(reading: Reading, sentence: Sentence, status: str, one: str, other: str) -> bool:
    if other in reading.partners.get(one, ()) or reading.lexicon.are_partners(one, other):
        return True
    if one not in reading.lexicon.abroad or other in reading.lexicon.abroad:
        return False
    # A company from abroad and one from China hand in one thing, and wait for one.
    return status in JOINT or reading.refers(sentence, sentence.start, sentence.end, "both")


def _helpers(reading: Reading, sentence: Sentence, organization: str) -> list[str]:
    """Partners named in the sentence, then those of whom the article has told so far."""
    here = [mention.organization for mention in reading.mentions(sentence) if mention.part == "partner"]
    return [*here, *reading.partners.get(organization, ())]


def product_of(reading: Reading, sentence: Sentence, organization: str, sentences: Sequence[Sentence]) -> str:
    """What the organization's product is called in the sentence, or else in those around it."""
    for each in (sentence, *sentences):
        for mention in reading.mentions(each):
            if mention.organization == organization and mention.actor.product:
                return mention.actor.product
    return ""
