"""Lists in the regulator's hands: what a test hands out is read through the pipeline, with no network in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from unittest import mock

from filings.models import (
    Document,
    DocumentKind,
    Event,
    EventKind,
    Filing,
    FilingProduct,
    Organization,
    Product,
    Source,
    Version,
)
from filings.pipeline.documents import list_key, notice_key
from filings.pipeline.fetch import Reply
from filings.pipeline.finding import Finding, finding_of
from filings.pipeline.lists import read_list
from filings.sources import registers
from tests.builders import DEEP_HEADINGS, deep_row, deep_rows, make_deep_docx

Row = tuple[str, ...]

DOUBAO = "网信算备110108823483901230031号"
COLUMNS = dict(
    zip(("seq", "name", "role", "organization", "products", "purpose", "number", "remark"), range(8), strict=True)
)
# The row of Doubao as first published, with enough others for a list that is believed.
ROWS: list[Row] = [deep_row(), *deep_rows(29, first=2)]


def day(number: int) -> dt.datetime:
    """The moment of the poll on that day of the test."""
    return dt.datetime(2024, 1, 5, 9, tzinfo=dt.UTC) + dt.timedelta(days=number)


def changed(row: Row, **values: str) -> Row:
    """The row with other cells, by their English names."""
    cells = list(row)
    for name, value in values.items():
        cells[COLUMNS[name]] = value
    return tuple(cells)


def edited(*edits: tuple[int, dict[str, str]], rows: Sequence[Row] = ROWS) -> list[Row]:
    """The rows with some of them changed: `edited((0, {"remark": "已注销"}))`."""
    result = list(rows)
    for place, values in edits:
        result[place] = changed(result[place], **values)
    return result


def docx(rows: Sequence[Row], batch: str = "2023-08", **options: Any) -> bytes:
    year, month = batch.split("-")
    title = f"境内深度合成服务算法备案清单（{year}年{int(month)}月）"
    return make_deep_docx(rows, headings=DEEP_HEADINGS, title=title, **options)


@dataclass
class PublishedList:
    """One list of the deep-synthesis series, as a poll has found it on its notice."""

    pk: int
    batch: str

    @property
    def document(self) -> Document:
        return Document.objects.get(pk=self.pk)

    def read(self, rows: Sequence[Row] | bytes = ROWS, at: dt.datetime | None = None) -> Finding:
        """One attempt: these rows, or exactly these bytes, come from the server."""
        body = rows if isinstance(rows, bytes) else docx(rows, self.batch)
        reply = Reply(f"https://example.org/{self.batch}", 200, {}, body, False, at or day(0), 0.1)
        document = self.document
        with mock.patch("filings.pipeline.lists.fetch", return_value=reply):
            return finding_of(partial(read_list, document), document)


def publish(
    batch: str = "2023-08", *, is_baseline: bool = True, published_on: dt.date = dt.date(2023, 9, 1)
) -> PublishedList:
    """A list that was found and not read yet."""
    year, month = batch.split("-")
    label, title = f"境内深度合成服务算法备案清单（{year}年{int(month)}月）", f"公告 {batch}"
    values = {
        "source": Source.objects.get(key="cac-notices"),
        "series": "deep_synthesis",
        "published_on": published_on,
        "found_at": day(0),
        "is_baseline": is_baseline,
    }
    notice = Document.objects.create(
        kind=DocumentKind.NOTICE, key=notice_key(title, published_on), label=title, url="https://example.org/", **values
    )
    document = Document.objects.create(
        kind=DocumentKind.LIST,
        key=list_key("deep_synthesis", label),
        label=label,
        batch=batch,
        parent=notice,
        url=f"https://example.org/{batch}",
        **values,
    )
    return PublishedList(document.pk, batch)


def known(rows: Sequence[Row] = ROWS) -> PublishedList:
    """A list whose first reading was its baseline."""
    listed = publish()
    assert listed.read(rows).outcome == "RECORDED"
    return listed


def filing(number: str = DOUBAO) -> Any:
    """The filing, which has a current version: no reason to ask each time whether it is there."""
    return Filing.objects.select_related("current", "organization").get(number=number)


def events(*kinds: EventKind) -> list[Any]:
    """The events that alert people, oldest first; of these kinds, if any are named."""
    found = Event.objects.filter(change_set__is_silent=False).select_related("filing", "version", "previous")
    return list((found.filter(kind__in=kinds) if kinds else found).order_by("id"))


def told() -> list[tuple[str, str]]:
    """Kind and algorithm name of each event that alerts people."""
    return [(event.kind, event.filing.name) for event in events()]


def record() -> dict[str, list[dict[str, Any]]]:
    """All that the record says, to be compared; when a row was last seen is left out."""
    models = (Filing, Version, Event, Organization, Product, FilingProduct)
    dump = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    for version in dump["Version"]:
        del version["last_snapshot_id"]
    return dump


def with_reader(monkeypatch, **values: Any) -> None:
    """Another reader of the deep-synthesis lists, such as `reader_version="deep_synthesis/2"`."""
    register = replace(registers.REGISTERS["deep_synthesis"], **values)
    monkeypatch.setitem(registers.REGISTERS, "deep_synthesis", register)
