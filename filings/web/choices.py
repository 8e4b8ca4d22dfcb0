"""What the chips offer: series, statuses, proofs, provinces and years, and what of a row belongs to which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from filings.models import Proof, Series, Status
from filings.text import PREFIXES

Choices = Sequence[tuple[str, str | Promise]]
# The oldest list is of 2022.
FIRST_YEAR = 2022


def series() -> Choices:
    return [(one.value, one.label) for one in Series]


def statuses() -> Choices:
    """The strongest word first."""
    return [(status.value, status.label) for status in reversed(Status)]


def proofs() -> Choices:
    return [(proof.name.lower(), proof.label) for proof in reversed(Proof)]


def provinces() -> Choices:
    return [(name, name) for name in PREFIXES.values()]


def years() -> Choices:
    this_year = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)]


def equal_to(field: str) -> Callable[[str], Q]:
    return lambda value: Q(**{field: value})


def in_year(field: str) -> Callable[[str], Q]:
    """A span of days, which an index can answer."""
    return lambda year: Q(**{f"{field}__gte": dt.date(int(year), 1, 1), f"{field}__lte": dt.date(int(year), 12, 31)})


def proof_is(word: str) -> Q:
    return Q(proof=Proof[word.upper()])


def own(value: str | None) -> tuple[str, ...]:
    """A column that holds the choice itself."""
    return (value,) if value else ()


def proof_word(level: int) -> tuple[str, ...]:
    return (Proof(level).name.lower(),)


def year_of(day: dt.date | None) -> tuple[str, ...]:
    return (str(day.year),) if day else ()
