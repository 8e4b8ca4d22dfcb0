"""The door through which messages go to addresses that people typed: one POST through the network gate.

No robots.txt and no turns, because the receiver asked for it; no redirects, because the signed body is meant for the
address that was typed and no other.
"""

from __future__ import annotations

from collections.abc import Mapping

from filings.gate.addresses import place_of
from filings.gate.errors import FetchError
from filings.gate.exchange import exchange
from filings.gate.headers import printable, user_agent

SECONDS = 15.0

__all__ = ["FetchError", "check_address", "post"]


def check_address(url: str) -> str:
    """The address in one spelling. Raises FetchError with a sentence when no request would ever be sent there."""
    return place_of(url).url


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send the body and return the status of the answer, whose own body is not read. Raises FetchError."""
    said = {name: printable(value) for name, value in headers.items()} | {"User-Agent": user_agent()}
    return exchange(place_of(url), "POST", said, body, SECONDS, wants_body=False).status
