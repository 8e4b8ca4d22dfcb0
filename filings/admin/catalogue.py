"""The catalogue as one file, taken out and put in after a look at what that would change; and new entries of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filings.catalogue import (
    Catalogue,
    CatalogueError,
    CatalogueProduct,
    differences,
    read_catalogue,
    read_catalogue_bytes,
    write_catalogue,
)
from filings.catalogue import Group as CatalogueGroup
from filings.models import Group, Product
from filings.noted import noted
from filings.pipeline.catalogue_file import import_catalogue, recorded_catalogue
from filings.pipeline.refusal import Refused

from .verbs import choose

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
            raise forms.ValidationError(noted(str(error))) from error
        values["text"] = data.decode()
        return values


def export_page(request: HttpRequest) -> HttpResponse:
    """The file."""
    if not request.user.has_perm("filings.view_group"):
        raise PermissionDenied
    answer = HttpResponse(write_catalogue(recorded_catalogue()), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="catalogue.yaml"'
    return answer


def may_write(request: HttpRequest) -> bool:
    """Whether this person may write the catalogue, as a file or entry by entry."""
    return request.user.has_perms(["filings.change_group", "filings.change_product"])


def import_page(request: HttpRequest, site: dict[str, Any]) -> HttpResponse:
    """A form; then what the file would change; then the import."""
    if not may_write(request):
        raise PermissionDenied
    form = CatalogueForm(request.POST or None, request.FILES or None)
    changed = None
    if request.method == "POST" and form.is_valid():
        catalogue: Catalogue = form.cleaned_data["catalogue"]
        if "confirmed" in request.POST:
            try:
                return _import(request, catalogue, form.cleaned_data["reason"])
            except Refused as refused:
                form.add_error(None, noted(str(refused)))
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


class LinesField(forms.CharField):
    """A tuple of texts, a line each."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return tuple(line for line in lines if line)


class WordsField(forms.CharField):
    """One line of text, its blanks made single."""

    widget = forms.TextInput(attrs={"size": 60})

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class EntryForm(forms.Form):
    """What a new group and a new product have in common. Whether it fits the catalogue is for the catalogue to say."""

    slug = WordsField(label=_("Address"), help_text=_("Lower case, digits and hyphens, such as apple-intelligence."))

    def entry(self) -> CatalogueGroup | CatalogueProduct:
        """What to add, of a valid form."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                values["catalogue"] = read_catalogue(write_catalogue(self._grown()))
            except CatalogueError as error:
                raise forms.ValidationError(error.message) from error
        return values

    def _grown(self) -> Catalogue:
        known, entry = recorded_catalogue(), self.entry()
        if isinstance(entry, CatalogueGroup):
            return replace(known, groups=(*known.groups, entry))
        return replace(known, products=(*known.products, entry))


SOURCES_HELP = _("Addresses where it is stated, a line each; the word “list” where the lists say it.")


class GroupForm(EntryForm):
    """A new group."""

    name = WordsField(label=_("Name"))
    chinese = WordsField(label=_("Chinese name"), required=False)
    aliases = LinesField(label=_("Other names"), required=False)
    entities = LinesField(
        label=_("Legal entities"), required=False, help_text=_("As the lists print them, a line each.")
    )
    sources = LinesField(label=_("Sources"), help_text=SOURCES_HELP)
    reason = WordsField(label=_("Reason"))

    def entry(self) -> CatalogueGroup:
        names = ("slug", "name", "chinese", "aliases", "entities", "sources")
        return CatalogueGroup(**{name: self.cleaned_data[name] for name in names})


class ProductForm(EntryForm):
    """A new product of a group."""

    group = choose(Product, "group", Group.objects.filter(place__gt=0), _("Group"))
    name = WordsField(label=_("Name"), help_text=_("The original one."))
    english = WordsField(label=_("English name"))
    aliases = LinesField(label=_("Other names"), required=False)
    listed_as = LinesField(label=_("Names in the lists"), required=False)
    partners = forms.ModelMultipleChoiceField(
        Group.objects.filter(place__gt=0),
        label=_("Partners"),
        required=False,
        widget=AutocompleteSelectMultiple(Product._meta.get_field("partners"), admin.site),
    )
    sources = LinesField(label=_("Sources"), help_text=SOURCES_HELP)
    reason = WordsField(label=_("Reason"))

    def entry(self) -> CatalogueProduct:
        names = ("slug", "name", "english", "aliases", "listed_as", "sources")
        values = {name: self.cleaned_data[name] for name in names}
        partners = tuple(sorted(group.slug for group in self.cleaned_data["partners"]))
        return CatalogueProduct(group=self.cleaned_data["group"].slug, partners=partners, **values)


def add_page(
    request: HttpRequest, site: dict[str, Any], kind: type[EntryForm], model: type[Group | Product]
) -> HttpResponse:
    """A new group or product: imported as if the catalogue's file had it at its end."""
    if not may_write(request):
        raise PermissionDenied
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data
            import_catalogue(values["catalogue"], reason=values["reason"], person=request.user.pk, now=timezone.now())
        except Refused as refused:
            form.add_error(None, noted(str(refused)))
        else:
            messages.success(request, _("%(name)s is in the catalogue.") % {"name": values["name"]})
            row = model._default_manager.get(slug=values["slug"])
            return HttpResponseRedirect(reverse(f"admin:filings_{model._meta.model_name}_change", args=[row.pk]))
    opts = model._meta
    context = {**site, "form": form, "opts": opts, "title": _("Add %(what)s") % {"what": opts.verbose_name}}
    return render(request, "admin/filings/new_entry.html", context, status=409 if form.errors else 200)
