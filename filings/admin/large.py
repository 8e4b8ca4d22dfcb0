"""What keeps the lists of very long tables quick: a count that ends, the public search, and choices that are known."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from filings.models import Filing
from filings.models.search import filing_matches
from filings.spellings import typed
from filings.text import PREFIXES

# A list leads to so many rows and counts no further: who wants the others narrows it.
MOST = 5_000
# What hangs on filings is searched among those of so many of them.
MOST_FILINGS = 1_000


class BoundedPaginator(Paginator):
    """Pages of the first rows."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST + 1].count())

    @property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than it leads to."""
        return self._counted > MOST


class SearchedAdmin(admin.ModelAdmin):
    """A table that is searched as the public pages do it: the same spellings, through the same indexes."""

    search_fields = ("search_text",)

    def matches(self, query: str) -> Q:
        """What a typed text means in this table."""
        raise NotImplementedError

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        query = typed(search_term)
        return (queryset.filter(self.matches(query)) if query else queryset), False


class HangingAdmin(SearchedAdmin):
    """A table whose rows hang on filings, and are searched by these."""

    search_fields = ("filing__search_text",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        query = typed(search_term)
        if not query:
            return queryset, False
        found = Filing.objects.filter(filing_matches(query)).order_by().values_list("pk", flat=True)
        keys = list(found[: MOST_FILINGS + 1])
        if len(keys) > MOST_FILINGS:
            said = _t("More filings than %(n)d are found: only rows of the first are shown. Search for more words.")
            messages.warning(request, said % {"n": MOST_FILINGS})
        return queryset.filter(filing__in=keys[:MOST_FILINGS]), False


class ProvinceFilter(admin.SimpleListFilter):
    """By province, of a list that is known: to ask the table for it would read every row."""

    title = _("Province")
    parameter_name = "province"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(province, province) for province in dict.fromkeys(PREFIXES.values())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(province=self.value()) if self.value() else queryset
