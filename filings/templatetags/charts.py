"""What the templates of pictures need: lengths written plainly, and the icons of the badges."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from filings.web import palette

register = template.Library()


@register.filter
def plus(length: float, more: float) -> str:
    """A length, moved, as short as it can be written and the same in every language."""
    return f"{round(length + float(more), 1):g}"


@register.simple_tag
def glyph(look: str) -> SafeString:
    """The inside of an icon. It comes from our own files, so it is the one thing that needs no escaping."""
    return mark_safe(palette.glyph(look))
