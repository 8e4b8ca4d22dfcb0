"""Filters as chips with counts beside them, all counted by one grouped query over no more than the newest rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils.functional import Promise

from filings.web.memory import remembered

# A record this long is counted whole. Of a longer one only the newest rows are, and counts say "at least".
COUNTED = 20_000


@dataclass(frozen=True)
class Facet:
    """One row of chips. `values` makes from the columns of a row the choices that it belongs to.

    What stands in another table, many times for one row, is counted by a query of its own: `apart`.
    """

    name: str
    label: str | Promise
    choices: Callable[[], Sequence[tuple[str, str | Promise]]]
    narrow: Callable[[str], Q]
    columns: tuple[str, ...] = ()
    values: Callable[..., Iterable[str]] = tuple
    apart: Callable[[QuerySet[Any]], Mapping[str, int]] | None = None
    is_chinese: bool = False


@dataclass(frozen=True)
class Chip:
    """A choice that is a link; `count` is None where nothing can be said."""

    label: str | Promise
    href: str
    count: int | None
    is_chosen: bool
    is_at_least: bool = False


@dataclass(frozen=True)
class ChipRow:
    """The chips of one facet, "all" first."""

    name: str
    label: str | Promise
    chips: list[Chip]
    is_chinese: bool
    is_chosen: bool


class Tally:
    """How many rows belong to each choice, given what is chosen in the other rows of chips."""

    def __init__(self, rows: QuerySet[Any], facets: Sequence[Facet], chosen: Mapping[str, str], name: str = "") -> None:
        """Under a name the counts are remembered. Rows that were looked for by text go without one: in a long record
        they are not looked for a second time, and chips say no number."""
        self._rows, self._facets, self._chosen, self._name = rows, facets, chosen, name
        self._grouped = [facet for facet in facets if not facet.apart]

    @property
    def is_whole(self) -> bool:
        """Whether every row was counted."""
        return self._tallied[0]

    @property
    def _counts(self) -> dict[str, Counter[str]]:
        return self._tallied[1]

    @cached_property
    def _tallied(self) -> tuple[bool, dict[str, Counter[str]]]:
        return remembered(self._name, self._tally) if self._name else self._tally()

    def _tally(self) -> tuple[bool, dict[str, Counter[str]]]:
        if self._cut and not self._name:
            return False, defaultdict(Counter)
        return self._cut is None, self._counted()

    @cached_property
    def _cut(self) -> int | None:
        """The key up to which rows are too old to be counted; None when all are counted."""
        model: type[Model] = self._rows.model
        keys = model._default_manager.order_by("-pk").values_list("pk", flat=True)
        return next(iter(keys[COUNTED : COUNTED + 1]), None)

    def _counted(self) -> dict[str, Counter[str]]:
        """For each facet the counts of its choices; under "" the rows that everything chosen leaves."""
        columns = [column for facet in self._grouped for column in facet.columns]
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("", *(facet.name for facet in self._grouped))}
        rows = self._left_by([facet for facet in self._facets if facet.apart])
        for *cells, count in rows.order_by().values_list(*columns).annotate(counted=Count("pk")):
            self._add(cells, count, counts)
        for facet in self._facets:
            if facet.apart:
                others = [other for other in self._facets if other is not facet]
                counts[facet.name] = Counter(facet.apart(self._left_by(others)))
        return counts

    def _left_by(self, facets: Iterable[Facet]) -> QuerySet[Any]:
        """The rows to be counted that the choices in these facets leave."""
        rows = self._rows if self._cut is None else self._rows.filter(pk__gt=self._cut)
        for facet in facets:
            if facet.name in self._chosen:
                rows = rows.filter(facet.narrow(self._chosen[facet.name]))
        return rows

    def _add(self, cells: list[Any], count: int, counts: dict[str, Counter[str]]) -> None:
        values, missed = {}, set()
        for facet in self._grouped:
            own, cells = cells[: len(facet.columns)], cells[len(facet.columns) :]
            values[facet.name] = set(facet.values(*own))
            if facet.name in self._chosen and self._chosen[facet.name] not in values[facet.name]:
                missed.add(facet.name)
        if not missed:
            counts[""][""] += count
        for name, found in values.items():
            if missed <= {name}:
                counts[name].update(dict.fromkeys(found, count))

    def state(self) -> tuple[object, ...]:
        """All that the chips are made of."""
        counts = {name: sorted(counter.items()) for name, counter in self._counts.items()}
        return self.is_whole, sorted(counts.items()), [[one for one, _ in facet.choices()] for facet in self._facets]

    @property
    def total(self) -> int:
        """The rows that everything chosen leaves, among those counted."""
        return self._counts[""][""]

    def chip_rows(self, link: Callable[[str, str | None], str]) -> list[ChipRow]:
        """Every facet that has something to choose; `link` gives the address of a choice, or of none."""
        rows = [self._chip_row(facet, link) for facet in self._facets]
        return [row for row in rows if len(row.chips) > 2 or row.is_chosen]

    def _chip_row(self, facet: Facet, link: Callable[[str, str | None], str]) -> ChipRow:
        chosen, counts = self._chosen.get(facet.name), self._counts[facet.name]
        chips = [
            Chip(label, link(facet.name, value), counts[value] or None, value == chosen, not self.is_whole)
            for value, label in facet.choices()
            if counts[value] or value == chosen or not self.is_whole
        ]
        everything = Chip("", link(facet.name, None), None, chosen is None)
        return ChipRow(facet.name, facet.label, [everything, *chips], facet.is_chinese, chosen is not None)
