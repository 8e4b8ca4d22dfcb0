"""Asks a person what no reader can answer, once each. The one writer of open questions, their answers apart."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from filings.models import Question, QuestionKind


def ask(kind: QuestionKind, key: str, text: str, **about: object) -> bool:
    """Ask, unless it was asked before, answered or not. True when it is new."""
    digest = hashlib.sha256(f"{kind}:{key}".encode()).hexdigest()
    values = {"kind": kind, "text": text, "opened_at": timezone.now(), **about}
    return Question.objects.get_or_create(key=digest, defaults=values)[1]
