"""What the press says, as a part of other pages."""

from __future__ import annotations

from typing import Any

from django import template

from filings.models import Organization, Product
from filings.web.coverage import LIMIT, coverage_of

register = template.Library()


@register.inclusion_tag("_coverage.html")
def coverage(thing: Product | Organization) -> dict[str, Any]:
    """The articles that say something of a product or an organization; nothing where there is none."""
    return {"claims": list(coverage_of(thing)[:LIMIT]), "limit": LIMIT}
