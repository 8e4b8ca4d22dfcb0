"""The record as a file: one plain row per filing, product, organization or event, a chunk of the database at a time.

JSONL carries values exactly, with lists as lists. CSV is for spreadsheets: lists are joined by 、, structures are JSON,
and a text that a spreadsheet would take for a formula gets a leading apostrophe. Times are in UTC.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from filings.models import Event, Filing, FilingProduct, Organization, Product, Proof, Version

CHUNK = 2000
# Excel takes the full-width forms for formulas too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Writable(Protocol):
    """What rows are written to."""

    def write(self, text: str, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Export:
    """One table of the record: its rows in a stable order, and how to fill each field from a row.

    A field is a dotted path, which ends in None where something on it is missing, or a function.
    """

    query: Callable[[], QuerySet[Any]]
    fields: dict[str, str | Callable[[Any], Any]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._filled, self.query().order_by("pk").iterator(chunk_size=CHUNK))

    def of(self, wanted: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        """The same of these rows alone, in their order."""
        keys = wanted.values_list("pk", flat=True).iterator(chunk_size=CHUNK)
        while chunk := list(itertools.islice(keys, CHUNK)):
            found = self.query().in_bulk(chunk)
            yield from (self._filled(found[key]) for key in chunk if key in found)

    def _filled(self, row: Any) -> dict[str, Any]:
        return {name: _value(row, field) for name, field in self.fields.items()}


def _value(row: Any, field: str | Callable[[Any], Any]) -> Any:
    if callable(field):
        return field(row)
    return reduce(lambda owner, name: None if owner is None else getattr(owner, name), field.split("."), row)


def _filings() -> QuerySet[Any]:
    sighted = Version.objects.filter(filing=OuterRef("pk"), first_snapshot__isnull=False)
    first_seen = sighted.order_by("first_snapshot__first_seen_at").values("first_snapshot__first_seen_at")[:1]
    current_links = FilingProduct.objects.filter(is_current=True).select_related("product").order_by("pk")
    return (
        Filing.objects.annotate(first_seen_at=Subquery(first_seen))
        .select_related("organization", "document", "current__last_snapshot")
        .defer("search_text", "organization__search_text", "current__cells", "current__last_snapshot__rejections")
        .prefetch_related(Prefetch("product_links", current_links, to_attr="current_links"))
    )


def _products() -> QuerySet[Any]:
    current_links = FilingProduct.objects.filter(is_current=True).select_related("filing").order_by("pk")
    return (
        Product.objects.select_related("organization")
        .defer("search_text", "organization__search_text")
        .prefetch_related(Prefetch("filing_links", current_links, to_attr="current_links"))
    )


def _organizations() -> QuerySet[Any]:
    return Organization.objects.select_related("group").defer("search_text").prefetch_related("names", "entity_keys")


def _events() -> QuerySet[Any]:
    return Event.objects.select_related(
        "filing__organization", "product__organization", "version", "snapshot", "change_set__document"
    ).defer("filing__search_text", "version__cells", "snapshot__rejections", "change_set__proposal")


def _proof(row: Product | Event) -> str:
    """A word that stays, such as "national", where the database keeps a rank."""
    return Proof(row.proof).name.lower()


def _name_of_event(event: Event) -> str:
    """The name of that moment, which a later row may have replaced."""
    subject = event.version or event.filing or event.product
    return subject.name if subject else ""


def _organization_of_event(event: Event) -> str | None:
    if event.version:
        return event.version.organization_name
    subject = event.filing or event.product
    return subject.organization.name if subject and subject.organization else None


EXPORTS = {
    "filings": Export(
        _filings,
        {
            "series": "series",
            "number": "number",
            "copy": "copy",
            "name": "name",
            "organization": "organization.name",
            "province": "province",
            "role": "current.role",
            "category": "category",
            "products": lambda filing: [link.product.name for link in filing.current_links],
            "batch": "document.batch",
            "row": "current.row",
            "filed_on": "filed_on",
            "published_on": "published_on",
            "cancelled_on": "cancelled_on",
            "state": "state",
            "remark": "current.remark",
            "first_seen_at": "first_seen_at",
            "last_seen_at": "current.last_snapshot.last_seen_at",
            "snapshot_sha256": "current.last_snapshot.sha256",
            "imported_at": "imported_at",
            "flags": "flags",
        },
    ),
    "products": Export(
        _products,
        {
            "slug": "slug",
            "name": "name",
            "name_en": "name_en",
            "aliases": lambda product: product.aliases.splitlines(),
            "organization": "organization.name",
            "status": "status",
            "proof": _proof,
            "listed_on": "listed_on",
            "filings": lambda product: [link.filing.number for link in product.current_links],
        },
    ),
    "organizations": Export(
        _organizations,
        {
            "slug": "slug",
            "name": "name",
            "name_en": "name_en",
            "group": "group.name",
            "province": "province",
            "former_names": lambda owner: [known.name for known in owner.names.all() if known.name != owner.name],
            "entity_keys": lambda owner: [entity_key.key for entity_key in owner.entity_keys.all()],
        },
    ),
    "events": Export(
        _events,
        {
            "id": "id",
            "kind": "kind",
            "status": "status",
            "proof": _proof,
            "cause": "cause",
            "series": "filing.series",
            "number": "filing.number",
            "name": _name_of_event,
            "organization": _organization_of_event,
            "changes": "changes",
            "happened_on": "happened_on",
            "precision": "precision",
            "published_on": "published_on",
            "seen_at": "seen_at",
            "snapshot_sha256": "snapshot.sha256",
            "row": "row",
            "document": "change_set.document.label",
        },
    ),
}


def write_jsonl(export: Export, out: Writable) -> None:
    """One JSON object per line."""
    for row in export:
        out.write(json.dumps(row, ensure_ascii=False, default=_iso) + "\n")


def write_csv(export: Export, out: Writable) -> None:
    """A heading, then one line per row."""
    for line in csv_lines(export.fields, export):
        out.write(line)


def csv_lines(fields: Iterable[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A heading, then one line per row, each with its end."""
    buffer = io.StringIO()
    lines = csv.writer(buffer, lineterminator="\n")
    for cells in itertools.chain([fields], (map(_cell, row.values()) for row in rows)):
        lines.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _iso(value: dt.date) -> str:
    """A day, or a moment in UTC, to the second."""
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime) else value.isoformat()


def _cell(value: Any) -> Any:
    """A value as a spreadsheet should get it."""
    if isinstance(value, dt.date):
        return _iso(value)
    if isinstance(value, list):
        is_plain = all(isinstance(item, str) for item in value)
        value = "、".join(value) if is_plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


FORMATS: dict[str, Callable[[Export, Writable], None]] = {"jsonl": write_jsonl, "csv": write_csv}
