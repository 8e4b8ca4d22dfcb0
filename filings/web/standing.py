"""Where a product stands now, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filings.models import FilingProduct, FilingState, Product, Series

from .dates import day_text


@dataclass(frozen=True)
class SeriesCount:
    """How many filings of one series name the product today."""

    series: Series
    filings: int
    cancelled: int


@dataclass(frozen=True)
class ProductStanding:
    """The one sentence, and the counts behind it."""

    sentence: str
    counts: list[SeriesCount]


def describe(product: Product, links: Sequence[FilingProduct]) -> ProductStanding:
    current = [link.filing for link in links if link.is_current]
    counts = [
        SeriesCount(series, len(states), states.count(FilingState.CANCELLED))
        for series in Series
        if (states := [filing.state for filing in current if filing.series == series])
    ]
    listed = sum(filing.state == FilingState.LISTED for filing in current)
    return ProductStanding(_sentence(product, len(current), listed), counts)


def _sentence(product: Product, named: int, listed: int) -> str:
    if not named:
        return _("No row of the lists names it today; rows that once did are shown below.")
    if not listed:
        return _("None of its filings stands in the lists today without a mark of cancellation.")
    if not product.listed_on:
        today = ngettext("In the lists today under %(n)d number.", "In the lists today under %(n)d numbers.", listed)
        return today % {"n": listed}
    since = ngettext(
        "In the lists since %(day)s, today under %(n)d number.",
        "In the lists since %(day)s, today under %(n)d numbers.",
        listed,
    )
    return since % {"n": listed, "day": day_text(product.listed_on)}
