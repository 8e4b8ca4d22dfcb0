"""Pieces of pages that are drawn once and kept while they read the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT_SECONDS = 6 * 3600


def drawn(template: str, context: Mapping[str, Any], *state: object) -> SafeString:
    """The template with this context. `state` is all that it shows and that can be otherwise another time."""
    key = hashlib.sha256(repr((template, get_language(), state)).encode()).hexdigest()
    html: SafeString | None = cache.get(key)
    if html is None:
        html = render_to_string(template, dict(context))
        cache.set(key, html, KEPT_SECONDS)
    return html
