"""Which addresses we talk to: public ones on the web's own ports, and what the operator has let in by name."""

from __future__ import annotations

import queue
import socket
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .errors import NoAnswer, Refused

PORTS = {"http": 80, "https": 443}
MAX_HOST_LENGTH = 253

GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Place:
    """Where a request goes."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """The host's name in our books: one for http and https."""
        return self.host if self.port in PORTS.values() else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.name}/"


def place_of(url: str) -> Place:
    """The address in one spelling, or Refused. The parser is the one that the connection is made with."""
    try:
        parts = parse_url(url.strip())
    except LocationParseError as error:
        raise Refused(f"{shown(url)} is not a web address") from error
    if parts.scheme not in PORTS or not parts.host:
        raise Refused(f"{shown(url)} is not an http or https address")
    if parts.auth is not None:
        raise Refused(f"the address on {parts.host} holds a user name")
    if len(parts.host) > MAX_HOST_LENGTH:
        raise Refused("the host name is too long")
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if port not in PORTS.values() and not is_exempt(parts.host, port):
        raise Refused(f"port {port} of {parts.host} is not one of the web's")
    return Place(parts._replace(fragment=None).url, parts.scheme, parts.host, port, parts.path or "/")


def onward(base: str, location: str) -> str:
    """Where a redirect leads; the next hop checks it like any other address."""
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise Refused(f"the redirect to {shown(location)} is not a web address") from error


def shown(url: str) -> str:
    """An address in a sentence: not longer than one likes to read."""
    return url if len(url) <= 100 else f"{url[:100]}…"


def is_exempt(host: str, port: int) -> bool:
    """Whether the operator has let this host in by name, for a stand-in of the real site or a host inside the house."""
    allowed = settings.ALLOW_PRIVATE_HOSTS
    return host in allowed or f"{host}:{port}" in allowed


def checked_addresses(host: str, port: int, seconds: float) -> list[tuple[int, Any]]:
    """Family and socket address of everything the name leads to, once all of it is known to be public."""
    bare = host.strip("[]")
    found = look_up(bare, port, seconds)
    if not is_exempt(f"[{bare}]" if ":" in bare else bare, port):
        for _family, address in found:
            if not is_public(address[0]):
                found_at = bare if address[0] == bare else f"{bare}, which is {address[0]},"
                raise Refused(f"{found_at} is not a public address")
    return found


def is_public(address: str) -> bool:
    """Whether anybody on the internet can reach it. An IPv4 address inside an IPv6 one is judged as what it is."""
    inner = unwrapped(ip_address(address))
    if isinstance(inner, IPv6Address) and inner not in GLOBAL_UNICAST:
        return False
    return inner.is_global and not inner.is_multicast


def unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address within an IPv4-mapped, 6to4 or NAT64 one."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def look_up(host: str, port: int, seconds: float) -> list[tuple[int, Any]]:
    """Ask the resolver, in a thread of its own: the system's call knows no time limit."""
    answers: queue.SimpleQueue[list[tuple[int, Any]] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(family, address) for family, _type, _protocol, _name, address in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise NoAnswer(f"the name {host} could not be looked up within {seconds:.0f} s", try_again=False) from None
    if isinstance(answer, UnicodeError):
        raise Refused(f"{shown(host)} is not a host name") from answer
    if isinstance(answer, Exception):
        raise NoAnswer(f"the name {host} could not be looked up", try_again=True) from answer
    return answer
