"""What a host's robots.txt allows us, and how much time it wants between two requests."""

from __future__ import annotations

import datetime as dt

from protego import Protego

from filings.models.hosts import Host

from . import limits
from .exchange import Answer

PRODUCT = "ChinaAIFilingTracker"


def kept_rules(name: str, now: dt.datetime) -> str | None:
    """The host's rules, unless they were fetched too long ago or never."""
    oldest = now - dt.timedelta(seconds=limits.ROBOTS_KEPT_SECONDS)
    fresh = Host.objects.filter(name=name, robots_fetched_at__gt=oldest)
    return fresh.values_list("robots_txt", flat=True).first()


def keep_rules(name: str, rules: str, now: dt.datetime) -> None:
    Host.objects.filter(name=name).update(robots_txt=rules, robots_fetched_at=now)


def rules_in(answer: Answer) -> str:
    """The rules in an answer. A page in place of a file, as protection systems send it, holds none."""
    text = answer.body[: limits.MAX_ROBOTS_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    if "html" in answer.headers.get("content-type", "").lower() or text.lstrip().startswith("<"):
        return ""
    # PostgreSQL stores no NUL.
    return text.replace("\0", "")


def allows(rules: str, url: str) -> bool:
    return Protego.parse(rules).can_fetch(url, PRODUCT)


def pause_seconds(rules: str, politeness: float) -> float:
    """Our own pause, or the one the host asks for when that is longer and bearable."""
    asked = Protego.parse(rules).crawl_delay(PRODUCT) or 0.0
    return max(politeness, min(asked, limits.LONGEST_CRAWL_DELAY_SECONDS))
