"""What goes over the wire, beside what smtplib itself says to the same server."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

from filings.alerts import wire

SENDER, TO = "alerts@example.org", "reader@example.org"
MAIL = b"Subject: filed\r\n\r\none\r\n.two\r\n..three\r\n.\r\n100 % of it\r\n"


class Server(ThreadingTCPServer):
    """Answers as the test says, and keeps every line it hears."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.replies: dict[bytes, bytes] = {}
        self.heard: list[bytes] = []


class Conversation(StreamRequestHandler):
    """One connection: greets, answers, and hangs up after 221 or 421."""

    def handle(self) -> None:
        self.say(b"220 here")
        while line := self.hear():
            command = line[:4].strip().upper()
            normal = {b"EHLO": b"250-here\r\n250 SIZE 1000000", b"DATA": b"354 go on", b"QUIT": b"221 bye"}.get(
                command, b"250 yes"
            )
            reply = self.say(self.server.replies.get(command, normal))
            if reply.startswith(b"354"):
                while self.hear() not in (b".\r\n", b""):
                    pass
                reply = self.say(self.server.replies.get(b".", b"250 taken"))
            if reply.startswith((b"221", b"421")):
                return

    server: Server

    def hear(self) -> bytes:
        line = self.rfile.readline()
        self.server.heard.append(line)
        return line

    def say(self, reply: bytes) -> bytes:
        self.wfile.write(reply + b"\r\n")
        return reply


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def told(server: Server, send: Any) -> tuple[str, list[bytes]]:
    """What came of sending a mail and then another over the same connection, and what the server heard."""
    server.heard.clear()
    outcomes = []
    with smtplib.SMTP("127.0.0.1", server.server_address[1], timeout=10) as connection:
        for _ in range(2):
            try:
                send(connection)
                outcomes.append("taken")
            except smtplib.SMTPException as error:
                outcomes.append(f"{type(error).__name__} {error.args}")
    return " | ".join(outcomes), [line for line in server.heard if line]


def by_smtplib(mail: bytes) -> Any:
    return lambda connection: connection.sendmail(SENDER, [TO], mail)


def by_us(mail: bytes) -> Any:
    return lambda connection: wire.hand_over(connection, SENDER, TO, wire.ready(mail))


@pytest.mark.parametrize("mail", [MAIL, MAIL.removesuffix(b"\r\n"), b".", b"", "备案\r\n".encode()])
def test_the_server_hears_the_same_mail(server, mail):
    outcome, heard = told(server, by_us(mail))
    theirs_outcome, theirs = told(server, by_smtplib(mail))
    assert outcome == theirs_outcome == "taken | taken"

    def lines(conversation: list[bytes]) -> list[bytes]:
        # Commands may be in either case, and a size is said of what goes over the wire.
        return [line.split(b" SIZE=")[0].split(b" size=")[0].lower() for line in conversation]

    assert lines(heard) == lines(theirs)
    assert sum(b" SIZE=" in line for line in heard) == 2


@pytest.mark.parametrize("reply", [b"451 later", b"550 never", b"421 closing"])
@pytest.mark.parametrize("command", [b"MAIL", b"RCPT", b"."])
def test_a_no_is_the_same_error_and_the_next_mail_may_follow(server, command, reply):
    server.replies[command] = reply
    outcome, heard = told(server, by_us(MAIL))
    assert outcome == told(server, by_smtplib(MAIL))[0]
    assert "SMTP" in outcome
    # After a no the server has forgotten the mail, unless it hung up.
    assert (b"rset\r\n" in heard) == (not reply.startswith(b"421"))


def test_a_server_that_wants_no_content_now(server):
    server.replies[b"DATA"] = b"451 busy"
    outcome, heard = told(server, by_us(MAIL))
    assert outcome == "SMTPDataError (451, b'busy') | SMTPDataError (451, b'busy')"
    assert b".two\r\n" not in heard


def test_a_server_that_hangs_up_while_it_says_no(server):
    server.replies |= {b"RCPT": b"550 never", b"RSET": b"221 bye"}
    outcome, _heard = told(server, by_us(MAIL))
    assert outcome.startswith("SMTPRecipientsRefused")
    assert "SMTPServerDisconnected" in outcome
