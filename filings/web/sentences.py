"""What an entry of a timeline says: one sentence with the fact, and what it does not mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filings.models import Cause, Event, EventKind, Proof, Status
from filings.text import name_key, product_name_of_algorithm, split_products

from .dates import day_text
from .diffs import FIELDS

if TYPE_CHECKING:
    from .timeline import Entry

NAME = FIELDS["name"][1]
# What somebody says of a product, after "According to the press:".
SAID: dict[Status, str | Promise] = {
    Status.ANNOUNCED: gettext_lazy("it is meant for mainland China."),
    Status.SUBMITTED: gettext_lazy("it was handed to the regulator."),
    Status.UNDER_REVIEW: gettext_lazy("it waits for the regulator’s decision."),
    Status.DELAYED: gettext_lazy("it is held up at the regulator."),
    Status.REPORTED_APPROVED: gettext_lazy("the regulator let it through."),
    Status.REPORTED_REJECTED: gettext_lazy("the regulator refused it."),
    Status.WITHDRAWN: gettext_lazy("it was taken back."),
    Status.LAUNCHED: gettext_lazy("it is open to the public in mainland China."),
    Status.SUSPENDED: gettext_lazy("it was ordered to stop for a time."),
    Status.CANCELLED: gettext_lazy("it was given up."),
}
# The claims that an entry in a list confirms.
CONFIRMED_BY_A_LIST = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.REPORTED_APPROVED)


def headline(entry: Entry) -> str:
    """The fact, in one sentence."""
    kind = EventKind(entry.event.kind)
    if kind in (EventKind.REPORTED, EventKind.DENIED):
        return _claimed(entry.event)
    if kind in (EventKind.STATED, EventKind.CORRECTED):
        return entry.event.statement or str(kind.label)
    if kind == EventKind.LISTED:
        return _listed(entry)
    if kind == EventKind.AMENDED:
        return _amended(entry)
    return {
        EventKind.CANCELLED: _("The regulator marks the number as cancelled (注销)."),
        EventKind.RESTORED: _("The mark of cancellation is gone again."),
        EventKind.GONE: _("The row no longer stands in the list; a person has confirmed that."),
        EventKind.BACK: _("The row stands in the list again."),
    }[kind]


def _claimed(event: Event) -> str:
    said = SAID.get(Status(event.status), Status(event.status).explanation)
    is_company = event.proof >= Proof.COMPANY
    if event.kind == EventKind.DENIED:
        text = _("Denied by the company: %(said)s") if is_company else _("Denied, according to the press: %(said)s")
    else:
        text = _("According to the company: %(said)s") if is_company else _("According to the press: %(said)s")
    return text % {"said": said}


def _listed(entry: Entry) -> str:
    names = {"list": entry.list_name, "row": entry.event.row}
    if entry.is_baseline:
        return _("Already listed when we first looked: %(list)s.") % names
    if entry.event.row is None:
        return _("Listed: %(list)s.") % names
    return _("Listed: %(list)s, row %(row)s.") % names


def _amended(entry: Entry) -> str:
    name: dict[str, str] | None = next((c for c in entry.event.changes if c["field"] == "name"), None)
    others = [str(change.label).lower() for change in entry.changes if change.heading != NAME]
    if entry.is_from_reader:
        return _("We read this row differently now: %(fields)s.") % {"fields": _fields(entry)}
    if name is None:
        return _("The regulator rewrote the row: %(fields)s.") % {"fields": _fields(entry)}
    if not others:
        return _("Renamed from “%(before)s” to “%(after)s”.") % name
    renamed = _("Renamed from “%(before)s” to “%(after)s”; also rewritten: %(fields)s.")
    return renamed % {**name, "fields": _list_of(others)}


def _fields(entry: Entry) -> str:
    return _list_of([str(change.label).lower() for change in entry.changes])


def notes(entry: Entry) -> list[str]:
    """What the entry does not mean, and what the numbers in it are, the more telling first."""
    asked = (_product_note(entry), _products_note(entry), _claim_note(entry), _cause_note(entry), _day_note(entry))
    return [note for note in asked if note]


def _products_note(entry: Entry) -> str:
    for change in entry.changes:
        if change.is_list and (change.added or change.dropped):
            added = ngettext("%(n)d product added", "%(n)d products added", change.added) % {"n": change.added}
            dropped = ngettext("%(n)d dropped", "%(n)d dropped", change.dropped) % {"n": change.dropped}
            parts = [added] * bool(change.added) + [dropped] * bool(change.dropped)
            return capfirst(_list_of(parts)) + _(".")
    return ""


def _claim_note(entry: Entry) -> str:
    """Whether a list has confirmed what was said, and how many days later."""
    event = entry.event
    if not entry.is_claim:
        return ""
    if event.kind == EventKind.DENIED:
        return _("A denial weakens what was said before; it takes nothing off a list.")
    if event.status not in CONFIRMED_BY_A_LIST:
        return _("No list says this.")
    if entry.listed_on is None:
        return _("No list that we have read confirms it.")
    days = (entry.listed_on - entry.day.on).days
    if days < 0:
        return _("A list already named it at that time.")
    later = ngettext(
        "A list names it since %(day)s, %(n)d day after this report.",
        "A list names it since %(day)s, %(n)d days after this report.",
        days,
    )
    return later % {"day": day_text(entry.listed_on), "n": days}


def _day_note(entry: Entry) -> str:
    if entry.is_claim and entry.event.happened_on is None and entry.event.status == Status.SUBMITTED:
        return _("The day of the hand-in itself is not stated.")
    return ""


def _cause_note(entry: Entry) -> str:
    kind = entry.event.kind
    if entry.is_from_reader:
        return _("The cause is ours: the reader of the files was changed. The regulator did nothing.")
    if kind == EventKind.GONE:
        return _("Absence is not a cancellation, and the regulator gave no reason.")
    if kind == EventKind.AMENDED and entry.is_imported:
        return _(
            "By the regulator’s remark in the row: it names what changed, and at best the month, not the whole row."
        )
    if kind == EventKind.AMENDED and entry.event.published_on is None and entry.event.cause == Cause.REGULATOR:
        return _("Old lists are edited in place; no notice announced it.")
    if entry.is_imported and entry.event.snapshot is None and kind == EventKind.LISTED and not entry.seen_snapshot:
        return _("From the bundled record. We have not fetched the file ourselves yet.")
    return ""


def _product_note(entry: Entry) -> str:
    """A product can enter a row years after the row was listed; before that the row is not about it."""
    version, product = entry.event.version, entry.product
    if product is None or version is None or not version.products:
        return ""
    named = named_products(version.products, version.name)
    names = {product.key, *(name_key(alias) for alias in product.aliases.splitlines())}
    if named & names or any(name_key(name.name) in named for name in product.listed_names.all()):
        return ""
    return _("The row did not name %(product)s at that time.") % {"product": product.name}


def named_products(cell: str, algorithm: str) -> set[str]:
    """What a row names: its products, or the algorithm itself where a technical supporter's row names none."""
    names = {name_key(product.name) for product in split_products(cell)}
    return names or {name_key(product_name_of_algorithm(algorithm))}


def _list_of(parts: list[str]) -> str:
    return _(", ").join(parts)
