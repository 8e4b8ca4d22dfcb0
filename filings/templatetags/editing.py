"""What editors did, for the public pages: the corrections of a row, and those of the reader."""

from __future__ import annotations

from django import template

from filings.models import Filing
from filings.web.corrections import Put, corrections_of

register = template.Library()


@register.inclusion_tag("_corrections.html")
def corrections(filing: Filing) -> dict[str, list[Put]]:
    """What of a row is not as the list prints it; nothing where nothing is."""
    return {"corrections": corrections_of(filing)}
