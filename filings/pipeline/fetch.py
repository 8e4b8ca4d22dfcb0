"""The network gate: every request of the project goes through `fetch`, which is polite, bounded and honest.

It asks robots.txt, waits for its turn at the host, refuses private addresses on every hop, follows redirects itself,
tries again where that can help and leaves a failing host alone. Whether an answer makes sense is for the readers.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone

from filings.gate import limits, robots, turns
from filings.gate.addresses import Place, onward, place_of, shown
from filings.gate.errors import (
    BadStatus,
    BrokenOff,
    Disallowed,
    FetchError,
    NoAnswer,
    Refused,
    Resting,
    TooLarge,
    TooManyRedirects,
    Unreachable,
)
from filings.gate.exchange import Answer, exchange
from filings.gate.headers import printable, user_agent
from filings.gate.turns import lift_waits

__all__ = [
    "BadStatus",
    "BrokenOff",
    "Disallowed",
    "FetchError",
    "NoAnswer",
    "Refused",
    "Reply",
    "Resting",
    "TooLarge",
    "TooManyRedirects",
    "Unreachable",
    "fetch",
    "lift_waits",
]

REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Reply:
    """A good answer: status 200, or 304 with an empty body. The headers' names are in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    not_modified: bool
    fetched_at: dt.datetime
    seconds: float
    """On the wire; waiting for a turn is not in it."""


@dataclass(frozen=True)
class Ask:
    """One request, before it is known where it ends."""

    url: str
    method: str = "GET"
    data: Mapping[str, str] | None = None
    referer: str = ""
    etag: str = ""
    last_modified: str = ""
    accept: str = "*/*"

    def headers(self) -> dict[str, str]:
        headers = {
            "User-Agent": user_agent(),
            "Accept": self.accept,
            "Accept-Encoding": "gzip",
            "Accept-Language": "zh-CN",
            "Referer": self.referer,
            "If-None-Match": self.etag,
            "If-Modified-Since": self.last_modified,
        }
        return {name: printable(value) for name, value in headers.items() if value}

    def redirected(self, status: int, place: Place, location: str) -> Ask:
        """The request that a redirect asks for. Another host learns from which site we come, not from which page."""
        url = onward(place.url, printable(location.encode("latin-1")))
        ask = replace(self, url=url)
        if self.referer and place_of(url).name != place.name:
            ask = replace(ask, referer=place_of(self.referer).origin)
        keeps_method = status in (307, 308) or self.method == "GET"
        return ask if keeps_method else replace(ask, method="GET", data=None)


@dataclass
class Budget:
    """The time on the wire of one fetch with all its redirects, tries and robots.txt."""

    spent: float = 0.0

    @contextlib.contextmanager
    def running(self) -> Iterator[float]:
        """Count the time of this block; yields the seconds that are left for it."""
        left = limits.TOTAL_SECONDS - self.spent
        if left <= 0:
            raise NoAnswer(f"no answer within {limits.TOTAL_SECONDS:.0f} s", try_again=False)
        started = time.monotonic()
        try:
            yield left
        finally:
            self.spent += time.monotonic() - started


def fetch(
    url: str,
    *,
    referer: str = "",
    etag: str = "",
    last_modified: str = "",
    method: str = "GET",
    data: Mapping[str, str] | None = None,
    accept: str = "*/*",
) -> Reply:
    """Ask for an address and return what came, or raise FetchError with the outcome of the poll."""
    budget = Budget()
    ask = Ask(url, method, data, referer, etag, last_modified, accept)
    place, answer = _follow(ask, budget, heeds_robots=True)
    return Reply(
        url=place.url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        not_modified=answer.status == 304,
        fetched_at=timezone.now(),
        seconds=round(budget.spent, 3),
    )


def _follow(ask: Ask, budget: Budget, *, heeds_robots: bool) -> tuple[Place, Answer]:
    """Ask, and go where redirects lead; each hop is checked, waits for its turn and heeds robots.txt like the first."""
    for _ in range(limits.MAX_REDIRECTS + 1):
        place = place_of(ask.url)
        pause = _permitted_pause(place, budget) if heeds_robots else settings.POLITENESS_SECONDS
        answer = _ask(ask, place, pause, budget)
        if answer.status not in REDIRECTS:
            return place, answer
        ask = ask.redirected(answer.status, place, answer.headers["location"])
    raise TooManyRedirects(f"more than {limits.MAX_REDIRECTS} redirects, the last to {shown(ask.url)}")


def _permitted_pause(place: Place, budget: Budget) -> float:
    """The pause the host wants after a request; Disallowed when it does not want this one."""
    rules = _rules(place, budget)
    if not robots.allows(rules, place.url):
        raise Disallowed(f"robots.txt of {place.name} asks us not to fetch {shown(place.path)}")
    return robots.pause_seconds(rules, settings.POLITENESS_SECONDS)


def _rules(place: Place, budget: Budget) -> str:
    """The host's robots.txt, fetched once a day.

    A host that has none, or does not show it to us (4xx), sets no rules. When it does not answer, or with an error of
    its own (5xx), RFC 9309 takes everything as disallowed: that ends the fetch, and the next poll asks again.
    """
    kept = robots.kept_rules(place.name, timezone.now())
    if kept is not None:
        return kept
    try:
        _place, answer = _follow(Ask(onward(place.url, "/robots.txt")), budget, heeds_robots=False)
        rules = robots.rules_in(answer)
    except BadStatus as fault:
        if fault.status >= 500 or fault.status == 429:
            raise
        rules = ""
    robots.keep_rules(place.name, rules, timezone.now())
    return rules


def _ask(ask: Ask, place: Place, pause: float, budget: Budget) -> Answer:
    """Ask one place, up to three times where another try can help."""
    for delay in limits.RETRY_DELAYS_SECONDS:
        try:
            return _attempt(ask, place, pause, budget, is_last=False)
        except FetchError as fault:
            if not fault.try_again:
                raise
        time.sleep(delay * random.uniform(0.5, 1.5))
    return _attempt(ask, place, pause, budget, is_last=True)


def _attempt(ask: Ask, place: Place, pause: float, budget: Budget, *, is_last: bool) -> Answer:
    """One request when it is its turn. What it says about the host is written down before the next one's turn."""
    with turns.turn(place.name, pause):
        try:
            with budget.running() as seconds:
                answer = exchange(place, ask.method, ask.headers(), ask.data, seconds)
            _check_status(ask, place, answer)
        except FetchError as fault:
            if fault.rests_host and (is_last or not fault.try_again):
                turns.leave_alone(place.name, fault)
            raise
        turns.recovered(place.name)
    return answer


def _check_status(ask: Ask, place: Place, answer: Answer) -> None:
    """Let a page, a redirect and the "not modified" we asked for pass."""
    is_conditional = bool(ask.etag or ask.last_modified)
    is_redirect = answer.status in REDIRECTS and "location" in answer.headers
    if not (answer.status == 200 or is_redirect or (answer.status == 304 and is_conditional)):
        raise BadStatus(answer.status, shown(place.name + place.path), retry_after(answer.headers))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the host asks us to wait, given as a number or as a date; None when it does not say."""
    value = headers.get("retry-after", "").strip()
    try:
        seconds = float(int(value)) if value.isdigit() else _seconds_until(value)
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), limits.LONGEST_RETRY_AFTER_SECONDS)


def _seconds_until(http_date: str) -> float:
    moment = email.utils.parsedate_to_datetime(http_date)
    return (moment.replace(tzinfo=moment.tzinfo or dt.UTC) - timezone.now()).total_seconds()
