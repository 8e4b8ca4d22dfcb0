"""Reader of Word files: the rows of their tables, the paragraphs above, and when they were saved.

It goes through zipfile and lxml directly: python-docx parses every part of the package and lays tables out on a grid,
which takes longer and shows the text of a merged cell twice. Rows and cells are read here as they are written.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.sniff import is_protection_page, media_type

# What one file may hold when inflated, by its own account; what one part of it may hold; and how many tags and
# attributes that part may have, since each costs up to 200 bytes of memory, however short it is. The longest list so
# far has 6.5 MB and half a million of them.
PACKAGE_LIMIT = 200_000_000
PART_LIMIT = 32_000_000
MARKUP_LIMIT = 1_500_000
CHUNK = 1 << 20

DOCUMENT = "word/document.xml"
CORE = "docProps/core.xml"
MODIFIED = "{http://purl.org/dc/terms/}modified"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE, ROW, CELL, PARAGRAPH, RUN, TEXT = (_W + name for name in ("tbl", "tr", "tc", "p", "r", "t"))
MARKS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": "\t", _W + "noBreakHyphen": "-"}
# Text that Word keeps but does not show: what a tracked change removed or moved away, and a second spelling of a shape.
HIDDEN = (_W + "del", _W + "moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")

# All that a damaged or hostile archive has been seen to raise.
UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class WordDocument:
    """`tables` holds, for each table, its rows, and for each row the text of its cells."""

    tables: list[list[list[str]]]
    paragraphs: list[str]
    saved_at: datetime | None


def open_word(data: bytes) -> WordDocument:
    """The readable parts of a Word file; anything but a sound and safe one is an error."""
    if is_protection_page(data):
        raise Blocked("a protection page stands where the Word file should be")
    if (kind := media_type(data)) not in ("docx", "zip"):
        raise LayoutChanged(f"expected a Word file, found {'nothing' if kind == 'empty' else kind}")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            document, core = _parts(archive)
    except UNREADABLE as error:
        raise LayoutChanged(
            f"expected a whole Word file, found a damaged one: {str(error) or 'it breaks off'}"
        ) from None
    for hidden in list(document.iter(*HIDDEN)):
        hidden.clear(keep_tail=True)
    return WordDocument(
        tables=[_rows(table) for table in document.iter(TABLE) if _nearest(table, CELL) is None],
        paragraphs=list(_paragraphs_above(document)),
        saved_at=_saved_at(core),
    )


def _parts(archive: ZipFile) -> tuple[Any, Any]:
    """The trees of the document and of its core properties, which a file need not have."""
    if sum(member.file_size for member in archive.infolist()) > PACKAGE_LIMIT:
        raise TooLarge(f"expected a Word file, found an archive that inflates to more than {PACKAGE_LIMIT:,} bytes")
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in archive.infolist()):
        raise LayoutChanged("expected a Word file, found an archive packed in a way that Word does not use")
    names = archive.namelist()
    if DOCUMENT not in names:
        raise LayoutChanged(f"expected {DOCUMENT} in the file, found no such part")
    return _tree(archive, DOCUMENT), _tree(archive, CORE) if CORE in names else None


def _tree(archive: ZipFile, name: str) -> Any:
    """One part, parsed while it is inflated, so that neither its text nor a lie about its size fills the memory."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    inflated = markup = 0
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                inflated += len(chunk)
                markup += chunk.count(b"<") + chunk.count(b"=")
                if inflated > PART_LIMIT or markup > MARKUP_LIMIT:
                    raise TooLarge(f"expected a list, found a {name} that is too large to be one")
                parser.feed(chunk)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise LayoutChanged(f"expected XML in {name}, found: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise LayoutChanged(f"{name} declares a DTD, which no Word file does")
    return root


def _rows(table: Any) -> list[list[str]]:
    """The rows of this table and not of one within it, whatever Word wrapped around them (w:sdt, w:ins …)."""
    return [
        [_text(cell) for cell in row.iter(CELL) if _nearest(cell, ROW) is row]
        for row in table.iter(ROW)
        if _nearest(row, TABLE) is table
    ]


def _nearest(element: Any, tag: str) -> Any:
    """The closest ancestor with this tag, or None."""
    parent = element.getparent()
    while parent is not None and parent.tag != tag:
        parent = parent.getparent()
    return parent


def _text(block: Any) -> str:
    """The visible text: a newline between paragraphs and for a line break, a tab for a tab."""
    pieces: list[str] = []
    paragraphs = 0
    for element in block.iter(PARAGRAPH, TEXT, *MARKS):
        if element.tag == TEXT:
            pieces.append(element.text or "")
        elif element.tag == PARAGRAPH:
            paragraphs += 1
            if paragraphs > 1:
                pieces.append("\n")
        elif element.getparent().tag == RUN:  # A tab stop in the properties of a paragraph has the same name.
            pieces.append(MARKS[element.tag])
    return "".join(pieces)


def _paragraphs_above(document: Any) -> Iterator[str]:
    for element in document.iter(PARAGRAPH, TABLE):
        if element.tag == TABLE:
            return
        yield _text(element)


def _saved_at(core: Any) -> datetime | None:
    """When Word last saved the file; a time without a zone is no moment."""
    try:
        saved = datetime.fromisoformat(core.findtext(MODIFIED) or "") if core is not None else None
    except ValueError:
        return None
    return saved.astimezone(UTC) if saved and saved.tzinfo else None
