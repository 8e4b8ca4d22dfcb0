"""Articles and claims as JSON lines: what a command reads and writes."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from filings.claims.base import Article, Claim, Precision

SHANGHAI = ZoneInfo("Asia/Shanghai")
PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
PRECISIONS: tuple[Precision, ...] = ("", "year", "month", "day")
# How much of an ISO date each precision is.
LENGTHS: dict[Precision, int] = {"": 0, "year": 4, "month": 7, "day": 10}


def read_line(line: str) -> tuple[Any, Article]:
    """The id and the article of a line such as {"id", "title", "date", "lang", "text"}; ValueError if it is none.

    A date may lack its day or its month; one that can't be read counts as not given.
    """
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("this is not an object")
    day, precision = read_date(_text(data, "date"))
    return data.get("id"), Article(_text(data, "title"), _text(data, "text"), _text(data, "lang"), day, precision)


def read_date(written: str) -> tuple[date | None, Precision]:
    """The day of "2026-07-08", the first of "2026-07" or "2026", the day in Shanghai of a moment with its zone."""
    try:
        if match := PARTIAL.fullmatch(written.strip()):
            parts = [int(part) for part in match.groups() if part]
            return date(*(*parts, 1, 1)[:3]), PRECISIONS[len(parts)]
        moment = datetime.fromisoformat(written.strip())
        return (moment.astimezone(SHANGHAI) if moment.tzinfo else moment).date(), "day"
    except (ValueError, OverflowError):
        return None, ""


def as_json(claim: Claim) -> dict[str, Any]:
    """The claim as JSON knows it; `happened_on` is as long as its precision."""
    happened_on = claim.happened_on.isoformat()[: LENGTHS[claim.precision]] if claim.happened_on else None
    return {
        "organization": claim.organization,
        "partners": list(claim.partners),
        "product": claim.product,
        "status": claim.status,
        "happened_on": happened_on,
        "precision": claim.precision,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "role": claim.role,
        "hedge": claim.hedge,
        "attribution": claim.attribution,
        "denies": claim.denies,
        "reasons": list(claim.reasons),
    }


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return "" if value is None else str(value)
