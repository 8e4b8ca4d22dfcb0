"""What every reader hands back, and the two ways in which it refuses: the layout changed, or we are blocked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTH = re.compile(r"(?P<year>20\d\d)年(?P<month>1[0-2]|0?[1-9])月")
REPEATS = "repeats row "
# The regulator's mark for a cancelled number, in the remark column.
CANCELLED_MARK = "已注销"


class LayoutChanged(Exception):
    """The bytes are not laid out as known; the message says what was expected and what was found."""


class TooLarge(LayoutChanged):
    """The file would inflate beyond what is safe to read."""


class Blocked(Exception):
    """A protection page stands where the source should be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted row. `row` counts data rows from 1, `cells` is the row as printed; a column it lacks stays empty.

    Days are written like 2026-05-01. `is_late_entry` marks a row that the source adds to an earlier time (补登), `note`
    says what the reader put right.
    """

    row: int
    number: str
    name: str
    organization: str
    cells: tuple[str, ...] = ()
    role: str = ""
    category: str = ""
    products: str = ""
    purpose: str = ""
    remark: str = ""
    seq: str = ""
    province: str = ""
    filed_on: str = ""
    scenario: str = ""
    cancelled_on: str = ""
    is_late_entry: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that was not taken, with the reason and the row as printed."""

    row: int
    reason: str
    cells: tuple[str, ...]

    @property
    def is_repetition(self) -> bool:
        """Whether the row was left out only because the very same row stands further up."""
        return self.reason.startswith(REPEATS)


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as read: every data row is either an entry or a rejection. `notes` say what else was left aside."""

    title: str
    batch: str
    entries: tuple[Entry, ...]
    rejections: tuple[Rejection, ...]
    saved_at: datetime | None
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return self.accepted + self.rejected

    @property
    def accepted(self) -> int:
        return len(self.entries)

    @property
    def numbers(self) -> list[int]:
        """The running numbers (序号) that it prints; Word lists often leave them to Word."""
        return [int(entry.seq) for entry in self.entries if entry.seq.isdecimal()]

    @property
    def first_number(self) -> int | None:
        return min(self.numbers, default=None)

    @property
    def last_number(self) -> int | None:
        return max(self.numbers, default=None)

    @property
    def rejected(self) -> int:
        return len(self.rejections)


def batch_of(label: str) -> str:
    """The batch that a title or a label names: "清单（2023年8月）" is of "2023-08"; "" where it names none."""
    month = MONTH.search(label)
    return f"{month['year']}-{int(month['month']):02d}" if month else ""
