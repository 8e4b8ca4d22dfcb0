"""E-mail: what stands around a message for one receiver, and a connection that is kept for many."""

from __future__ import annotations

import secrets
import smtplib
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from filings.models import Delivery, Letter, Message

from . import links

# Stands for what differs from receiver to receiver while the rest is rendered once; nobody outside can know it.
MARK = secrets.token_hex(8)
NUMBER, PAGE, STOP = f"{MARK}n", f"{MARK}p", f"{MARK}s"


class Refused(Exception):
    """The server refused this receiver or message for good."""


class Unconnected(Exception):
    """There is no server, or it went away: no fault of the message."""


class Mailer:
    """Sends mails over one connection, and opens another when that one is lost."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Mailer:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def send(self, mail: EmailMessage) -> None:
        """Return when the server has taken it. Raises Refused, Unconnected, or what else went wrong for now."""
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            self._connection.send_messages([mail])
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


class Frame:
    """A message with all that stands around it, rendered once for all its receivers."""

    def __init__(self, message: Message) -> None:
        self.message = message
        # Written by our own templates, which escaped all that the registers say.
        body = mark_safe(message.html)
        context = {"message": message, "number": NUMBER, "page_url": PAGE, "stop_url": STOP, "body": body}
        with override(message.language):
            self.text = render_to_string("alerts/mail.txt", context)
            self.html = render_to_string("alerts/mail.html", context)


def mail_of_delivery(delivery: Delivery, frame: Frame) -> EmailMessage:
    """The mail of one delivery, the same on every attempt: its Message-ID makes a second copy recognisable."""
    subscription = delivery.subscription
    stop = links.stop_url(subscription)
    parts = {NUMBER: str(delivery.sequence), PAGE: links.page_url(subscription.channel.subscriber), STOP: stop}
    mail = EmailMultiAlternatives(
        frame.message.subject,
        _filled(frame.text, parts),
        from_email=settings.BOUNCES_TO or None,
        to=[subscription.channel.address],
        headers=_headers(delivery, stop),
    )
    mail.attach_alternative(_filled(frame.html, parts), "text/html")
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


def _headers(delivery: Delivery, stop: str) -> dict[str, str]:
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": links.message_id(delivery.pk),
        "List-Id": f"China AI Filing Tracker <alerts.{settings.SITE_HOST}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Alert-Number": str(delivery.sequence),
    }
    if delivery.answers_id:
        headers["In-Reply-To"] = headers["References"] = links.message_id(delivery.answers_id)
    return headers


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
