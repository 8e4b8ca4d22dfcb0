"""manage.py sources: how every source and its documents are doing, for operators and scripts."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from filings.models import DocumentKind, Outcome, Poll, Source

GOOD = [outcome for outcome in Outcome if outcome.is_good]


class Command(BaseCommand):
    """Prints what the last polls say; asks nobody anything."""

    help = "Show each source with its last poll, and the documents whose last poll was not good."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object per source, with all its documents")

    def handle(self, *args: Any, **options: Any) -> None:
        show = _as_json if options["json"] else _as_text
        for source in _sources():
            self.stdout.write(show(source))


def _sources() -> QuerySet[Any]:
    """All sources, each with the last poll of its own index, or of whatever failed before an index was known."""
    own = Poll.objects.filter(Q(document=None) | Q(document__kind=DocumentKind.INDEX), source=OuterRef("pk"))
    return _with_last_poll(Source.objects.annotate(document_count=Count("documents")).order_by("pk"), own)


def _documents(source: Source) -> QuerySet[Any]:
    """Its documents, each with its last poll and the end of its last good one."""
    polls = Poll.objects.filter(document=OuterRef("pk"))
    last_good = polls.filter(outcome__in=GOOD).order_by("-pk").values("finished_at")[:1]
    documents = source.documents.select_related("accepted_snapshot").defer("accepted_snapshot__rejections")
    return _with_last_poll(documents.annotate(last_good_at=Subquery(last_good)).order_by("pk"), polls)


def _with_last_poll(rows: QuerySet[Any], polls: QuerySet[Poll]) -> QuerySet[Any]:
    last = polls.exclude(outcome="").order_by("-pk")
    found: QuerySet[Any] = rows.annotate(
        last_outcome=Subquery(last.values("outcome")[:1]), last_message=Subquery(last.values("message")[:1])
    )
    return found


def _as_json(source: Any) -> str:
    values = {
        "key": source.key,
        "name": source.name,
        "url": source.url,
        "enabled": source.is_enabled,
        "last_poll_at": source.last_poll_at,
        "last_good_at": source.last_good_at,
        "last_outcome": source.last_outcome,
        "last_message": source.last_message,
        "failures": source.failures,
        "next_poll_at": source.next_poll_at,
        "documents": [_document_values(document) for document in _documents(source)],
    }
    return json.dumps(values, ensure_ascii=False, default=_iso)


def _document_values(document: Any) -> dict[str, Any]:
    """The document with the row ledger of its accepted state, which is zeros where nothing was accepted yet."""
    ledger = document.accepted_snapshot
    return {
        "document": document.label,
        "kind": document.kind,
        "series": document.series,
        "batch": document.batch,
        "url": document.url,
        "last_outcome": document.last_outcome,
        "last_message": document.last_message,
        "last_good_at": document.last_good_at,
        "rows": ledger.rows if ledger else 0,
        "accepted": ledger.accepted if ledger else 0,
        "rejected": ledger.rejected if ledger else 0,
    }


def _iso(value: dt.datetime) -> str:
    return value.isoformat(timespec="seconds")


def _as_text(source: Any) -> str:
    """A line for the source, then an indented line for each document whose last poll was not good."""
    parts = [
        source.key,
        source.name,
        "on" if source.is_enabled else "off",
        source.url,
        f"last poll {_moment(source.last_poll_at)}",
        f"last good {_moment(source.last_good_at)}",
        f"failures {source.failures}",
        f"next poll {_moment(source.next_poll_at)}",
        f"documents {source.document_count}",
        _result(source),
    ]
    bad = [document for document in _documents(source) if document.last_outcome not in (None, *GOOD)]
    return "\n".join([_line(" | ".join(parts)), *("    " + _line(f"{doc.label} | {_result(doc)}") for doc in bad)])


def _result(polled: Any) -> str:
    return f"{polled.last_outcome or 'never polled'} {polled.last_message or ''}".rstrip()


def _moment(value: dt.datetime | None) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else "never"


def _line(text: str) -> str:
    """Titles and messages come from other people's servers: no line breaks and no control codes reach the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
