"""Article to claims: the words of a status, then what they are about, how they are meant, who, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from filings.claims.base import Article, Claim
from filings.claims.cues import Hit, cued_sentences, is_cancelled, stances
from filings.claims.dates import Told
from filings.claims.fold import fold
from filings.claims.known import Lexicon
from filings.claims.quotes import attribution, quote_of
from filings.claims.reading import Reading
from filings.claims.roles import LOOK_BACK, Parties, find_parties, product_of
from filings.claims.sentences import Sentence
from filings.claims.settle import Draft, settle
from filings.claims.topics import what_it_is_about
from filings.claims.when import happened

# No article is longer. What comes behind is left unread, so that the time is bounded.
LIMIT = 200_000
# What happened longer before the article is no news in it.
NEWS = timedelta(days=45)


def extract(article: Article, lexicon: Lexicon) -> tuple[Claim, ...]:
    """What the article says about the status of AI products with the Chinese regulator; never raises for any text."""
    text = article.whole[:LIMIT]
    folded = fold(text)
    marks = lexicon.scanner.scan(folded)
    if not marks.cues:
        return ()
    reading = Reading(article, text, folded, marks, lexicon)
    return settle(draft for sentence, hits in cued_sentences(reading) for draft in _drafts(reading, sentence, hits))


def _drafts(reading: Reading, sentence: Sentence, hits: list[Hit]) -> Iterator[Draft]:
    for hit in hits:
        about = what_it_is_about(reading, sentence, hit)
        effects = stances(reading, sentence, hit) if about else set()
        if not about or (is_cancelled(effects) and "denied" not in effects):
            continue
        parties = find_parties(reading, sentence, hit, only_behind="attributive" in effects)
        if parties and (parties := _fitting(reading, sentence, hit, parties, effects)):
            yield from _claims(reading, sentence, hit, happened(reading, sentence, hit, hits), parties, effects, about)


def _fitting(reading: Reading, sentence: Sentence, hit: Hit, parties: Parties, effects: set[str]) -> Parties | None:
    """Coming to the Chinese market is news of companies from abroad only, and only of what they do with AI there."""
    if hit.cue.needs not in {"market", "partner"}:
        return parties
    if hit.cue.needs == "partner" and (not parties.partners or effects & {"reported", "rumoured"}):
        return None
    own_product = any(mention.actor.product for mention in reading.mentions(sentence))
    abroad = tuple(name for name in parties.organizations if name in reading.lexicon.abroad)
    return replace(parties, organizations=abroad) if abroad and (parties.partners or own_product) else None


def _claims(
    reading: Reading, sentence: Sentence, hit: Hit, told: Told | None, parties: Parties, effects: set[str], about: str
) -> Iterator[Draft]:
    start, end = quote_of(reading, sentence, hit)
    past = "past" in effects or (told is not None and _is_old(reading, told))
    denies = "denied" in effects
    for organization in parties.organizations:
        claim = Claim(
            organization=organization,
            status=hit.cue.status,
            quote=reading.text[start:end],
            start=start,
            end=end,
            role="background" if past or denies else "event",
            partners=parties.partners,
            product=product_of(reading, sentence, organization, [*reading.before(sentence, LOOK_BACK)]),
            happened_on=told.day if told else None,
            precision=told.precision if told else "",
            hedge="rumoured" if "rumoured" in effects else "reported" if "reported" in effects else "",
            attribution=attribution(reading, sentence),
            denies=denies,
            reasons=(f"{hit.cue.status}: {hit.cue.phrase.source}", parties.reason, about, *sorted(effects)),
        )
        yield Draft(claim, sentence.is_title, hit.cue.weak)


def _is_old(reading: Reading, told: Told) -> bool:
    published = reading.published.day
    return published is not None and told.last_day < published - NEWS
