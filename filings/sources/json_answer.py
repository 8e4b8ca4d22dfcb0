"""Opens what an address of the source answers in JSON."""

from __future__ import annotations

import json
from typing import Any

from filings.sources.base import Blocked, LayoutChanged
from filings.sources.sniff import is_protection_page, media_type


def json_object(data: bytes) -> dict[str, Any]:
    """The answer, which is an object that holds a list of notices; a protection page or anything else is an error."""
    if is_protection_page(data):
        raise Blocked("a protection page stands where the list of notices should be")
    try:
        answer = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        kind = "nothing" if not data.strip() else media_type(data)
        raise LayoutChanged(f"expected a list of notices in JSON, found {kind} that cannot be read as such") from None
    if not isinstance(answer, dict):
        raise LayoutChanged(f"expected a JSON object, found {type_name(answer)}")
    return answer


def type_name(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
