"""How notices and lists are recognised again: by what they are called, because their addresses change."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from filings.text import name_key

# As long as their columns; what a reader sees is cut, what tells documents apart as good as never.
KEY_LENGTH = 400
LABEL_LENGTH = 300
# What feeds and senders add to the address of an article, and what does not make it another one.
TRACKING = re.compile(r"utm_\w+|f|from|ref|src|spm|fbclid|gclid|cmpid|share\w*")


def notice_key(title: str, published_on: dt.date) -> str:
    """A notice is known by its title and day; one has been seen under two addresses."""
    return f"notice:{published_on}:{name_key(title)}"[:KEY_LENGTH]


def list_key(series: str, label: str) -> str:
    """A list is known by its series and label; the address of the same file changes all the time."""
    return f"list:{series}:{name_key(label)}"[:KEY_LENGTH]


def article_key(url: str, story: str = "") -> str:
    """An article is known by its address, apart from tracking; one of the stories of a digest by its heading too."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])]
    address = f"{host}{parts.path.rstrip('/')}?{urlencode(sorted(query))}".removesuffix("?")
    return bounded(f"article:{address}#{name_key(story)}" if story else f"article:{address}")


def bounded(key: str) -> str:
    """The key itself, or its beginning with a digest of the whole where no column could hold it."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 17]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"
