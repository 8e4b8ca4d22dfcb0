"""The catalogue as one file: taken out, and put in again after a look at what that would change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filings.catalogue import Catalogue, CatalogueError, differences, read_catalogue_bytes, write_catalogue
from filings.pipeline.catalogue_file import import_catalogue, recorded_catalogue
from filings.pipeline.refusal import Refused

LARGEST = 5_000_000


class CatalogueForm(forms.Form):
    """A file, or the text of one that was looked at, and why it is imported."""

    file = forms.FileField(label=_("File"), required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.TextInput(attrs={"size": 60})
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file = values.get("file")
        if file is not None and file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large."))
        data = file.read() if file is not None else values.get("text", "").replace("\r\n", "\n").encode()
        try:
            values["catalogue"] = read_catalogue_bytes(data)
        except CatalogueError as error:
            raise forms.ValidationError(str(error)) from error
        values["text"] = data.decode()
        return values


def export_page(request: HttpRequest) -> HttpResponse:
    """The file."""
    if not request.user.has_perm("filings.view_group"):
        raise PermissionDenied
    answer = HttpResponse(write_catalogue(recorded_catalogue()), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="catalogue.yaml"'
    return answer


def import_page(request: HttpRequest, site: dict[str, Any]) -> HttpResponse:
    """A form; then what the file would change; then the import."""
    if not request.user.has_perms(["filings.change_group", "filings.change_product"]):
        raise PermissionDenied
    form = CatalogueForm(request.POST or None, request.FILES or None)
    changed = None
    if request.method == "POST" and form.is_valid():
        catalogue: Catalogue = form.cleaned_data["catalogue"]
        if "confirmed" in request.POST:
            try:
                return _import(request, catalogue, form.cleaned_data["reason"])
            except Refused as refused:
                form.add_error(None, str(refused))
        changed = differences(recorded_catalogue(), catalogue)
        kept = {"text": form.cleaned_data["text"], "reason": form.cleaned_data["reason"]}
        form = form if form.errors else CatalogueForm(initial=kept)
    context = {**site, "form": form, "changed": changed, "title": _("Catalogue")}
    status = 409 if form.errors else 200
    return render(request, "admin/filings/catalogue.html", context, status=status)


def _import(request: HttpRequest, catalogue: Catalogue, reason: str) -> HttpResponse:
    changed = import_catalogue(catalogue, reason=reason, person=request.user.pk, now=timezone.now())
    said = ngettext("%(n)d difference imported.", "%(n)d differences imported.", len(changed)) % {"n": len(changed)}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:filings_group_changelist"))
