"""How notices and lists are recognised again: by what they are called, because their addresses change."""

from __future__ import annotations

import datetime as dt

from filings.text import name_key

# As long as their columns; what a reader sees is cut, what tells documents apart as good as never.
KEY_LENGTH = 400
LABEL_LENGTH = 300


def notice_key(title: str, published_on: dt.date) -> str:
    """A notice is known by its title and day; one has been seen under two addresses."""
    return f"notice:{published_on}:{name_key(title)}"[:KEY_LENGTH]


def list_key(series: str, label: str) -> str:
    """A list is known by its series and label; the address of the same file changes all the time."""
    return f"list:{series}:{name_key(label)}"[:KEY_LENGTH]
