"""The verbs of editors: correct a row, join and separate, enter and take back, each with its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filings import jobs
from filings.models import (
    ChangeSet,
    ChangeSetState,
    Correction,
    CorrectionField,
    CorrectionState,
    EntityKey,
    Event,
    EventKind,
    Filing,
    IdentityDecision,
    Organization,
    OrganizationName,
    Precision,
    Product,
    Proof,
    Status,
)
from filings.pipeline import corrections, merge, statements, withdrawals
from filings.pipeline.compare import COLUMNS
from filings.pipeline.preview import preview_join
from filings.pipeline.refusal import Refused

from .render import table
from .verbs import Act, ReasonForm, Verb, choose

DECIDE = "filings.add_identitydecision"
MOST_EVIDENCE_BYTES = 10 * 1024 * 1024
WIDE = forms.Textarea(attrs={"rows": 3, "cols": 60})
ADDRESS = forms.URLInput(attrs={"size": 60})


class CorrectForm(ReasonForm):
    """One column of a row, and what counts instead of what is printed."""

    field = forms.ChoiceField(label=_("Column"), choices=CorrectionField)
    after = forms.CharField(label=_("What counts instead"), required=False, max_length=5000, widget=WIDE)
    evidence_url = forms.URLField(
        label=_("Evidence"), required=False, max_length=2000, assume_scheme="https", widget=ADDRESS
    )
    expires_on = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Such as 2027-01-31; empty for as long as nobody ends it.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("field", "after", "reason", "evidence_url", "expires_on", "seen")

    def __init__(self, *args: Any, row: Filing, **more: Any) -> None:
        super().__init__(*args, row=row, **more)
        version = row.current
        self.fields["seen"].initial = version.pk if version else None
        known = [name for name, column in COLUMNS.items() if version and getattr(version, column) is not None]
        field: Any = self.fields["field"]
        field.choices = [(name, label) for name, label in CorrectionField.choices if name in known]


def correct(filing: Filing, values: dict[str, Any], act: Act) -> Any:
    corrections.add(filing, **values, person=act.person, now=act.now)
    return _("Corrected. It holds on every later poll.")


CORRECT = Verb("correct", _("Correct a column"), "filings.add_correction", CorrectForm, correct)


def end_correction(fix: Correction, values: dict[str, Any], act: Act) -> Any:
    corrections.take_back(fix, reason=values["reason"], person=act.person, now=act.now)
    return _("Taken back: what the source prints counts again.")


def keep_correction(fix: Correction, values: dict[str, Any], act: Act) -> Any:
    corrections.keep(fix, reason=values["reason"], person=act.person, now=act.now)
    return _("Kept: the correction holds until the source changes its value again.")


KEEP = Verb(
    "keep",
    _("Keep it: the source is still wrong"),
    "filings.change_correction",
    ReasonForm,
    keep_correction,
    applies=lambda fix: fix.state == CorrectionState.REOPENED,
)
END = Verb(
    "end",
    _("Take it back"),
    "filings.change_correction",
    ReasonForm,
    end_correction,
    applies=lambda fix: fix.is_in_force,
)


class MergeForm(ReasonForm):
    """What to join something to."""

    into: forms.ModelChoiceField
    field_order = ("into", "reason")


class MergeProductForm(MergeForm):
    into = choose(IdentityDecision, "to_product", Product.objects.filter(merged_into=None), _("Join it to"))


class MergeOrganizationForm(MergeForm):
    into = choose(IdentityDecision, "to_organization", Organization.objects.filter(merged_into=None), _("Join it to"))


def show_join(row: Product | Organization, values: dict[str, Any]) -> SafeString:
    """The preview of a merger, as lists for the page."""
    shown = preview_join(row, values["into"])
    counts = [
        [_("filings"), shown.filings],
        [_("entries of timelines"), shown.events],
        *([name, count] for name, count in shown.rows.items()),
        [_("followers who will hear of the other from now on"), shown.followers],
        [_("followers of the other"), shown.followers_of_survivor],
        [_("messages already sent about it"), shown.messages_sent],
    ]
    sample = format_html_join("", "<li>{}</li>", ((f"{filing} {filing.name}",) for filing in shown.sample))
    joined = format_html_join("", "<li>{}</li>", ((name,) for name in shown.products_joined))
    return format_html(
        "{}<p>{}</p><ul>{}</ul>{}",
        table([_("What"), _("How many")], counts),
        _("Filings, the newest:"),
        sample,
        format_html("<p>{}</p><ul>{}</ul>", _("Products that both have and that are joined as well:"), joined)
        if shown.products_joined
        else "",
    )


def merge_product(product: Product, values: dict[str, Any], act: Act) -> Any:
    merge.merge_products(product, values["into"], reason=values["reason"], person=act.person, now=act.now)
    return _("Joined. The old address leads to the other, and its followers with it.")


def merge_organization(organization: Organization, values: dict[str, Any], act: Act) -> Any:
    merge.merge_organizations(organization, values["into"], reason=values["reason"], person=act.person, now=act.now)
    return _("Joined. The old address leads to the other, and its followers with it.")


def lives(row: Product | Organization) -> bool:
    return row.merged_into_id is None


MERGE_PRODUCT = Verb(
    "merge",
    _("Join to another product"),
    DECIDE,
    MergeProductForm,
    merge_product,
    lives,
    show_join,
)
MERGE_ORGANIZATION = Verb(
    "merge",
    _("Join to another entity"),
    DECIDE,
    MergeOrganizationForm,
    merge_organization,
    lives,
    show_join,
)

# More filings of one product than this are separated by their entity, not one by one.
MOST_FILINGS = 200


class SplitProductForm(ReasonForm):
    """Some of a product's filings, and the name of the new product."""

    filings = forms.ModelMultipleChoiceField(
        Filing.objects.none(), label=_("Filings of the new one"), widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=_("Its name"), max_length=300)
    field_order = ("filings", "name", "reason")

    def __init__(self, *args: Any, row: Product, **more: Any) -> None:
        super().__init__(*args, row=row, **more)
        field: Any = self.fields["filings"]
        newest = row.filings.order_by("-published_on", "pk").values("pk")[:MOST_FILINGS]
        field.queryset = Filing.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
        field.label_from_instance = lambda filing: f"{filing} {filing.name}"


def split_product(product: Product, values: dict[str, Any], act: Act) -> Any:
    made = merge.split_product(
        product, values["filings"], values["name"], reason=values["reason"], person=act.person, now=act.now
    )
    return _("Separated: %(new)s.") % {"new": made.to_product}


SPLIT_PRODUCT = Verb(
    "split",
    _("Make a product of its own of some filings"),
    DECIDE,
    SplitProductForm,
    split_product,
    lives,
)


class SplitOrganizationForm(ReasonForm):
    """Some of an entity's names and entity keys."""

    names = forms.ModelMultipleChoiceField(
        OrganizationName.objects.none(), label=_("Names of the new one"), widget=forms.CheckboxSelectMultiple
    )
    keys = forms.ModelMultipleChoiceField(
        EntityKey.objects.none(), label=_("Its entity keys"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("names", "keys", "reason")

    def __init__(self, *args: Any, row: Organization, **more: Any) -> None:
        super().__init__(*args, row=row, **more)
        names: Any = self.fields["names"]
        keys: Any = self.fields["keys"]
        names.queryset, keys.queryset = row.names.all(), row.entity_keys.all()


def split_organization(organization: Organization, values: dict[str, Any], act: Act) -> Any:
    made = merge.split_organization(
        organization, values["names"], values["keys"], reason=values["reason"], person=act.person, now=act.now
    )
    return _("Separated: %(new)s.") % {"new": made.to_organization}


SPLIT_ORGANIZATION = Verb(
    "split",
    _("Make an entity of its own of some names"),
    DECIDE,
    SplitOrganizationForm,
    split_organization,
    lives,
)


class AssignForm(ReasonForm):
    """From which product to which other a filing goes."""

    product = forms.ModelChoiceField(Product.objects.none(), label=_("It stands with"))
    to_product = choose(IdentityDecision, "to_product", Product.objects.filter(merged_into=None), _("It belongs to"))
    field_order = ("product", "to_product", "reason")

    def __init__(self, *args: Any, row: Filing, **more: Any) -> None:
        super().__init__(*args, row=row, **more)
        field: Any = self.fields["product"]
        field.queryset = row.products.order_by("pk")


def assign(filing: Filing, values: dict[str, Any], act: Act) -> Any:
    merge.assign_filing(filing, **values, person=act.person, now=act.now)
    return _("Given. Its row leads there on every later poll.")


ASSIGN = Verb("assign", _("Give it to another product"), DECIDE, AssignForm, assign)


def undo_decision(decision: IdentityDecision, values: dict[str, Any], act: Act) -> Any:
    merge.undo(decision, reason=values["reason"], person=act.person, now=act.now)
    return _("Taken back, with all that it had moved.")


UNDO = Verb(
    "undo",
    _("Take it back"),
    "filings.change_identitydecision",
    ReasonForm,
    undo_decision,
    applies=lambda decision: decision.undone_at is None,
)


class StateForm(ReasonForm):
    """An entry of a timeline, with its evidence."""

    status = forms.ChoiceField(
        label=_("Status"), choices=[(status.value, status.label) for status in statements.ENTERED]
    )
    statement = forms.CharField(
        label=_("Statement"), max_length=2000, widget=WIDE, help_text=_("One sentence, shown on the timeline.")
    )
    evidence_url = forms.URLField(label=_("Evidence"), max_length=2000, assume_scheme="https", widget=ADDRESS)
    evidence_file = forms.FileField(
        label=_("Copy of the evidence"),
        required=False,
        help_text=_("Where its page can't be fetched: what you saved of it. At most 10 MB. Else the page is fetched."),
    )
    proof = forms.TypedChoiceField(label=_("Who says so"), choices=Proof, coerce=lambda value: Proof(int(value)))
    happened_on = forms.DateField(
        label=_("Happened on"), required=False, help_text=_("In Beijing, such as 2025-02-11.")
    )
    precision = forms.ChoiceField(label=_("Precision"), choices=[("", "–"), *Precision.choices], required=False)
    published_on = forms.DateField(label=_("Published on"), required=False)
    is_silent = forms.BooleanField(label=_("Alert nobody"), required=False)
    field_order = (
        "status",
        "statement",
        "evidence_url",
        "evidence_file",
        "proof",
        "happened_on",
        "precision",
        "published_on",
        "is_silent",
    )

    def clean_evidence_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["evidence_file"]
        if file and (file.size or 0) > MOST_EVIDENCE_BYTES:
            raise forms.ValidationError(_("This file is larger than 10 MB."))
        return file


def state(subject: Product | Filing, values: dict[str, Any], act: Act) -> Any:
    status, file = Status(values.pop("status")), values.pop("evidence_file")
    copy = file.read() if file else b""
    event = statements.state(subject, status, **values, copy=copy, person=act.person, now=act.now)
    if not copy:
        jobs.keep_evidence(event.pk)
    return _("Entered on the timeline.")


STATE = Verb("state", _("Enter on the timeline"), "filings.add_event", StateForm, state)


# Longer proposals are released or dropped as a whole.
MOST_LINES = 500


class LinesForm(forms.Form):
    """Some lines of a held change set, by their places."""

    lines = forms.TypedMultipleChoiceField(
        label=_("Lines"), coerce=int, choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, row: ChangeSet, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["lines"]
        field.choices = [(place, _line_text(line)) for place, line in enumerate(row.proposal[:MOST_LINES])]


def _line_text(line: dict[str, Any]) -> str:
    changes = "; ".join(f"{change['before']} → {change['after']}" for change in line.get("changes", ()))
    what = dict(EventKind.choices).get(line.get("kind", ""), "")
    return f"{what} {line.get('number', '')} {line.get('name', '')} {changes}".strip()


class NothingForm(forms.Form):
    """Nothing to fill in."""

    def __init__(self, *args: Any, row: ChangeSet, **more: Any) -> None:
        super().__init__(*args, **more)


def release_lines(change_set: ChangeSet, values: dict[str, Any], act: Act) -> Any:
    jobs.release_part(change_set.pk, act.person, values["lines"])
    return _("Released. What is left waits as a set of its own.")


def rehearse(change_set: ChangeSet, values: dict[str, Any], act: Act) -> Any:
    told = jobs.rehearse(change_set.pk)
    return ngettext("%(n)d subscriber would be told.", "%(n)d subscribers would be told.", told) % {"n": told}


def is_held(change_set: ChangeSet) -> bool:
    return change_set.state == ChangeSetState.HELD


DECIDE_SET = "filings.change_changeset"
REHEARSE = Verb("rehearse", _("Count who would be told"), DECIDE_SET, NothingForm, rehearse, applies=is_held)
RELEASE_PART = Verb(
    "part",
    _("Release these lines only"),
    DECIDE_SET,
    LinesForm,
    release_lines,
    applies=lambda change_set: is_held(change_set) and change_set.event_count > 1,
)


def withdraw(event: Event, values: dict[str, Any], act: Act) -> Any:
    if not withdrawals.withdraw(event, act.person, values["reason"], act.now):
        raise Refused("it was taken back already")
    return _("Taken back. It stays on the timeline, visibly.")


WITHDRAW = Verb(
    "withdraw",
    _("Take this entry back"),
    "filings.add_withdrawal",
    ReasonForm,
    withdraw,
    applies=lambda event: not hasattr(event, "withdrawal"),
)
