"""The stand-in site under watch: notices with small lists, and polls as the clock and the command line make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from filings import jobs
from filings.models import Document, DocumentKind, Poll, Source
from filings.pipeline import poll
from tests.builders import deep_rows
from tests.site import Notice, Site

from .reading import ROWS, Row, changed, docx

TITLE = "国家互联网信息办公室关于发布{}深度合成服务算法备案信息的公告"
LABEL = "境内深度合成服务算法备案清单（{}年{}月）"
NUMERALS = "一二三四五六七八九十"


def label(batch: str) -> str:
    year, month = batch.split("-")
    return LABEL.format(year, int(month))


def publish(site: Site, batch: str = "2023-08", rows: Sequence[Row] = ROWS, nth: int = 2) -> Notice:
    """A notice with its list, on the first of the month after its batch."""
    year, month = map(int, batch.split("-"))
    moment = dt.datetime(year + month // 12, month % 12 + 1, 1, 17)
    return site.publish(
        title=TITLE.format(f"第{NUMERALS[nth - 1]}批"),
        published=f"{moment:%Y-%m-%d %H:%M}",
        documents={label(batch): docx(rows, batch)},
    )


def next_batch(site: Site, rows: Sequence[Row] | None = None) -> Notice:
    """The list of January 2024: all rows are new."""
    return publish(site, "2024-01", later_rows() if rows is None else rows, nth=3)


def later_rows() -> list[Row]:
    return [changed(row, seq=str(place)) for place, row in enumerate(deep_rows(30, first=500), start=1)]


def edit(notice: Notice, rows: Sequence[Row], batch: str = "2023-08") -> None:
    """The list behind a notice is edited in place, without a word."""
    notice.documents[label(batch)] = docx(rows, batch)


def poll_everything() -> list[Any]:
    """What `manage.py poll` does."""
    return jobs.poll_here([], only_due=False, report=lambda _: None)


def tick() -> list[Any]:
    """What the clock does with a source that is due; returns the attempts."""
    newest = Poll.objects.values_list("pk", flat=True).first() or 0
    jobs.tick()
    return list(Poll.objects.filter(pk__gt=newest).select_related("document").order_by("pk"))


def make_due(*kinds: DocumentKind) -> None:
    """Time passes for the source, and for its documents of these kinds."""
    Source.objects.filter(is_enabled=True).update(next_poll_at=None)
    Document.objects.filter(kind__in=kinds).update(next_poll_at=timezone.now())


def source() -> Any:
    return Source.objects.get(key="cac-notices")


def claimed() -> str:
    return poll.claim(source().pk, timezone.now(), only_if_due=False)


def outcomes(polls: Sequence[Any]) -> list[tuple[str, str]]:
    """Kind of document and outcome of each attempt."""
    return [(attempt.document.kind if attempt.document else "", attempt.outcome) for attempt in polls]
