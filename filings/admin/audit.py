"""The trace of every human change: who, when, what, before and after, why; to be filtered, and taken away as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from filings.models import AuditEntry

from .base import ReadOnlyAdmin
from .render import table, words

COLUMNS = ("at", "by", "action", "model", "object_id", "object_text", "before", "after", "reason")


def _plain(entry: AuditEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in COLUMNS}
    return {**values, "at": entry.at.isoformat(), "by": entry.by.get_username() if entry.by else ""}


def _as_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(_plain(entry), ensure_ascii=False) + "\n"


def _as_table(entries: Iterable[AuditEntry]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    for entry in entries:
        row = io.StringIO()
        values = _plain(entry)
        texts = [json.dumps(v, ensure_ascii=False) if isinstance(v, dict) else str(v) for v in values.values()]
        # A sheet must not take what somebody typed for a formula.
        csv.writer(row, lineterminator="\n").writerow([f"'{text}" if text[:1] in "=+-@" else text for text in texts])
        yield row.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Iterable[AuditEntry]], Iterator[str]]]] = {
    "jsonl": ("application/jsonl", _as_lines),
    "csv": ("text/csv; charset=utf-8", _as_table),
}


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    """Rows are only ever added, here and everywhere else."""

    change_list_template = "admin/filings/audit_list.html"
    list_display = ("at", "by", "action", "model", "object_text", "changed", "reason")
    list_select_related = ("by",)
    list_filter = ("at", "action", "model", ("by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("object_text", "reason", "by__username", "=object_id")
    fields = ("at", "by", "action", "model", "object_id", "object_text", "reason", "before_and_after")
    readonly_fields = ("before_and_after",)

    @admin.display(description=_("Changes"))
    def changed(self, entry: AuditEntry) -> str:
        names = list(dict.fromkeys([*entry.before, *entry.after]))
        pairs = (f"{name}: {words(entry.before.get(name))} → {words(entry.after.get(name))}" for name in names)
        return "; ".join(pairs)[:200]

    @admin.display(description=_("Changes"))
    def before_and_after(self, entry: AuditEntry) -> SafeString:
        names = dict.fromkeys([*entry.before, *entry.after])
        rows = ([name, words(entry.before.get(name)), words(entry.after.get(name))] for name in names)
        return table([_("Field"), _("Before"), _("After")], rows)

    def get_urls(self) -> list[URLPattern]:
        mine = path("export/<slug:kind>/", self.admin_site.admin_view(self.export), name="filings_auditentry_export")
        return [mine, *super().get_urls()]

    def export(self, request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
        """The entries that the list shows, whole, as a file."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        if kind not in FORMATS:
            return HttpResponse(status=404)
        media_type, write = FORMATS[kind]
        chosen: QuerySet[Any] = self.get_changelist_instance(request).get_queryset(request)
        answer = StreamingHttpResponse(write(chosen.iterator(2000)), content_type=media_type)
        answer["Content-Disposition"] = f'attachment; filename="audit.{kind}"'
        return answer
