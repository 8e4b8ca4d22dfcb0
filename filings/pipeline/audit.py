"""Notes every human change, in the transaction that makes it. The one writer of the audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model

from filings.models import AuditEntry


def note(
    person: int | None,
    action: str,
    row: Model,
    now: dt.datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Say that a person did this to that row. `before` and `after` hold plain data: the fields that changed."""
    return AuditEntry.objects.create(
        at=now,
        by_id=person,
        action=action,
        model=row._meta.model_name or "",
        object_id=str(row.pk),
        object_text=str(row)[:300],
        before=before or {},
        after=after or {},
        reason=reason,
    )
