"""From what stands in an address or a form to what is followed, and back: targets by their names on the pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from zoneinfo import available_timezones

from django import forms
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from filings.alerts import addresses, chat, post
from filings.alerts.subscribe import Target, Terms
from filings.models import ChannelKind, EventKind, Organization, Product, Proof, Rhythm, Scope, Series
from filings.models.subscribers import LANGUAGES
from filings.noted import noted
from filings.spellings import typed
from filings.text import PREFIXES

PROVINCES = list(dict.fromkeys(PREFIXES.values()))
# The names that most readers look for come first; every other is taken as well.
COMMON_ZONES = [
    *("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo", "Europe/London", "Europe/Berlin"),
    *("America/New_York", "America/Los_Angeles", "UTC"),
]
LEAST_PROOF = [(level.value, level.label) for level in Proof if level != Proof.PRESS]


def target_from(values: QueryDict) -> Target:
    """What an address names, such as ?product=doubao; everything when it names nothing. Raises Http404."""
    if slug := values.get("product"):
        return Target(Scope.PRODUCT, get_object_or_404(Product, slug=slug).pk)
    if slug := values.get("organization"):
        return Target(Scope.ORGANIZATION, get_object_or_404(Organization, slug=slug).pk)
    if series := values.get("series"):
        return Target(Scope.SERIES, _known(series, Series.values))
    if province := values.get("province"):
        return Target(Scope.PROVINCE, _known(province, PROVINCES))
    if query := typed(values.get("search")):
        return Target(Scope.SEARCH, query)
    return Target(Scope.EVERYTHING)


def _known(value: str, values: list[str]) -> str:
    if value not in values:
        raise Http404
    return value


def query_of(target: Target) -> str:
    """The part of an address that `target_from` reads."""
    names: dict[str, Any] = {Scope.PRODUCT.value: Product, Scope.ORGANIZATION.value: Organization}
    if target.scope in names:
        return urlencode({target.scope: names[target.scope].objects.get(pk=target.value).slug})
    return urlencode({target.scope: target.value}) if target.value else ""


def feed_url(target: Target) -> str:
    query = query_of(target)
    return reverse("feed") + (f"?{query}" if query else "")


class TermsForm(forms.Form):
    """What is told, and how often."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of change"),
        choices=EventKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    min_proof = forms.TypedChoiceField(
        label=_("Proof, at least"), choices=LEAST_PROOF, coerce=int, initial=Proof.COMPANY.value
    )
    with_press = forms.BooleanField(
        label=_("Also press reports that no list confirms, marked as such"), required=False, initial=True
    )
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, initial=Rhythm.AT_ONCE, widget=forms.RadioSelect
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name) for name in (*COMMON_ZONES, *sorted(available_timezones() - {*COMMON_ZONES}))],
        initial=COMMON_ZONES[0],
        help_text=_("Digests come at 8 in the morning, weekly ones on Mondays."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    quiet_note = forms.BooleanField(label=_("A digest also when nothing changed"), required=False)


class AddressForm(forms.Form):
    """An e-mail address as people type it."""

    email = forms.CharField(label=_("E-mail address"), max_length=320, widget=forms.EmailInput, strip=False)

    def clean_email(self) -> str:
        try:
            return addresses.normalised(self.cleaned_data["email"])
        except ValueError as error:
            raise forms.ValidationError(_("This is no e-mail address that we can write to.")) from error


class FollowForm(AddressForm, TermsForm):
    """What somebody without an account wants to be told, and where to."""


class ChannelForm(forms.Form):
    """A webhook, or a chat where the operator has set that up."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("webhook", ChannelKind.WEBHOOK.label), ("chat", _("Chat"))])
    address = forms.CharField(label=_("Address"), max_length=500)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        check = post.check_address if values.get("kind") == ChannelKind.WEBHOOK else chat.check_address
        try:
            values["address"] = check(values.get("address", ""))
        except (post.FetchError, ValueError) as error:
            self.add_error("address", noted(str(error)))
        return values


def number(text: str | None) -> int:
    """A number from a form; 0, which is nobody's, for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else 0


def terms_of_form(form: TermsForm) -> Terms:
    """The terms in a form; of one that is not valid as far as it makes sense, the rest counts as not chosen."""
    form.is_valid()
    values = {name: form.cleaned_data[name] for name in Terms.__dataclass_fields__ if name in form.cleaned_data}
    return Terms(**{**values, "kinds": tuple(sorted(values.get("kinds", ())))})
