"""What a person asked for and can't have, with the reason in words."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was changed; str() says why."""
