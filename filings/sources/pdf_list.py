"""From the rows of a PDF to the rows of its lists: headings that come again or change midway, rows cut by a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from filings.sources.base import LayoutChanged
from filings.sources.pdf import NUMBER_BEGINS, PdfDocument
from filings.sources.rows import Headings, squeezed

# Whether a row of these cells has its number and its date, by its headings.
IsWhole = Callable[[tuple[str, ...], Headings], bool]


@dataclass(frozen=True, slots=True)
class ListRow:
    headings: Headings
    cells: tuple[str, ...]
    fault: str


def list_rows(document: PdfDocument, known: Collection[Headings], is_whole: IsWhole) -> Iterator[ListRow]:
    """The data rows, each with the headings it stands under. Headings are no data, wherever they stand."""
    pending: ListRow | None = None
    headings: Headings = ()
    below_headings = at_top = False
    for row in document.rows:
        at_top, below_headings = at_top or row.is_first_on_page, below_headings and not row.is_first_on_page
        bare = squeezed(row.cells)
        if bare in known:
            if below_headings:
                raise LayoutChanged(f"expected one row of headings on page {row.page}, found two")
            headings, below_headings = bare, True
            continue
        if not headings or bare[0] == "序号":
            raise LayoutChanged(f"expected known headings on page {row.page}, found {' '.join(bare)[:200]}")
        current = ListRow(headings, row.cells, "merged cells" if row.has_merged_cells else "")
        if mended := _mended(pending, current, is_whole) if at_top else None:
            pending = mended
        else:
            if pending:
                yield pending
            pending = current
        at_top = below_headings = False
    if pending:
        yield pending


def _mended(upper: ListRow | None, lower: ListRow, is_whole: IsWhole) -> ListRow | None:
    """A row that the end of a page cut in two stands on both pages; its lower half has neither 序号 nor a number's
    beginning, and makes a whole row with the upper one."""
    if not upper or upper.headings != lower.headings or upper.fault or lower.fault:
        return None
    if len(upper.cells) != len(lower.cells) or lower.cells[0] or any(map(NUMBER_BEGINS.match, lower.cells)):
        return None
    cells = tuple(above + below for above, below in zip(upper.cells, lower.cells, strict=True))
    return replace(upper, cells=cells) if is_whole(cells, upper.headings) else None
