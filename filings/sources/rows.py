"""What all lists have in common, whatever kind of file they come in: each row is judged by itself, and none is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from filings.sources.base import REPEATS, Entry, ReadList, Rejection, TooLarge, batch_of
from filings.text import squeeze

# All lists together have 10,000 rows; one that claims this many is no list of ours.
ROW_LIMIT = 50_000

Headings = tuple[str, ...]
# From the row as printed, and the same without whitespace, to an entry or to the reason why it is none.
Judge = Callable[[int, tuple[str, ...], tuple[str, ...], Headings], Entry | str]


@dataclass(slots=True)
class Ledger:
    """Takes the rows of one list, one by one."""

    judge: Judge
    entries: list[Entry] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def take(self, row: int, cells: tuple[str, ...], headings: Headings, *, fault: str = "") -> None:
        """`row` is the row's place in the file, from 1; `fault` is what the file itself already shows to be wrong."""
        if row > ROW_LIMIT:
            raise TooLarge(f"expected a list, found more than {ROW_LIMIT:,} rows")
        bare = squeezed(cells)
        reason = fault or structural_fault(bare, headings) or self._repetition(bare, row)
        verdict = reason or self.judge(row, cells, bare, headings)
        if isinstance(verdict, Entry):
            self.entries.append(verdict)
        else:
            self.rejections.append(Rejection(row, verdict, cells))

    def as_list(self, title: str, saved_at: datetime | None, notes: tuple[str, ...] = ()) -> ReadList:
        return ReadList(title, batch_of(title), tuple(self.entries), tuple(self.rejections), saved_at, notes)

    def _repetition(self, bare: tuple[str, ...], row: int) -> str:
        """The first column is a running number, which a row printed twice has anew."""
        first = self.seen.setdefault(bare[1:], row)
        return f"{REPEATS}{first}" if first != row else ""


def structural_fault(bare: tuple[str, ...], headings: Headings) -> str:
    if not any(bare):
        return "empty row"
    if len(bare) != len(headings):
        return f"{len(bare)} cells instead of {len(headings)}"
    return "header repeated" if bare == headings else ""


def squeezed(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(squeeze, cells))
