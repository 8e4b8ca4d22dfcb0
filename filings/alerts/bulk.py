"""INSERT … SELECT: rows made inside the database, so that a hundred thousand of them pass through no Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet


def insert_from(model: type[Model], columns: Sequence[str], rows: QuerySet[Any, Any]) -> int:
    """Insert what `rows` selects (one value per column, in this order) into the model's table. Returns how many."""
    select, parameters = _sql(model, rows)
    return _insert(model, columns, select, parameters)


def insert_pairs(
    model: type[Model], columns: Sequence[str], left: QuerySet[Any, Any], right: QuerySet[Any, Any]
) -> int:
    """The same for every row of `left` with every row of `right`, their values side by side."""
    first, ours = _sql(model, left)
    second, theirs = _sql(model, right)
    return _insert(model, columns, f"SELECT l.*, r.* FROM ({first}) l CROSS JOIN ({second}) r", (*ours, *theirs))


def _sql(model: type[Model], rows: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    select, parameters = rows.query.get_compiler(router.db_for_write(model)).as_sql()
    return select, tuple(parameters)


def _insert(model: type[Model], columns: Sequence[str], select: str, parameters: tuple[Any, ...]) -> int:
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    by_name = {field.name: str(field.column) for field in model._meta.concrete_fields}
    names = ", ".join(quote(by_name[name]) for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({names}) {select}", parameters)
        return int(cursor.rowcount)
