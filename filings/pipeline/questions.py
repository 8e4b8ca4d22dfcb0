"""Asks a person what no reader can answer, once each. The one writer of open questions, their answers apart."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import timezone

from filings.models import Document, Question, QuestionKind, Source

from .documents import notice_key


def ask(kind: QuestionKind, key: str, text: str, **about: object) -> bool:
    """Ask, unless it was asked before, answered or not. True when it is new."""
    digest = hashlib.sha256(f"{kind}:{key}".encode()).hexdigest()
    values = {"kind": kind, "text": text, "opened_at": timezone.now(), **about}
    return Question.objects.get_or_create(key=digest, defaults=values)[1]


def ask_about_notice(source: Source, title: str, url: str, published_on: dt.date) -> bool:
    """A notice speaks of a list of algorithms or AI services, but fits no reader."""
    text = f"{title} ({published_on}) looks like a register, but no reader fits it"
    return ask(QuestionKind.NEW_SERIES, notice_key(title, published_on), text, source=source, url=url)


def ask_about_attachment(notice: Document, label: str) -> bool:
    """A file hangs on a page of ours that is none of its lists."""
    text = f"{label} hangs on the page {notice.label}, but is none of its lists"
    return ask(QuestionKind.NEW_SERIES, f"{notice.key}:{label}", text, source=notice.source, url=notice.url)
