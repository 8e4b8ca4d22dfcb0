"""One mail over an open SMTP connection, for mails that are thousands of times nearly the same.

`smtplib.SMTP.sendmail` reads both addresses apart and goes through all lines of the content, for every mail anew. Here
the content comes ready, and the addresses are ones that we have checked. What is said, and what is raised when the
server says no, is the same.
"""

from __future__ import annotations

import contextlib
import re
import smtplib

END = b".\r\n"


def ready(mail: bytes) -> bytes:
    """The mail, with lines that end in CRLF, as it goes over the wire: with dots at the start of lines doubled."""
    return re.sub(rb"(?m)^\.", b"..", mail if mail.endswith(b"\r\n") else mail + b"\r\n") + END


def hand_over(server: smtplib.SMTP, sender: str, to: str, content: bytes) -> None:
    """Return when the server has taken what `ready` made.

    Raises SMTPSenderRefused, SMTPRecipientsRefused, SMTPDataError or SMTPServerDisconnected, and OSError.
    """
    server.ehlo_or_helo_if_needed()
    size = f" SIZE={len(content)}" if server.has_extn("size") else ""
    code, said = server.docmd("MAIL", f"FROM:<{sender}>{size}")
    if code != 250:
        raise _after_no(server, code, smtplib.SMTPSenderRefused(code, said, sender))
    code, said = server.docmd("RCPT", f"TO:<{to}>")
    if code not in (250, 251):
        raise _after_no(server, code, smtplib.SMTPRecipientsRefused({to: (code, said)}))
    code, said = server.docmd("DATA")
    if code == 354:
        server.send(content)
        code, said = server.getreply()
    if code != 250:
        raise _after_no(server, code, smtplib.SMTPDataError(code, said))


def _after_no(server: smtplib.SMTP, code: int, error: smtplib.SMTPException) -> smtplib.SMTPException:
    """The same error, once the connection is fit for the next mail; with 421 the server has closed it."""
    if code == 421:
        server.close()
    else:
        with contextlib.suppress(smtplib.SMTPServerDisconnected):
            server.rset()
    return error
