"""A web server in a thread whose every answer is a script, down to the byte: for hosts that behave badly."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class Web:
    """Answers by path; what has no script is a 404. `with Web() as web: web.on("/", page(b"…"))`."""

    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[Seen] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def on(self, path: str, *scripts: Script) -> str:
        """Play these scripts for the requests of a path, the last one for all that follow; returns the address."""
        waiting = list(scripts)
        self.scripts[path] = lambda handler: (waiting.pop(0) if len(waiting) > 1 else waiting[0])(handler)
        return self.url + path

    def seen(self, path: str) -> list[Seen]:
        return [one for one in self.requests if one.path == path]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        handler = type("Handler", (ScriptedHandler,), {"playing": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class ScriptedHandler(BaseHTTPRequestHandler):
    """Notes the request, then plays the script of its path."""

    protocol_version = "HTTP/1.1"
    playing: Web

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.playing.requests.append(Seen(self.command, self.path, headers, body, time.monotonic()))
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            self.playing.scripts.get(self.path.partition("?")[0], page(b"nothing here", 404))(self)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


Script = Callable[[ScriptedHandler], Any]


def page(body: bytes = b"ok", status: int = 200, **headers: str) -> Script:
    """A complete answer; underscores in header names stand for hyphens."""

    def play(handler: ScriptedHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return play


def redirect(location: str, status: int = 302, **headers: str) -> Script:
    return page(b"", status, Location=location, **headers)


def raw(pieces: Iterable[bytes], every: float = 0) -> Script:
    """These bytes and nothing else, with a rest after each piece; then the connection ends."""

    def play(handler: ScriptedHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            if every and handler.playing.stopping.wait(every):
                return

    return play


def silence(handler: ScriptedHandler) -> None:
    """Never answer."""
    handler.playing.stopping.wait(60)
