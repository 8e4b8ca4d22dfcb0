"""E-mail: what stands around a message for one receiver, and a connection that is kept for many."""

from __future__ import annotations

import re
import secrets
import smtplib
from collections.abc import Callable
from email.utils import formatdate, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from filings.models import Delivery, Letter, Message

from . import links, wire

# Stands for what differs from receiver to receiver while the rest is rendered once; nobody outside can know it.
MARK = secrets.token_hex(8)
MARKS = TO, DATE, IDENTIFIER, ANSWERS, NUMBER, PAGE, STOP = tuple(f"{MARK}{letter}" for letter in "tdirnps")
ANY_MARK = re.compile("|".join(MARKS).encode())


class Refused(Exception):
    """The server refused this receiver or message for good."""


class Unconnected(Exception):
    """There is no server, or it went away: no fault of the message."""


class Mailer:
    """Sends mails over one connection, and opens another when that one is lost."""

    def __init__(self) -> None:
        self._connection: Any = None

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def send(self, mail: EmailMessage) -> None:
        """Return when the server has taken it. Raises Refused, Unconnected, or what else went wrong for now."""
        self._trying(lambda connection: connection.send_messages([mail]))

    def send_delivery(self, delivery: Delivery, frame: Frame) -> None:
        """The same for a message to a subscriber, which an SMTP server gets from its frame without being built anew."""

        def hand_over(connection: Any) -> None:
            server = getattr(connection, "connection", None)
            content = frame.content(delivery) if isinstance(server, smtplib.SMTP) else None
            if content is None or server is None:
                connection.send_messages([mail_of_delivery(delivery, frame)])
            else:
                wire.hand_over(server, frame.sender, delivery.subscription.channel.address, content)

        self._trying(hand_over)

    def _trying(self, hand_over: Callable[[Any], object]) -> None:
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            hand_over(self._connection)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError) as error:
            self.hang_up()
            raise Unconnected(_sentence(error)) from error
        except smtplib.SMTPException as error:
            if _is_final(error):
                raise Refused(_sentence(error)) from error
            raise
        except OSError as error:
            self.hang_up()
            raise Unconnected(_sentence(error)) from error


def envelope_sender() -> str:
    """Where bounces go."""
    return parseaddr(settings.BOUNCES_TO or settings.DEFAULT_FROM_EMAIL)[1]


class Frame:
    """A message with all that stands around it, rendered and built once for all its receivers.

    What differs from one to the other is a mark in it that is replaced: built anew each mail would cost more than
    sending it.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        self.sender = envelope_sender()
        # Written by our own templates, which escaped all that the registers say.
        body = mark_safe(message.html)
        context = {"message": message, "number": NUMBER, "page_url": PAGE, "stop_url": STOP, "body": body}
        with override(message.language):
            self.text = render_to_string("alerts/mail.txt", context)
            self.html = render_to_string("alerts/mail.html", context)
        self._marks: list[str] = []
        self._template: bytes | None = None

    def content(self, delivery: Delivery) -> bytes | None:
        """The whole mail as it goes over the wire; None where an encoding has swallowed a mark."""
        if self._template is None:
            self._template = self._cut(is_answer=delivery.answers_id is not None)
        if not self._marks:
            return None
        parts = _parts(delivery)
        return self._template % tuple([parts[mark].encode() for mark in self._marks])

    def _cut(self, *, is_answer: bool) -> bytes:
        """The mail with a gap for each mark, and which marks those are: none where some are missing."""
        built: Any = _mail(self, {mark: mark for mark in MARKS}, is_answer=is_answer).message()
        whole = wire.ready(built.as_bytes(linesep="\r\n"))
        needed = (*(2 * [NUMBER]), *(2 * [PAGE]), *(3 * [STOP]), TO, DATE, IDENTIFIER)
        if all(whole.count(mark.encode()) >= needed.count(mark) for mark in needed):
            self._marks = [mark.decode() for mark in ANY_MARK.findall(whole)]
        return ANY_MARK.sub(b"%b", whole.replace(b"%", b"%%"))


def mail_of_delivery(delivery: Delivery, frame: Frame) -> EmailMessage:
    """The mail of one delivery, the same on every attempt: its Message-ID makes a second copy recognisable."""
    return _mail(frame, _parts(delivery), is_answer=delivery.answers_id is not None)


def _parts(delivery: Delivery) -> dict[str, str]:
    subscription = delivery.subscription
    return {
        TO: subscription.channel.address,
        DATE: formatdate(),
        IDENTIFIER: links.message_id(delivery.pk),
        ANSWERS: links.message_id(delivery.answers_id) if delivery.answers_id else "",
        NUMBER: str(delivery.sequence),
        PAGE: links.page_url(subscription.channel.subscriber),
        STOP: links.stop_url(subscription),
    }


def _mail(frame: Frame, parts: dict[str, str], *, is_answer: bool) -> EmailMultiAlternatives:
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "To": parts[TO],
        "Date": parts[DATE],
        "Message-ID": parts[IDENTIFIER],
        "List-Id": f"China AI Filing Tracker <alerts.{settings.SITE_HOST}>",
        "List-Unsubscribe": f"<{parts[STOP]}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Alert-Number": parts[NUMBER],
    }
    if is_answer:
        headers["In-Reply-To"] = headers["References"] = parts[ANSWERS]
    text, html = _filled(frame.text, parts), _filled(frame.html, parts)
    mail = EmailMultiAlternatives(frame.message.subject, text, envelope_sender(), [parts[TO]], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def mail_of_letter(letter: Letter) -> EmailMessage:
    """A mail of the service itself."""
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": f"<letter-{letter.pk}@{settings.SITE_HOST}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        letter.subject, letter.text, from_email=settings.BOUNCES_TO or None, to=[letter.to], headers=headers
    )


def _filled(text: str, parts: dict[str, str]) -> str:
    for mark, value in parts.items():
        text = text.replace(mark, value)
    return text


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _is_final(error: smtplib.SMTPException) -> bool:
    """Whether the server refused this very receiver or message (5xx); everything else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
