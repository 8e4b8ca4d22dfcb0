"""Why there is no usable answer: each reason carries the outcome of the poll and a sentence for the sources page."""

from __future__ import annotations

from http.client import responses
from typing import Literal

# These may be aimed at us rather than mean the page: the host is there and does not let us in just now.
KEPT_OUT = (403, 412, 429)
REST_ASKED = (429, 503)
GATEWAY_FAULTS = (502, 504)


class FetchError(Exception):
    """No usable answer. The text is a sentence for the sources page."""

    outcome: Literal["UNREACHABLE", "BLOCKED", "FAILED"] = "FAILED"
    try_again = False
    """Another try within the same fetch may help."""
    rests_host = False
    """The host is to be left alone for a while."""


class Refused(FetchError):
    """We do not send this request: the address is private, or no web address at all."""


class Disallowed(Refused):
    """The host's robots.txt asks us not to send it."""

    outcome = "BLOCKED"


class TooLarge(FetchError):
    """The body passed the limit, as sent or unpacked."""


class TooManyRedirects(FetchError):
    """The answer was always somewhere else."""


class Unreachable(FetchError):
    """The host did not answer, or not completely; it may do so later."""

    outcome = "UNREACHABLE"


class Resting(Unreachable):
    """The host is being left alone: nothing was sent, and nothing else would be."""


class NoAnswer(Unreachable):
    """No connection, or one that ended without an answer."""

    rests_host = True

    def __init__(self, message: str, *, try_again: bool) -> None:
        super().__init__(message)
        self.try_again = try_again


class BrokenOff(Unreachable):
    """The body is shorter than announced."""

    try_again = True


class BadStatus(FetchError):
    """An answer with a status that brings no page."""

    def __init__(self, status: int, where: str, retry_after: float | None = None) -> None:
        phrase = responses.get(status, "no standard status")
        wait = "" if retry_after is None else f", which asks us to wait {retry_after:.0f} s"
        super().__init__(f"HTTP {status} ({phrase}) from {where}{wait}")
        self.status = status
        self.retry_after = retry_after
        self.try_again = status in GATEWAY_FAULTS
        self.rests_host = status in REST_ASKED
        if status in KEPT_OUT or status >= 500:
            self.outcome = "UNREACHABLE"
