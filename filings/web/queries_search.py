"""What of the record a typed text means: names in every spelling, aliases, groups, and numbers with slips."""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from filings.models import Article, Claim, Filing, Group, Organization, Product
from filings.text import number_key, search_key, slugify_name, squeeze

from .typed import spellings, squeezed_spellings, traditional

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
    return _spelt(query) | _numbered(query) if looks_like_number(query) else _spelt(query)


def looks_like_number(query: str) -> bool:
    return sum(character.isdigit() for character in query) >= DIGITS_OF_A_NUMBER


def _numbered(query: str) -> Q:
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


def _closest_first(query: str) -> Case:
    """The very name, in characters, pinyin or English, before names that begin with it, and these before the rest."""
    exact, begins = Q(), Q()
    for spelling in dict.fromkeys((query, *squeezed_spellings(query))):
        exact |= Q(name__iexact=spelling) | Q(name_en__iexact=spelling)
        begins |= Q(name__istartswith=spelling) | Q(name_en__istartswith=spelling)
    if spoken := slugify_name(squeeze(search_key(query))):
        exact |= Q(slug=spoken)
        begins |= Q(slug__startswith=spoken)
    return Case(When(exact, then=Value(0)), When(begins, then=Value(1)), default=Value(2), output_field=IntegerField())


def find_products(query: str) -> QuerySet[Product]:
    found = Product.objects.filter(product_matches(query), merged_into=None).select_related("organization", "group")
    return found.defer("search_text").order_by(_closest_first(query), F("listed_on").asc(nulls_last=True), "pk")


def find_organizations(query: str) -> QuerySet[Organization]:
    found = Organization.objects.filter(organization_matches(query), merged_into=None).select_related("group")
    counted = found.defer("search_text", "group__search_text").annotate(filing_count=Count("filings"))
    return counted.order_by(_closest_first(query), "-filing_count", "pk")


def find_filings(query: str) -> QuerySet[Filing]:
    return _nearest_filings(query, filing_matches(query))


def find_filings_by_number(query: str) -> QuerySet[Filing]:
    return _nearest_filings(query, _numbered(query))


def find_articles(query: str) -> QuerySet[Article]:
    """Articles with this in their title or in the words of a claim, copies left out; newest first."""
    matches = Q()
    # The lists are in simplified characters, the press is in both.
    for spelling in dict.fromkeys((query, *spellings(query), traditional(query))):
        claims = Claim.objects.filter(article=OuterRef("pk"))
        told = Q(quote__icontains=spelling) | Q(actor__icontains=spelling) | Q(named_product__icontains=spelling)
        matches |= Q(title__icontains=spelling) | Q(Exists(claims.filter(told)))
    found = Article.objects.filter(matches, original=None).select_related("outlet")
    return found.defer("text", "sketch").order_by("-published_on", "-pk")


def _nearest_filings(query: str, matches: Q) -> QuerySet[Filing]:
    exact = Case(When(number__iexact=number_key(query), then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Filing.objects.filter(matches).select_related("organization", "document")
    return found.defer("search_text").order_by(exact, F("published_on").desc(nulls_last=True), "-pk")
