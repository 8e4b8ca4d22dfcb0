"""What a sender has sent of its batch and not yet noted in the database: a line per message, in a file of its own.

To note each mail in its row before the next costs several times what sending it does. So a sender notes many rows in
one statement, about once a second, and until then in a file, which outlives it however it dies. Whoever sweeps up after
a dead sender reads that file first (`left_behind`), so that what it had sent is not sent again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

FORGOTTEN_AFTER_SECONDS = 7 * 86_400


def _path(claim: str) -> Path:
    return Path(settings.DATA_DIR) / "outbox" / hashlib.sha256(claim.encode()).hexdigest()[:32]


class Journal:
    """The file of one claim, open while its batch is sent. It is opened first, so that nothing is sent without it."""

    def __init__(self, claim: str) -> None:
        self._path = _path(claim)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab", buffering=0)

    def __enter__(self) -> Self:
        return self

    def add(self, pk: int) -> None:
        """The other side took this one."""
        self._file.write(f"{pk}\n".encode())

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """When all went well every line is in the database, and the file has done its work."""
        self._file.close()
        if kind is None:
            self._path.unlink(missing_ok=True)


def left_behind(claim: str) -> Sequence[int]:
    """What the dead sender of this claim had sent. A line that it died in the middle of does not count."""
    try:
        lines = _path(claim).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    return [int(line) for line in lines if line.isdigit()]


def forget(claim: str) -> None:
    """What this file says is in the database now."""
    _path(claim).unlink(missing_ok=True)


def forget_old() -> None:
    """Files that nobody asked for any more: their sender died after it had noted everything."""
    for path in (Path(settings.DATA_DIR) / "outbox").glob("*"):
        if time.time() - path.stat().st_mtime > FORGOTTEN_AFTER_SECONDS:
            path.unlink(missing_ok=True)
