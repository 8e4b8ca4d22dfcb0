"""E-mail addresses as people type them, in the one spelling in which they are stored and compared."""

from __future__ import annotations

import contextlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254


def normalised(typed: str) -> str:
    """Lower case, the domain in ASCII. Raises ValueError for what is no address, such as one with a line break."""
    address = typed.strip()
    name, _at, domain = address.rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    address = f"{name}@{domain}".lower()
    if len(address) > LONGEST or any(ord(character) < 33 for character in address) or not address.isascii():
        raise ValueError("not an e-mail address that we can write to")
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError("not an e-mail address") from error
    return address
