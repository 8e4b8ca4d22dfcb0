"""System checks: a wrong configuration is said at start, with a hint, instead of failing later."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def check_secret(**_: Any) -> list[CheckMessage]:
    """Several machines must share one secret, so it can't be the generated one."""
    if settings.REDIS_URL and not settings.SECRET_FROM_ENVIRONMENT:
        return [
            Error("SECRET_KEY is not set.", hint="Give every process the same long random value.", id="filings.E001")
        ]
    return []


@register()
def check_services(**_: Any) -> list[CheckMessage]:
    """PostgreSQL and Redis come together or not at all."""
    if bool(settings.DATABASE_URL) == bool(settings.REDIS_URL):
        return []
    missing = "REDIS_URL" if settings.DATABASE_URL else "DATABASE_URL"
    return [
        Warning(
            f"{missing} is not set, though its companion is.",
            hint="Set DATABASE_URL and REDIS_URL together, or neither of them.",
            id="filings.W001",
        )
    ]


@register()
def check_addresses(**_: Any) -> list[CheckMessage]:
    """Addresses must be whole: a scheme and a host."""
    names = ("SITE_URL", "CAC_BASE_URL", "BEIAN_BASE_URL", "GUANGDONG_BASE_URL")
    wrong = [name for name in names if not _is_address(str(getattr(settings, name)))]
    return [
        Error(f"{name} is not an http(s) address.", hint="For example https://example.org", id="filings.E002")
        for name in wrong
    ]


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@register()
def check_contact(**_: Any) -> list[CheckMessage]:
    """The regulator's administrators should be able to write to whoever polls them."""
    hint = "It goes into the User-Agent: an e-mail address."
    if not settings.CONTACT:
        return [Warning("CONTACT is empty.", hint=hint, id="filings.W002")]
    if not settings.CONTACT.isascii():
        return [Warning("CONTACT has characters that a header can't carry as they are.", hint=hint, id="filings.W003")]
    return []


@register()
def check_numbers(**_: Any) -> list[CheckMessage]:
    """Limits that make no sense are refused."""
    wrong = [n for n in ("POLITENESS_SECONDS", "HOLD_AMENDMENTS", "TRUSTED_PROXIES") if getattr(settings, n) < 0]
    wrong += [
        name
        for name in ("LEASE_SECONDS", "TICK_SECONDS", "MESSAGES_PER_HOUR", "SENDERS")
        if getattr(settings, name) < 1
    ]
    return [Error(f"{name} is too small.", hint="See the README for its meaning.", id="filings.E003") for name in wrong]
