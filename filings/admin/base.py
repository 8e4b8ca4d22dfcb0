"""What all rooms of the admin share: who may change what, and how an action hands rows to the queue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm, model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from filings.noted import noted
from filings.pipeline import audit

from .large import BoundedPaginator

MACHINE = _("Kept by the machine")


class WithTrace(admin.ModelAdmin):
    """Every action of a person on rows of a list leaves a trace; those in `traced` leave their own."""

    traced: tuple[str, ...] = ()

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *more: Any) -> HttpResponse | None:
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        action = request.POST.get("action", "")
        if action in self.get_actions(request) and action not in self.traced:
            for row in self.model._default_manager.filter(pk__in=chosen).order_by("pk"):
                audit.note(request.user.pk, action.replace("_", " "), row, timezone.now())
        return super().response_action(request, queryset, *more)


class WithNotes(admin.options.BaseModelAdmin):
    """Sentences that the machine has noted, in the fields `noted`, are shown in the language of who reads them."""

    noted: tuple[str, ...] = ()

    def in_words(self, names: Iterable[Any]) -> list[Any]:
        return [_sentence(self.model._meta.label, name) if name in self.noted else name for name in names]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return self.in_words(super().get_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return [*super().get_readonly_fields(request, obj), *self.in_words(self.noted)]


@cache
def _sentence(label: str, name: str) -> Callable[[Model], str]:
    """A column of the same name; always the same one, because Django looks it up among the fields to leave out."""
    field = apps.get_model(label)._meta.get_field(name)

    @admin.display(description=getattr(field, "verbose_name", name), ordering=name)
    def sentence(row: Model) -> str:
        return noted(getattr(row, name))

    sentence.__name__ = name
    return sentence


class ReadOnlyAdmin(WithNotes, WithTrace):
    """A table of the machine: there to be looked at. Whoever has the change permission may use its actions."""

    ordering = ("-id",)
    paginator = BoundedPaginator
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self.in_words(super().get_list_display(request))

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with `permissions=["act"]`: the form stays closed, the actions need not."""
        return super().has_change_permission(request)


class ReadOnlyInline(WithNotes, admin.TabularInline):
    """Rows that belong to the one on the page, there to be looked at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class EditorAdmin(WithTrace, SimpleHistoryAdmin):
    """A table with fields of the editor, which alone can be edited and are alone written; edits leave a history."""

    editor_fields: tuple[str, ...] = ()
    machine_fields: tuple[str, ...] = ()
    paginator = BoundedPaginator
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

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form remembers what the editor saw, and says so when somebody has changed it meanwhile."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (SeenForm, form), {}) if change and not _reverts(request) else form

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Write what the editor changed and no more: a poll or a subscriber may have changed the rest meanwhile."""
        if not change:
            super().save_model(request, obj, form, change)
            audit.note(request.user.pk, "add", obj, timezone.now(), after=_plain(obj, self.editor_fields))
            return
        before = _plain(self.model._default_manager.get(pk=obj.pk), self.fields_of_editor(obj))
        self._note_first_state(obj.pk)
        obj._history_user = request.user
        # A form that reverts starts from the old state, so whatever it holds is the editor's wish.
        mine = self.fields_of_editor(obj)
        wished = mine if _reverts(request) else form.changed_data
        own = {field.name for field in self.model._meta.concrete_fields}
        obj.save(update_fields=[field for field in mine if field in wished and field in own])
        after = _plain(obj, mine)
        changed = [name for name in after if before[name] != after[name]]
        changed += [name for name in wished if name in mine and name not in own]
        old, new = ({name: values.get(name, "") for name in changed} for values in (before, after))
        if changed:
            audit.note(request.user.pk, "edit", obj, timezone.now(), before=old, after=new)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Rows on the page of another leave their trace there."""
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            lists = {"added": formset.new_objects, "removed": formset.deleted_objects}
            told = {name: ", ".join(map(str, rows)) for name, rows in lists.items() if rows}
            told |= {str(row): ", ".join(fields) for row, fields in formset.changed_objects}
            if told:
                audit.note(request.user.pk, "edit", form.instance, timezone.now(), after=told)

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


def _reverts(request: HttpRequest) -> bool:
    """Whether the form takes a row back to an earlier state."""
    return request.resolver_match is not None and str(request.resolver_match.url_name).endswith("simple_history")


def _plain(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """The values of these columns as plain data; many-to-many ones are no columns."""
    own = {field.name: field for field in row._meta.concrete_fields}
    return {name: own[name].value_to_string(row) for name in names if name in own}


class SeenForm(forms.ModelForm):
    """A form that knows what its editor saw: of two who change the same, the second is told, and loses nothing."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["seen"].initial = self._fingerprint(self.instance)

    def _fingerprint(self, row: Any) -> str:
        values = model_to_dict(row, [name for name in self.fields if name != "seen"])
        text = json.dumps(values, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        stored = type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
        if values.get("seen") and values["seen"] != self._fingerprint(stored):
            said = _("Somebody has changed this since you opened it; save again to overwrite. It says now: %(now)s.")
            self.data = {**self.data.dict(), "seen": self._fingerprint(stored)}  # type: ignore[attr-defined]
            raise forms.ValidationError(said, params={"now": _told(stored, self.fields)})
        return values


def _told(row: Any, names: Iterable[str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in _plain(row, names).items())


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
