"""Questions to the DNS other than for addresses: what is published as text under a name."""

from __future__ import annotations

import dns.exception
import dns.resolver
from django.conf import settings

SECONDS = 5.0


class Unanswered(Exception):
    """No resolver answered, so that nothing is known; the text is a sentence."""


def texts(name: str) -> list[str]:
    """The TXT records under a name; empty when there are none. Raises Unanswered."""
    try:
        answer = _resolver().resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, ValueError) as error:
        raise Unanswered(f"no resolver answered for {name} ({type(error).__name__})") from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _resolver() -> dns.resolver.Resolver:
    """The machine's own resolver, or the server that the settings name as host:port."""
    if not settings.DNS_SERVER:
        return dns.resolver.Resolver()
    host, _colon, port = settings.DNS_SERVER.rpartition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [host], int(port)
    return resolver
