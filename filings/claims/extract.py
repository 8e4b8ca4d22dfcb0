"""Article to claims: the words of a status, then what they are about, how they are meant, who, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from filings.claims.base import Article, Claim
from filings.claims.cues import CANCELLING, Hit, find_hits, is_cancelled, stances
from filings.claims.dates import Told
from filings.claims.fold import fold
from filings.claims.known import Lexicon
from filings.claims.quotes import attribution, quote_of
from filings.claims.reading import HAN, Reading
from filings.claims.roles import LOOK_BACK, Parties, find_parties, product_of
from filings.claims.sentences import Sentence
from filings.claims.settle import Draft, settle
from filings.claims.topics import may_matter, what_it_is_about
from filings.claims.when import happened

# No article is longer. What comes behind is left unread, so that the time is bounded.
LIMIT = 100_000
# A Latin article without a word of one of these is about something else.
AUTHORITIES = {"cac", "china", "filing", "permission", "regulator", "store"}
# What the provinces' own lists hold, and what the national ones hold.
REGISTRATION, FILING = "登记", "备案"
# What tells that a service is stopped in China.
HERE = {"china", "cac", "regulator", "store"}
# What happened longer before the article is no news in it.
NEWS = timedelta(days=45)
# How far behind a wording its object may go on, in characters.
OBJECT = 60


def extract(article: Article, lexicon: Lexicon) -> tuple[Claim, ...]:
    """What the article says about the status of AI products with the Chinese regulator; never raises for any text."""
    text = article.whole[:LIMIT]
    folded = fold(text)
    marks = lexicon.wordings.gate.scan(folded, 0, len(folded))
    topics = {topic for _start, _end, topic in marks.plain}
    is_ours = "ai" in topics or {"cac", "permission"} <= topics
    if not marks.anchors or not is_ours or not (topics & AUTHORITIES or HAN.search(folded)):
        return ()
    reading = Reading(article, text, folded, marks, lexicon)
    sentences = (reading.sentences[number] for number in sorted(reading.cues))
    return settle(draft for sentence in sentences for draft in _drafts(reading, sentence))


def _drafts(reading: Reading, sentence: Sentence) -> Iterator[Draft]:
    hits = find_hits(reading, sentence) if may_matter(reading, sentence) else []
    for hit in hits:
        about = what_it_is_about(reading, sentence, hit)
        if not about:
            continue
        effects = stances(reading, sentence, hit, hits)
        told = happened(reading, sentence, hit, hits)
        if is_cancelled(effects) and "denied" not in effects and not _is_due(reading, hit, effects, told):
            continue
        only_behind = "attributive" in effects and "predicative" not in effects
        parties = find_parties(reading, sentence, hit, only_behind)
        if parties and (parties := _fitting(reading, sentence, hit, parties, effects)):
            yield from _claims(reading, sentence, hit, told, parties, effects, about)


def _is_due(reading: Reading, hit: Hit, effects: set[str], told: Told | None) -> bool:
    """What is planned for the article's own day, or an earlier one, is as good as done: "will be open from today"."""
    published = reading.published
    if hit.cue.status != "launched" or effects & CANCELLING != {"planned"}:
        return False
    return bool(told and told.precision == "day" and published.is_exact and published.day and told.day <= published.day)


def _fitting(reading: Reading, sentence: Sentence, hit: Hit, parties: Parties, effects: set[str]) -> Parties | None:
    """Coming to the Chinese market is news of companies from abroad only, and only of what they do with AI there."""
    if hit.cue.status == "suspended" and "store" in reading.around(sentence):
        return _without_shopkeepers(reading, sentence, parties)
    if hit.cue.needs == "service" and not reading.topics(sentence) & HERE:
        # What a company from abroad stops, it stops at home, unless something says otherwise.
        at_home = tuple(name for name in parties.organizations if name not in reading.lexicon.abroad)
        return replace(parties, organizations=at_home) if at_home else None
    if hit.cue.needs not in {"market", "partner"}:
        return parties
    if hit.cue.needs == "partner" and (not parties.partners or effects & {"reported", "rumoured"}):
        return None
    abroad = tuple(name for name in parties.organizations if name in reading.lexicon.abroad)
    if not abroad and hit.cue.status == "launched":
        return parties
    with_ai = parties.partners or any(mention.actor.product for mention in reading.mentions(sentence))
    return (
        replace(parties, organizations=abroad)
        if abroad and (with_ai or _speaks_of_ai(reading, sentence, hit))
        else None
    )


def _without_shopkeepers(reading: Reading, sentence: Sentence, parties: Parties) -> Parties | None:
    """Who runs the shop takes others off it, whom the sentence may name elsewhere."""
    named = [mention.organization for mention in reading.mentions(sentence) if mention.part == "principal"]
    others = [name for name in (*parties.organizations, *named) if name not in reading.lexicon.shopkeepers]
    return replace(parties, organizations=tuple(dict.fromkeys(others))) if others else None


def _speaks_of_ai(reading: Reading, sentence: Sentence, hit: Hit) -> bool:
    return "ai" in reading.topics_between(hit.start, min(sentence.end, hit.end + OBJECT))


def _claims(
    reading: Reading, sentence: Sentence, hit: Hit, told: Told | None, parties: Parties, effects: set[str], about: str
) -> Iterator[Draft]:
    start, end = quote_of(reading, sentence, hit)
    past = "past" in effects or _is_old(reading, told if told else _told_before(reading, sentence, hit))
    denies = "denied" in effects
    for organization in parties.organizations:
        claim = Claim(
            organization=organization,
            status=_status(reading, sentence, hit),
            quote=reading.text[start:end],
            start=start,
            end=end,
            role="background" if past or denies or "rumoured" in effects else "event",
            partners=parties.partners,
            product=product_of(reading, sentence, organization, [*reading.before(sentence, LOOK_BACK)]),
            happened_on=told.day if told else None,
            precision=told.precision if told else "",
            hedge="rumoured" if "rumoured" in effects else "reported" if "reported" in effects else "",
            attribution=attribution(reading, sentence),
            denies=denies,
            reasons=(f"{hit.cue.status}: {hit.cue.source}", parties.reason, about, *sorted(effects)),
        )
        yield Draft(claim, sentence.is_title, hit.cue.weak, _needs_permission(reading, hit, organization))


def _status(reading: Reading, sentence: Sentence, hit: Hit) -> str:
    """That of the wording; but whoever is on a list of registrations (登记) is registered."""
    if hit.cue.status != "approved":
        return hit.cue.status
    told = reading.folded_of(sentence) if hit.cue.needs == "list" else reading.folded[hit.start : hit.end]
    return "registered" if REGISTRATION in told and FILING not in told else "approved"


def _needs_permission(reading: Reading, hit: Hit, organization: str) -> bool:
    """A company from China opens something every day; it is told here only if it is told of a permission."""
    return hit.cue.needs == "market" and organization not in reading.lexicon.abroad


def _is_old(reading: Reading, told: Told | None) -> bool:
    published = reading.published.day
    return told is not None and published is not None and told.last_day < published - NEWS


def _told_before(reading: Reading, sentence: Sentence, hit: Hit) -> Told | None:
    """The date of the sentence before, if that tells of the same: "… approved a batch in August. Baidu was …"."""
    before = next(reading.before(sentence, 1), None)
    if not before or before.is_title or not reading.tells(before, hit.cue.status):
        return None
    return max(reading.dates(before), key=lambda told: told.last_day, default=None)
