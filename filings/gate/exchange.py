"""One request and its answer, within limits of time and size, over a connection to an address that was checked."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import HTTPResponse

from . import limits
from .addresses import Place, checked_addresses
from .errors import BrokenOff, FetchError, NoAnswer, TooLarge

GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Answer:
    """What the host sent. The body is read for status 200 only; header values are as sent, decoded as latin-1."""

    status: int
    headers: dict[str, str]
    body: bytes


class Watchdog:
    """Shuts a connection down when the time is over. A socket's own limit starts anew with every byte that drips in."""

    def __init__(self, seconds: float) -> None:
        self.has_bitten = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._bite)
        self._timer.daemon = True

    def __enter__(self) -> Watchdog:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        self._socket = connected
        if self.has_bitten:
            self._bite()

    def _bite(self) -> None:
        self.has_bitten = True
        if self._socket is not None:
            # Of the plain socket under TLS: the secured one would be taken apart while another thread reads from it.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class CheckedHTTP(HTTPConnection):
    """A connection to an address that was checked: the name is looked up once, and not again for connecting."""

    def __init__(self, *args: Any, watchdog: Watchdog, **options: Any) -> None:
        super().__init__(*args, **options)
        self.watchdog = watchdog

    def _new_conn(self) -> socket.socket:
        seconds = float(self.timeout or limits.CONNECT_SECONDS)
        deadline = time.monotonic() + seconds
        failure = OSError("no address")
        for family, address in checked_addresses(self._dns_host, self.port, seconds):
            connected = socket.socket(family, socket.SOCK_STREAM)
            try:
                connected.settimeout(max(deadline - time.monotonic(), 0.01))
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connected.connect(address)
            except OSError as error:
                connected.close()
                failure = error
            else:
                # What is left of the time for connecting is for the TLS handshake.
                connected.settimeout(max(deadline - time.monotonic(), 0.01))
                return connected
        if isinstance(failure, TimeoutError):
            raise NoAnswer(f"no connection to {self.host} within {seconds:.0f} s", try_again=False) from failure
        raise NoAnswer(f"no connection to {self.host} ({failure.strerror or failure})", try_again=True) from failure

    def connect(self) -> None:
        super().connect()
        if self.sock is not None:
            self.watchdog.watch(self.sock)


class CheckedHTTPS(CheckedHTTP, HTTPSConnection):
    """The same under TLS; the certificate is verified against the host's name."""

    def connect(self) -> None:
        try:
            super().connect()
        except TimeoutError as error:
            raise NoAnswer(f"no secure connection to {self.host} in time", try_again=False) from error
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or "unknown fault"
            raise NoAnswer(f"no secure connection to {self.host}: {reason}", try_again=False) from error


class CheckedAdapter(HTTPAdapter):
    """Makes requests open checked connections only."""

    def __init__(self, watchdog: Watchdog) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1)
        self.watchdog = watchdog

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        kind = CheckedHTTPS if pool.scheme == "https" else CheckedHTTP
        pool.ConnectionCls = partial(kind, watchdog=self.watchdog)
        return pool


def exchange(
    place: Place,
    method: str,
    headers: Mapping[str, str],
    data: Mapping[str, str] | bytes | None,
    seconds: float,
    *,
    wants_body: bool = True,
) -> Answer:
    """Send one request and read its answer within so many seconds; a redirect is an answer like any other.

    Data is a form's fields, or a body as it is.

    The adapter is used without a session: a session takes proxies and passwords from the environment, keeps cookies
    and, even when told not to follow redirects, reads their bodies to the end without any limit.
    """
    form = data if isinstance(data, bytes) else dict(data or {})
    request = requests.Request(method, place.url, headers=dict(headers), data=form).prepare()
    with Watchdog(seconds) as watchdog, contextlib.closing(CheckedAdapter(watchdog)) as adapter:
        try:
            answer = converse(adapter, request, place.name, seconds, wants_body)
        except FetchError:
            if not watchdog.has_bitten:
                raise
        # A connection that was shut down can look like one that ended well.
        if watchdog.has_bitten:
            raise NoAnswer(f"no complete answer from {place.name} within {seconds:.0f} s", try_again=False)
    return answer


def converse(
    adapter: HTTPAdapter, request: requests.PreparedRequest, name: str, seconds: float, wants_body: bool
) -> Answer:
    """Translate what the libraries raise into sentences."""
    timeout = (min(limits.CONNECT_SECONDS, seconds), min(limits.READ_SECONDS, seconds))
    try:
        response = adapter.send(request, stream=True, timeout=timeout)
    except requests.Timeout as error:
        raise NoAnswer(f"{name} did not answer within {timeout[1]:.0f} s", try_again=False) from error
    except (requests.ConnectionError, HTTPError) as error:
        raise NoAnswer(f"{name} closed the connection without a proper answer", try_again=True) from error
    except requests.RequestException as error:
        raise FetchError(f"the request to {name} could not be made: {error}") from error
    with response:
        headers = {key.lower(): value for key, value in response.headers.items()}
        has_body = wants_body and response.status_code == 200
        body = read_body(response.raw, headers.get("content-encoding", ""), name) if has_body else b""
        return Answer(response.status_code, headers, body)


def read_body(raw: HTTPResponse, encoding: str, name: str) -> bytes:
    """The body, unpacked, without ever holding more than the limit."""
    if (raw.length_remaining or 0) > limits.MAX_BODY_BYTES:
        raise too_large(name)
    pieces = limited(raw.stream(limits.CHUNK_BYTES, decode_content=False), name)
    if encoding.strip().lower() in ("gzip", "x-gzip"):
        pieces = limited(inflate(pieces, name), name)
    elif encoding.strip().lower() not in ("", "identity"):
        raise FetchError(f"{name} packed its answer as {encoding[:20]!r}, which we did not ask for")
    try:
        return b"".join(pieces)
    except ReadTimeoutError as error:
        raise NoAnswer(f"{name} fell silent in the middle of its answer", try_again=False) from error
    except HTTPError as error:
        raise BrokenOff(f"the answer of {name} broke off") from error
    except zlib.error as error:
        raise FetchError(f"the answer of {name} could not be unpacked") from error


def limited(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Pass the pieces on until there are too many."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limits.MAX_BODY_BYTES:
            raise too_large(name)
        yield piece


def inflate(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Unpack gzip piece by piece, never more than a chunk at a time: a small file can unpack to gigabytes."""
    unpacker = zlib.decompressobj(GZIP)
    has_begun = False
    for piece in pieces:
        while piece:
            if unpacker.eof:
                unpacker = zlib.decompressobj(GZIP)
            has_begun = True
            yield unpacker.decompress(piece, limits.CHUNK_BYTES)
            piece = unpacker.unconsumed_tail or unpacker.unused_data
    if has_begun and not unpacker.eof:
        yield unpacker.flush()
        if not unpacker.eof:
            raise BrokenOff(f"the answer of {name} broke off")


def too_large(name: str) -> TooLarge:
    return TooLarge(f"the answer of {name} is larger than {limits.MAX_BODY_BYTES // 1_000_000} MB")
