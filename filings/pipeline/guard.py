"""Doubts about a list: what refuses it outright, and what makes its changes wait for a person."""

from __future__ import annotations

from django.conf import settings

from filings.models import Document, Snapshot
from filings.sources.base import ReadList
from filings.sources.registers import Register

from .compare import Difference
from .reconcile import doubt_about_new_list

# A list keeps at least this share of the rows that were accepted before; the official lists have never lost one.
KEPT_SHARE = 0.9
# More rejected rows than this (repetitions apart) means that the layout is not understood.
REJECTED_SHARE = 0.1
# A new list this many times as long as any before it waits for a person.
LENGTH_FACTOR = 3


class Suspicious(Exception):
    """The bytes were read, but what they say is not believable; str() says why."""


def check_list(register: Register, document: Document, read: ReadList, in_file: int) -> None:
    """Refuse a list that can't be right; Suspicious says what is wrong with it.

    `in_file` counts the accepted rows of all lists in its file.
    """
    previous = document.accepted_snapshot
    if read.batch and document.batch and read.batch != document.batch:
        raise Suspicious(f"the file is headed {read.batch}, but the link to it says {document.batch}")
    check_rejections(read)
    if previous is not None and read.accepted < KEPT_SHARE * previous.accepted:
        raise Suspicious(f"only {read.accepted} rows, where {previous.accepted} were accepted before")
    if in_file < register.floor:
        raise Suspicious(f"only {in_file} rows; a file of this series has at least {register.floor}")


def check_rejections(read: ReadList) -> None:
    """Refuse a file of which too much was not understood."""
    misread = sum(not rejection.is_repetition for rejection in read.rejections)
    if misread > REJECTED_SHARE * read.rows:
        first = next(rejection for rejection in read.rejections if not rejection.is_repetition)
        raise Suspicious(f"{misread} of {read.rows} rows were not understood; row {first.row}: {first.reason}")


def check_index(total: int, previous: Snapshot | None) -> None:
    """Refuse an index that lists far fewer notices than it did."""
    if previous is not None and total < KEPT_SHARE * previous.rows:
        raise Suspicious(f"only {total} notices listed, where {previous.rows} were before")


def reason_to_hold(document: Document, read: ReadList, difference: Difference) -> str:
    """Why the changes must wait for a person, in words; empty when they need not."""
    is_new = document.accepted_snapshot_id is None
    if difference.edits > settings.HOLD_AMENDMENTS:
        return f"{difference.edits} published rows changed at once; more than {settings.HOLD_AMENDMENTS} need a look"
    if not is_new and len(difference.listed) > settings.HOLD_AMENDMENTS:
        return f"{len(difference.listed)} rows were added to a list that was already published"
    if difference.restored:
        return f"{len(difference.restored)} cancellation marks were taken back"
    if is_new and not document.is_baseline:
        return _doubt_about_new_list(document, read)
    return ""


def _doubt_about_new_list(document: Document, read: ReadList) -> str:
    longest = _longest_before(document)
    if longest and read.accepted >= LENGTH_FACTOR * longest:
        return f"a new list of {read.accepted} rows; the longest before it has {longest}"
    return doubt_about_new_list(document, read)


def _longest_before(document: Document) -> int:
    lists = Document.objects.lists().filter(series=document.series).exclude(pk=document.pk)
    sizes = lists.exclude(accepted_snapshot=None).values_list("accepted_snapshot__accepted", flat=True)
    return max(sizes, default=0)
