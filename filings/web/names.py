"""How a name is shown: the original first, and for readers of English a way to say it."""

from __future__ import annotations

from django.utils.translation import get_language

from filings.spoken import has_han, reading

__all__ = ["has_han", "reading", "reads_chinese"]


def reads_chinese() -> bool:
    """Whether the page is shown in Chinese."""
    return (get_language() or "").startswith("zh")
