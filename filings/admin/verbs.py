"""Verbs on the page of a row: a small form for each thing a person may do, checked on the server, with its refusals.

What was typed is never lost: a form that is refused comes back as it was, with the reason. A verb with a preview shows
first what it would touch, and is done when it is confirmed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from filings import jobs
from filings.noted import noted
from filings.pipeline.refusal import Refused


@dataclass(frozen=True)
class Act:
    """Who does something, and when."""

    person: int
    now: dt.datetime


@dataclass(frozen=True)
class Verb:
    """One thing to do to a row. `run` does it and says so; it raises Refused. `form` is made for the row."""

    name: str
    label: str | Promise
    permission: str
    form: Callable[..., forms.Form]
    run: Callable[[Any, dict[str, Any], Act], str | Promise]
    applies: Callable[[Any], bool] = lambda row: True
    preview: Callable[[Any, dict[str, Any]], SafeString] | None = None
    key: str = ""


@dataclass
class Panel:
    """A verb as it is shown: its form, and what it would touch, once that was asked for."""

    verb: Verb
    form: forms.Form
    url: str
    preview: SafeString | None = None

    @property
    def asks_first(self) -> bool:
        """Whether its button shows what would be touched, before another one does it."""
        return self.verb.preview is not None and self.preview is None


class ReasonForm(forms.Form):
    """A reason, which every change needs."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "cols": 60}))

    def __init__(self, *args: Any, row: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.row = row


def choose(model: type[Model], column: str, queryset: QuerySet[Any], label: Any) -> forms.ModelChoiceField:
    """A field to pick one of very many rows, by typing a part of its name."""
    widget = AutocompleteSelect(model._meta.get_field(column), admin.site)
    return forms.ModelChoiceField(queryset, label=label, widget=widget)


class WithVerbs(admin.ModelAdmin):
    """A page of a row with its verbs below."""

    verbs: tuple[Verb, ...] = ()
    change_form_template = "admin/filings/verbs.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        mine = path("<path:object_id>/do/<slug:name>/", self.admin_site.admin_view(self.do), name=name)
        return [mine, *super().get_urls()]

    def panels(self, request: HttpRequest, row: Any, shown: Panel | None = None) -> list[Panel]:
        """What this person may do to this row now."""
        panels = []
        for verb in self.verbs:
            if not (request.user.has_perm(verb.permission) and verb.applies(row)):
                continue
            is_shown = shown is not None and shown.verb is verb
            panels.append(cast(Panel, shown) if is_shown else self._panel(verb, row, verb.form(row=row)))
        return panels

    def _panel(self, verb: Verb, row: Any, form: forms.Form, preview: SafeString | None = None) -> Panel:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_do", args=[row.pk, verb.name])
        return Panel(verb, form, address, preview)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        shown = (extra_context or {}).get("shown")
        panels = self.panels(request, row, shown) if row is not None else []
        context = {"panels": panels, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **more: Any) -> Any:
        """The scripts of all forms of the page, each once."""
        for panel in context.get("panels", ()):
            context["media"] += panel.form.media
        return super().render_change_form(request, context, *args, **more)

    def do(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Do one thing to one row."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_object(request, object_id)
        verb = next((verb for verb in self.verbs if verb.name == name), None)
        if row is None or verb is None:
            raise Http404
        if not (self.has_view_permission(request, row) and request.user.has_perm(verb.permission)):
            raise PermissionDenied
        form = verb.form(request.POST, request.FILES, row=row)
        if not verb.applies(row):
            form.add_error(None, _("Somebody has decided this meanwhile."))
            return self._again(request, object_id, self._panel(verb, row, form))
        if not form.is_valid():
            return self._again(request, object_id, self._panel(verb, row, form))
        if verb.preview is not None and "confirmed" not in request.POST:
            preview = verb.preview(row, form.cleaned_data)
            return self._again(request, object_id, self._panel(verb, row, form, preview), status=200)
        return self._run(request, object_id, row, verb, form)

    def _run(self, request: HttpRequest, object_id: str, row: Any, verb: Verb, form: forms.Form) -> HttpResponse:
        person = request.user.pk
        assert person is not None, "only people who are logged in reach the admin"
        try:
            said = verb.run(row, form.cleaned_data, Act(person, timezone.now()))
        except Refused as refused:
            form.add_error(None, noted(str(refused)))
            return self._again(request, object_id, self._panel(verb, row, form))
        jobs.enqueue(jobs.send_alerts)
        self.message_user(request, str(said), messages.SUCCESS)
        return HttpResponseRedirect(self.after(row, verb))

    def after(self, row: Any, verb: Verb) -> str:
        """Where to go when a verb is done."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def _again(self, request: HttpRequest, object_id: str, panel: Panel, status: int = 409) -> HttpResponse:
        """The page once more, with what was typed."""
        request.method = "GET"
        answer = self.change_view(request, object_id, extra_context={"shown": panel})
        answer.status_code = status
        return answer
