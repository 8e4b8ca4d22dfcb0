"""Paging by the last row seen: a page costs the same wherever it lies, because no row is counted or skipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils.functional import Promise

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Order:
    """A way to sort: by one field, then by age of the row. Rows without a value come last."""

    name: str
    label: str | Promise
    field: str
    descending: bool = True
    is_nullable: bool = False

    def sorted(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """All of them, those without a value at the end."""
        if not self.is_nullable:
            return self._sorted(rows)
        field = F(self.field)
        by_value = field.desc(nulls_last=True) if self.descending else field.asc(nulls_last=True)
        return rows.order_by(by_value, self._by_age)

    def page(self, rows: QuerySet[Row], after: int | None, limit: int) -> tuple[list[Row], int | None]:
        """Up to `limit` rows behind the one with this key, and the key to ask for the next page (None at the end)."""
        value = None if after is None else rows.order_by().filter(pk=after).values_list(self.field, flat=True).first()
        found: list[Row] = []
        if after is None or value is not None or not self.is_nullable:
            # Those without a value are asked for apart: no index serves both in one order on every database.
            known = rows.exclude(**{self.field: None}) if self.is_nullable else rows
            found = list(self._behind(self._sorted(known), value, after)[: limit + 1])
        if self.is_nullable and len(found) <= limit:
            unknown = rows.filter(**{self.field: None}).order_by(self._by_age)
            if after is not None and value is None:
                unknown = unknown.filter(**self._beyond("pk", after))
            found += unknown[: limit + 1 - len(found)]
        return found[:limit], found[limit - 1].pk if len(found) > limit else None

    @property
    def _by_age(self) -> str:
        return "-pk" if self.descending else "pk"

    def _sorted(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        return rows.order_by(f"-{self.field}" if self.descending else self.field, self._by_age)

    def _behind(self, rows: QuerySet[Row], value: Any, after: int | None) -> QuerySet[Row]:
        if after is None or value is None:
            return rows
        # The first condition is what an index can start at; the second leaves out the ties already shown.
        at_or_beyond = Q(**{f"{self.field}__{'lte' if self.descending else 'gte'}": value})
        return rows.filter(at_or_beyond, Q(**self._beyond(self.field, value)) | Q(**self._beyond("pk", after)))

    def _beyond(self, field: str, value: Any) -> dict[str, Any]:
        return {f"{field}__{'lt' if self.descending else 'gt'}": value}
