"""When something was published, as feeds and pages write it: a day, how exactly it is known, and the moment if told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

from filings.sources.base import SHANGHAI

# 2025-02-11, 2025/2/11, 2025.02.11, 2025年2月11日; the day, or the month and the day, may be missing.
NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})日?)?月?|年)?"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
# Feb 11, 2025 and February 11 2025; 11 Feb 2025 is a matter for the rules of mail.
AMERICAN = re.compile(r"(?P<month>[A-Z][a-z]{2})[a-z]*\.? (?P<day>\d{1,2}),? (?P<year>(?:19|20)\d\d)\b.*")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in Beijing; `at` is known where time and zone are stated. `on` is the first day of what `precision` says.

    Without a zone the day is the one that is written: it may be another one in Beijing, and nobody can tell.
    """

    on: date
    precision: Literal["day", "month", "year"] = "day"
    at: datetime | None = None


def moment_of(written: str) -> Moment | None:
    """The moment in a text that is a date and nothing else, in the ways of RFC 822, ISO 8601 and Chinese sites."""
    text = " ".join(written.split())
    try:
        return _numeric(text) or _american(text) or _of_mail(text)
    except (ValueError, OverflowError):
        return None


def _numeric(text: str) -> Moment | None:
    found = NUMERIC.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    if not day:
        return Moment(date(year, month or 1, 1), "month" if month else "year")
    if not found["zone"]:
        return Moment(date(year, month, day))
    clock = datetime(year, month, day, int(found["hour"]), int(found["minute"]), tzinfo=_zone(found["zone"]))
    return _in_beijing(clock)


def _zone(written: str) -> timezone:
    if written[0] not in "+-":
        return timezone(timedelta(0))
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if written[0] == "+" else -offset)


def _american(text: str) -> Moment | None:
    found = AMERICAN.fullmatch(text)
    if not found or found["month"] not in MONTHS:
        return None
    return Moment(date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"])))


def _of_mail(text: str) -> Moment | None:
    clock = parsedate_to_datetime(text)
    return _in_beijing(clock) if clock.tzinfo else Moment(clock.date())


def _in_beijing(clock: datetime) -> Moment:
    at = clock.astimezone(SHANGHAI)
    return Moment(at.date(), "day", at)
