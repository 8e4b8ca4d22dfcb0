"""What every request says of itself: who asks, and values that a header can carry."""

from __future__ import annotations

import string
from urllib.parse import quote

from django.conf import settings

from .robots import PRODUCT

PRINTABLE = " " + string.punctuation


def user_agent() -> str:
    """Who asks, and whom to write to."""
    about = "; ".join(part for part in (f"+{settings.SITE_URL}", settings.CONTACT) if part)
    return f"{PRODUCT}/{settings.VERSION} ({about})"


def printable(value: str | bytes) -> str:
    """A header's value in ASCII, other characters percent-encoded: line breaks and Chinese have no place there."""
    return quote(value, safe=PRINTABLE)
