"""What all rooms of the admin share: who may change what, and how an action hands rows to the queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

MACHINE = _("Kept by the machine")


class ReadOnlyAdmin(admin.ModelAdmin):
    """A table of the machine: there to be looked at. Whoever has the change permission may use its actions."""

    ordering = ("-id",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with `permissions=["act"]`: the form stays closed, the actions need not."""
        return super().has_change_permission(request)


class ReadOnlyInline(admin.TabularInline):
    """Rows that belong to the one on the page, there to be looked at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class EditorAdmin(SimpleHistoryAdmin):
    """A table with fields of the editor, which alone can be edited and are alone written; edits leave a history."""

    editor_fields: tuple[str, ...] = ()
    machine_fields: tuple[str, ...] = ()
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        editor = (None, {"fields": self.fields_of_editor(obj)})
        machine = self.get_readonly_fields(request, obj)
        return [editor, (MACHINE, {"fields": machine})] if obj and machine else [editor]

    def fields_of_editor(self, obj: Model | None) -> tuple[str, ...]:
        """What the editor may write in this row, or in a new one."""
        return self.editor_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return tuple(field for field in self.machine_fields if field not in self.fields_of_editor(obj))

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Write what the editor changed and no more: a poll or a subscriber may have changed the rest meanwhile."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        self._note_first_state(obj.pk)
        obj._history_user = request.user
        # A form that reverts starts from the old state, so whatever it holds is the editor's wish.
        reverts = request.resolver_match is not None and str(request.resolver_match.url_name).endswith("simple_history")
        mine = self.fields_of_editor(obj)
        wished = mine if reverts else form.changed_data
        own = {field.name for field in self.model._meta.concrete_fields}
        obj.save(update_fields=[field for field in mine if field in wished and field in own])

    def _note_first_state(self, pk: int) -> None:
        """Rows that polls write come without a history: their first edit needs a state to be compared with."""
        before = self.model._default_manager.get(pk=pk)
        if not before.history.exists():
            before._history_user = None
            self.model.history.bulk_history_create([before])

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refuse to revert for whoever may only look.

        django-simple-history 3.13 hides its button from them, and would take their POST all the same.
        """
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        response: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return response


def queue_rows(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    chosen: QuerySet[Any],
    ready: QuerySet[Any],
    job: Callable[[int], object],
    refusal: Promise,
) -> None:
    """Hand the ready ones of the chosen rows to the queue, oldest first, and say what became of the choice."""
    ids = list(ready.order_by("pk").values_list("pk", flat=True))
    # Counted first: where jobs run inline, they may move rows out of what was chosen.
    ignored = chosen.count() - len(ids)
    for pk in ids:
        job(pk)
    if ids:
        queued = ngettext("%(count)d job queued.", "%(count)d jobs queued.", len(ids)) % {"count": len(ids)}
        model_admin.message_user(request, queued, messages.SUCCESS)
    if ignored:
        left = ngettext("%(count)d row left alone: %(why)s", "%(count)d rows left alone: %(why)s", ignored)
        model_admin.message_user(request, left % {"count": ignored, "why": refusal}, messages.WARNING)
