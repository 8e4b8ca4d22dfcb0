"""Permanent addresses, and how to cite a page of the record."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from filings.models import Filing

from .dates import day_text


def filing_address(filing: Filing) -> str:
    """The page of a filing; the second filing of a number that is listed twice has a page of its own."""
    return filing.get_absolute_url() + (f"?copy={filing.copy}" if filing.copy > 1 else "")


def citation(title: str, address: str) -> str:
    """Title, record, address and the day it was looked at, as a footnote would have it."""
    words = {"title": title, "address": address, "day": day_text(timezone.localdate())}
    return _("“%(title)s”, China AI Filing Tracker, %(address)s (as of %(day)s, Beijing time).") % words
