"""The admin of the places we poll, the files they lead to, and every attempt made."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from filings import jobs
from filings.models import Document, Poll, Site, Source, SourceKind
from filings.sources.markup import web_address

from .base import EditorAdmin, ReadOnlyAdmin, queue_rows


class SourceForm(forms.ModelForm):
    """A source as editors write it: the address of a feed must be one of the web."""

    def clean_path(self) -> str:
        url = web_address(self.cleaned_data["path"])
        if not url:
            raise forms.ValidationError(_("This is no address of the web."))
        return url


@admin.register(Source)
class SourceAdmin(EditorAdmin):
    """Whether and how often a source is polled. Registers have their addresses from the program, feeds from editors."""

    form = SourceForm
    editor_fields = ("is_enabled", "interval_minutes", "recheck_hours", "note")
    machine_fields = (
        "key",
        "name",
        "kind",
        "site",
        "path",
        "page_path",
        "series",
        "province",
        "address",
        "next_poll_at",
        "last_poll_at",
        "last_good_at",
        "baseline_at",
        "failures",
        "claim",
        "lease_until",
    )
    list_display = (
        "key",
        "name",
        "is_enabled",
        "interval_minutes",
        "last_poll_at",
        "last_good_at",
        "failures",
        "next_poll_at",
    )
    list_filter = ("is_enabled", "kind", "site")
    search_fields = ("key", "name", "note")
    actions = ("poll_now",)

    def fields_of_editor(self, obj: Model | None) -> tuple[str, ...]:
        """What editors add is a feed."""
        if obj is None:
            return ("key", "name", "path", *self.editor_fields)
        is_feed = isinstance(obj, Source) and obj.kind == SourceKind.FEED
        return ("name", "path", *self.editor_fields) if is_feed else self.editor_fields

    def save_model(self, request: HttpRequest, obj: Source, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.kind, obj.site = SourceKind.FEED, Site.OTHER
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Address"))
    def address(self, source: Source) -> str:
        return source.url

    @admin.action(description=_("Poll now"), permissions=["change"])
    def poll_now(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        switched_on = queryset.filter(is_enabled=True)
        queue_rows(self, request, queryset, switched_on, jobs.poll_now, _("the source is switched off."))


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """One logical file over time, whatever its address is today."""

    list_display = ("label", "kind", "series", "batch", "source", "published_on", "next_poll_at", "failures")
    list_select_related = ("source",)
    list_filter = ("kind", "series", "source", "is_baseline")
    search_fields = ("label", "key", "url")


@admin.register(Poll)
class PollAdmin(ReadOnlyAdmin):
    """One attempt with its outcome, its counts and what went wrong, in words."""

    noted = ("message",)
    list_display = (
        "started_at",
        "outcome",
        "message",
        "document",
        "rows",
        "accepted",
        "rejected",
        "events",
        "held",
        "duration",
    )
    list_select_related = ("document",)
    list_filter = ("outcome", "source", "document__kind")
    search_fields = ("document__label", "message")

    @admin.display(description=_("Seconds"))
    def duration(self, poll: Poll) -> float:
        return poll.seconds
