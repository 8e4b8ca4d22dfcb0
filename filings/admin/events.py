"""The admin of the timeline: change sets, which a person releases or drops, and their events."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from filings import jobs
from filings.models import ChangeSet, ChangeSetState, Event, EventKind, Evidence, Withdrawal

from .base import ReadOnlyAdmin, queue_rows
from .editing import REHEARSE, RELEASE_PART, WITHDRAW
from .large import HangingAdmin
from .render import NOTHING, changes_table, link, table
from .verbs import WithVerbs

ALREADY_DECIDED = _("only a held change set can be released or dropped.")
HELD_FIRST = Case(When(state=ChangeSetState.HELD, then=Value(0)), default=Value(1))


@admin.register(ChangeSet)
class ChangeSetAdmin(WithVerbs, ReadOnlyAdmin):
    """The changes of one poll. A held set shows what it would do, and waits for a person."""

    verbs = (REHEARSE, RELEASE_PART)
    ordering = (HELD_FIRST, "-id")  # type: ignore[assignment]
    noted = ("reason",)
    list_display = ("id", "state", "reason", "document", "event_count", "created_at", "decided_by", "dispatched_at")
    list_select_related = ("document", "decided_by")
    list_filter = ("state", "kind", "cause", "is_silent", "document__series")
    search_fields = ("document__label", "reason")
    fields = (
        "document",
        "state",
        "reason",
        "kind",
        "cause",
        "is_silent",
        "event_count",
        "part_of",
        "proposed_events",
        "archived_bytes",
        "public_page",
        "created_at",
        "decided_at",
        "decided_by",
        "dispatched_at",
    )
    readonly_fields = ("proposed_events", "archived_bytes", "public_page")
    actions = ("release", "drop")
    traced = ("release", "drop")

    @admin.display(description=_("Proposed events"))
    def proposed_events(self, change_set: ChangeSet) -> SafeString:
        rows = (_proposed_row(event) for event in change_set.proposal)
        return table([_("What happened"), _("Number"), _("Name"), _("Changes")], rows)

    @admin.display(description=_("Archived bytes"))
    def archived_bytes(self, change_set: ChangeSet) -> str:
        snapshot = change_set.snapshot
        return link(reverse("snapshot", args=[snapshot.sha256]), snapshot.sha256) if snapshot else NOTHING

    @admin.display(description=_("Public page"))
    def public_page(self, change_set: ChangeSet) -> str:
        document = change_set.document
        if not (document.series and document.batch):
            return NOTHING
        return link(reverse("register", args=[document.series, document.batch]), document)

    @admin.action(description=_("Release"), permissions=["act"])
    def release(self, request: HttpRequest, queryset: QuerySet[ChangeSet]) -> None:
        job = partial(jobs.release, user_id=_decider(request))
        queue_rows(self, request, queryset, queryset.filter(state=ChangeSetState.HELD), job, ALREADY_DECIDED)

    @admin.action(description=_("Drop"), permissions=["act"])
    def drop(self, request: HttpRequest, queryset: QuerySet[ChangeSet]) -> None:
        job = partial(jobs.drop, user_id=_decider(request))
        queue_rows(self, request, queryset, queryset.filter(state=ChangeSetState.HELD), job, ALREADY_DECIDED)


def _decider(request: HttpRequest) -> int:
    person = request.user.pk
    assert person is not None, "only people who are logged in reach an action"
    return person


def _proposed_row(event: dict[str, Any]) -> list[object]:
    changes = event.get("changes")
    what = dict(EventKind.choices).get(event.get("kind", ""), NOTHING)
    return [what, event.get("number", ""), event.get("name", ""), changes_table(changes) if changes else NOTHING]


@admin.register(Event)
class EventAdmin(WithVerbs, HangingAdmin, ReadOnlyAdmin):
    """One entry of a timeline with its evidence."""

    verbs = (WITHDRAW,)
    list_display = ("id", "seen_at", "kind", "filing", "cause", "proof", "happened_on", "published_on")
    list_select_related = ("filing",)
    list_filter = ("kind", "cause", "status", "proof", "series")
    fields = (
        "filing",
        "product",
        "kind",
        "status",
        "proof",
        "cause",
        "before_and_after",
        "happened_on",
        "precision",
        "published_on",
        "seen_at",
        "not_after",
        "timeline_on",
        "statement",
        "evidence_url",
        "change_set",
        "version",
        "previous",
        "snapshot",
        "row",
    )
    readonly_fields = ("before_and_after",)

    @admin.display(description=_("Changes"))
    def before_and_after(self, event: Event) -> SafeString:
        return changes_table(event.changes)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """A further proof of an event."""

    list_display = ("event", "document", "proof", "published_on", "seen_at")
    list_select_related = ("event", "document")
    list_filter = ("proof",)
    search_fields = ("event__filing__number", "document__label")


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    """An event that was taken back, by whom and why."""

    noted = ("reason",)
    list_display = ("event", "by", "at", "reason")
    list_select_related = ("event", "by")
    search_fields = ("event__filing__number", "reason")
