"""What a search finds in each table, the closest first."""

from __future__ import annotations

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from filings.models import Article, Claim, Filing, Organization, Product
from filings.models.search import filing_matches, number_matches, organization_matches, product_matches
from filings.spellings import spellings, squeezed_spellings, traditional
from filings.text import number_key, search_key, slugify_name, squeeze


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
    return _nearest_filings(query, number_matches(query))


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
