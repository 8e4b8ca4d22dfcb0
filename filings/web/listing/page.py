"""From a request to one page of a list, or to all of it as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.http import urlencode

from filings.exports import Export, csv_lines
from filings.spellings import typed
from filings.web.memory import remembered
from filings.web.typed import number_in

from .facets import ChipRow, Facet, Tally
from .keyset import Order

PAGE = 50
# What can be followed, the narrowest first.
FOLLOWED = ("product", "organization", "search", "series", "province")
# More matching rows than this are not counted to their end.
COUNTED_MATCHES = 10_000


@dataclass(frozen=True)
class Scope:
    """What narrows a list from outside, such as one organization: how it is called, and which rows it leaves."""

    label: str
    rows: Q


@dataclass(frozen=True)
class Listing:
    """What a list consists of. `dressed` adds to its rows what the page shows of each.

    `scopes` read a word of the address; None means that there is no such thing. `pager` makes a page of something else
    than rows, up to a key to go on behind.
    """

    rows: Callable[[], QuerySet[Any]]
    dressed: Callable[[QuerySet[Any]], QuerySet[Any]]
    facets: Sequence[Facet]
    orders: Sequence[Order]
    export: Export
    matches: Callable[[str], Q]
    scopes: Mapping[str, Callable[[str], Scope | None]]
    pager: Callable[[Asked], tuple[list[Any], int | None]] | None = None


@dataclass(frozen=True)
class Link:
    """A labelled way to another state of the list."""

    label: str | Promise
    href: str
    is_chosen: bool = False


class Asked:
    """The state of a list as its address holds it; what means nothing is as if it had not been asked."""

    def __init__(self, listing: Listing, parameters: QueryDict) -> None:
        self.listing, self.parameters = listing, parameters
        self.query = typed(parameters.get("q"))
        self.after = number_in(parameters.get("after", ""))
        self.chosen = {
            facet.name: value
            for facet in listing.facets
            if (value := parameters.get(facet.name, "")) in {choice for choice, _ in facet.choices()}
        }
        named = {name: find(typed(parameters.get(name))) for name, find in listing.scopes.items() if name in parameters}
        self.scopes = {name: scope for name, scope in named.items() if scope}
        wanted = {order.name: order for order in listing.orders}
        self.order = wanted.get(parameters.get("sort", ""), listing.orders[0])

    @cached_property
    def unfaceted(self) -> QuerySet[Any]:
        """The rows before any chip is chosen."""
        rows = self.listing.rows()
        for scope in self.scopes.values():
            rows = rows.filter(scope.rows)
        return rows.filter(self.listing.matches(self.query)) if self.query else rows

    def rows(self) -> QuerySet[Any]:
        rows = self.unfaceted
        for facet in self.listing.facets:
            if facet.name in self.chosen:
                rows = rows.filter(facet.narrow(self.chosen[facet.name]))
        return rows

    def page(self) -> tuple[list[Any], int | None]:
        return self.order.page(self.listing.dressed(self.rows()), self.after, PAGE)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.scopes or self.chosen)

    @property
    def remembered_as(self) -> str:
        """The name under which its counts are remembered: none where it is looked for by text, or within something."""
        if self.query or self.scopes:
            return ""
        return f"{self.unfaceted.model.__name__} {sorted(self.chosen.items())}"

    def state(self) -> dict[str, str]:
        """What the address has to say for this state, on its first page."""
        state = {"q": self.query} if self.query else {}
        state |= {name: typed(self.parameters.get(name)) for name in self.scopes} | self.chosen
        return state | ({"sort": self.order.name} if self.order is not self.listing.orders[0] else {})

    def link(self, name: str, value: str | None) -> str:
        """The address of the same list with one thing said otherwise."""
        address = QueryDict(mutable=True)
        address.update({key: kept for key, kept in self.state().items() if key != name})
        if value is not None:
            address[name] = value
        return f"?{address.urlencode()}"

    def follow_query(self) -> str:
        """What of the list can be followed, as its address: the narrowest single thing that it is about, or all."""
        named = {name: typed(self.parameters.get(name)) for name in self.scopes} | self.chosen | {"search": self.query}
        wanted = next((name for name in FOLLOWED if named.get(name)), None)
        return urlencode({wanted: named[wanted]}) if wanted else ""

    def sort_link(self, order: Order) -> str:
        return self.link("sort", None if order is self.listing.orders[0] else order.name)


class ListPage:
    """One page, and the ways on from it; `last` is the key to go on behind. What nothing asks for is not worked out."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.rows, self._last = asked.listing.pager(asked) if asked.listing.pager else asked.page()
        self._tally = Tally(asked.unfaceted, asked.listing.facets, asked.chosen, asked.remembered_as)
        self.query, self.is_narrowed, self.follow_query = asked.query, asked.is_narrowed, asked.follow_query()

    @property
    def count(self) -> int:
        """How many rows match; a lower bound when `is_at_least`."""
        return self._counted[0]

    @property
    def is_at_least(self) -> bool:
        return self._counted[1]

    @cached_property
    def _counted(self) -> tuple[int, bool]:
        if self.asked.after is None and self._last is None and self.asked.listing.pager is None:
            return len(self.rows), False
        return (self._tally.total, False) if self._tally.is_whole else _count(self.asked)

    @property
    def chip_rows(self) -> list[ChipRow]:
        return self._tally.chip_rows(self.asked.link)

    @property
    def scopes(self) -> list[Link]:
        return [Link(scope.label, self.asked.link(name, None)) for name, scope in self.asked.scopes.items()]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What of the state stays when something else is looked for."""
        return [(name, value) for name, value in self.asked.state().items() if name != "q"]

    @property
    def is_common(self) -> bool:
        """Whether it is one of the few states that many ask for, worth keeping."""
        return bool(self.asked.remembered_as) and len(self.asked.chosen) <= 1

    @property
    def filters_state(self) -> tuple[object, ...]:
        """All that the filters show and that can be otherwise another time."""
        return self.asked.state(), [scope.label for scope in self.asked.scopes.values()], self._tally.state()

    @property
    def sorts(self) -> list[Link]:
        asked = self.asked
        return [Link(order.label, asked.sort_link(order), order is asked.order) for order in asked.listing.orders]

    @property
    def next_href(self) -> str:
        return self.asked.link("after", str(self._last)) if self._last else ""

    @property
    def first_href(self) -> str:
        return self.asked.link("after", None) if self.asked.after else ""

    @property
    def csv_href(self) -> str:
        return self.asked.link("format", "csv")


def page_of(request: HttpRequest, listing: Listing) -> ListPage:
    return ListPage(Asked(listing, request.GET))


def csv_of(request: HttpRequest, listing: Listing, name: str) -> StreamingHttpResponse:
    """All that the list shows under this address, page after page, in its order."""
    asked = Asked(listing, request.GET)
    lines = csv_lines(listing.export.fields, listing.export.of(asked.order.sorted(listing.dressed(asked.rows()))))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _count(asked: Asked) -> tuple[int, bool]:
    """How many rows match, and whether there may be more."""
    name = asked.remembered_as
    found = remembered(f"{name} found", lambda: _found(asked)) if name else _found(asked)
    return min(found, COUNTED_MATCHES), found > COUNTED_MATCHES


def _found(asked: Asked) -> int:
    return asked.rows().order_by().values("pk")[: COUNTED_MATCHES + 1].count()
