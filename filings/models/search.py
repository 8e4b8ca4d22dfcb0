"""What of the record a typed text means: names in every spelling, aliases, groups, and numbers with slips."""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet

from filings.spellings import spellings
from filings.text import number_key, search_key, squeeze

from .registers import Group, Organization

# So many digits are looked for inside numbers.
DIGITS_OF_A_NUMBER = 5


def product_matches(query: str) -> Q:
    matches = _named(query)
    for spelling in dict.fromkeys((query, *spellings(query))):
        matches |= Q(aliases__gt="", aliases__icontains=spelling)
    if groups := _groups(query):
        # As a list: what an index can look up each arm of is found without reading every row.
        filers = list(Organization.objects.filter(group__in=groups).order_by().values_list("pk", flat=True))
        matches |= Q(group__in=groups) | Q(organization__in=filers)
    return matches


def organization_matches(query: str) -> Q:
    groups = _groups(query)
    return _named(query) | Q(group__in=groups) if groups else _named(query)


def filing_matches(query: str) -> Q:
    """By name, entity, product or number."""
    return _spelt(query) | number_matches(query) if looks_like_number(query) else _spelt(query)


def looks_like_number(query: str) -> bool:
    return sum(character.isdigit() for character in query) >= DIGITS_OF_A_NUMBER


def number_matches(query: str) -> Q:
    """A number may be typed with spaces, a colon, in another width or case; it is one of the row's spellings."""
    return Q(search_text__contains=search_key(number_key(query)))


def _named(query: str) -> Q:
    return _spelt(query) | Q(name_en__gt="", name_en__icontains=query)


def _spelt(query: str) -> Q:
    """Every word somewhere in the row's spellings, or all of the query with its spaces taken out."""
    matches = Q()
    for spelling in spellings(query):
        # The column is in lower case already, so that no database has to fold it again.
        words = reduce(and_, (Q(search_text__contains=word) for word in spelling.split()), Q())
        matches |= words if squeeze(spelling) == spelling else words | Q(search_text__contains=squeeze(spelling))
    return matches


def _groups(query: str) -> list[int]:
    return list(groups_called(query).values_list("pk", flat=True))


def groups_called(query: str) -> QuerySet[Group]:
    """The groups with this in one of their names."""
    matches = _spelt(query)
    for text in dict.fromkeys((query, *spellings(query))):
        matches |= Q(name__icontains=text) | Q(chinese__icontains=text) | Q(aliases__icontains=text)
    return Group.objects.filter(matches)
