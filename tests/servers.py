"""Servers that tests talk to: a mail server that can refuse, the tracker's own pages, and the registry replica."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import MissingService, background, free_port, wait_until

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Received:
    """One message as the mail server took it."""

    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class Mailbox:
    """A mail server's side of things: what it took, and how it will treat the next messages."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    plans: deque[str] = field(default_factory=deque)

    @property
    def messages(self) -> list[EmailMessage]:
        return [one.message for one in self.received]

    def refuse(self, times: int = 1, reply: str = "451 try again later") -> None:
        """Refuse the next messages: a reply of 4xx for now, of 5xx for good."""
        self.plans.extend([reply] * times)

    def drop(self, times: int = 1) -> None:
        """Take the next messages, but hang up before saying so."""
        self.plans.extend(["drop"] * times)

    def wait(self, count: int, seconds: float = 30) -> list[EmailMessage]:
        """The messages, once there are `count` of them or the time is over."""
        deadline = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.messages

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        plan = self.plans.popleft() if self.plans else ""
        if plan and plan != "drop":
            return plan
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(Received(envelope.mail_from or "", list(envelope.rcpt_tos), message))
        if plan == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 taken"


@contextlib.contextmanager
def smtp_server(mailbox: Mailbox | None = None) -> Iterator[Mailbox]:
    """A mail server in a thread; `url` is the value for EMAIL_URL."""
    mailbox, port = mailbox or Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    mailbox.url = f"smtp://127.0.0.1:{port}"
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@contextlib.contextmanager
def web_server(env: Mapping[str, str], *, workers: int = 1) -> Iterator[str]:
    """The tracker's pages under gunicorn with this environment; yields their address, which is also their SITE_URL."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "tracker.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    command += ["--workers", str(workers), "--threads", "4", "--chdir", str(ROOT)]
    with tempfile.TemporaryDirectory(prefix="tracker-web-") as folder:
        log = Path(folder) / "log"
        with background(command, env={**env, "SITE_URL": url}, log=log) as process:
            try:
                wait_until(lambda: request(url, "/healthz/")[0] > 0, "gunicorn", process)
            except RuntimeError as error:
                raise RuntimeError(f"{error}:\n{log.read_text()}") from error
            yield url


def request(url: str, path: str, *, method: str = "GET", body: str = "") -> tuple[int, bytes]:
    """Status and body of one plain request; status 0 when nobody answers."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    with contextlib.closing(connection):
        try:
            connection.request(method, path, body or None)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 0, b""


@dataclass(frozen=True)
class Replica:
    """The running stand-in of the regulator's site, with the official files."""

    url: str

    def move(self, day: str) -> None:
        """Show the site of this day, such as "2024-08-20"."""
        self._control(at=day)

    def fault(self, name: str, path: str = "") -> None:
        """Misbehave below this path, or everywhere; an empty name ends it."""
        self._control(fault=name, path=path)

    def _control(self, **command: str) -> None:
        status, answer = request(self.url, "/__control", method="POST", body=json.dumps(command))
        assert status == 200, answer.decode()


@contextlib.contextmanager
def replica(at: str = "") -> Iterator[Replica]:
    """The replica on a free port, showing the newest day or the one given."""
    script = SHARED / "replica" / "serve.py"
    if not script.exists():
        raise MissingService("the registry replica is not beside this checkout")
    port = free_port()
    command = [sys.executable, str(script), "--port", str(port), *(["--at", at] if at else [])]
    with background(command) as process:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: request(url, "/__control")[0] == 200, "the replica", process)
        yield Replica(url)
