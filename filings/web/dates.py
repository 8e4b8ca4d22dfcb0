"""Days and moments in words, in the reader's language. Every time is Beijing's, as everything the regulator dates."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext

from filings.models import Precision


def day_text(day: dt.date, precision: str = Precision.DAY) -> str:
    """A day, or the month or year where no more is known."""
    if precision == Precision.YEAR:
        return format_date(day, pgettext("date format, year", "Y"))
    if precision == Precision.MONTH:
        return format_date(day, pgettext("date format, month", "M Y"))
    return format_date(day, pgettext("date format, day", "j M Y"))


def moment_text(value: dt.datetime) -> str:
    return format_date(timezone.localtime(value), pgettext("date format, minute", "j M Y, H:i"))


def machine_text(value: dt.date | dt.datetime, precision: str = Precision.DAY) -> str:
    """The value of a `datetime` attribute, no more exact than what is known."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return {Precision.YEAR: f"{value:%Y}", Precision.MONTH: f"{value:%Y-%m}"}.get(Precision(precision), f"{value}")


def month_of(batch: str) -> dt.date | None:
    """The first day of a batch such as 2023-08; None where its label names no month."""
    try:
        return dt.datetime.strptime(batch, "%Y-%m").date()
    except ValueError:
        return None


def batch_text(batch: str) -> str:
    """A batch such as 2023-08 in words."""
    month = month_of(batch)
    if month is None:
        return batch or gettext("undated")
    return format_date(month, pgettext("date format, whole month", "F Y"))


def tick_text(day: dt.date, kind: str) -> str:
    """The first day of a month beside a scale: by "year", "month", "month_year" or "month_short_year"."""
    if kind == "year":
        return day_text(day, Precision.YEAR)
    if kind == "month":
        return format_date(day, pgettext("date format, month on a scale", "M"))
    if kind == "month_short_year":
        return format_date(day, pgettext("date format, month and short year", "M y"))
    return day_text(day, Precision.MONTH)
