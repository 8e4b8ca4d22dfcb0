"""Writes small PDF files for tests: lines of text and ruled tables with wrapped cells, as office programs do."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 595, 842, 36
FONT_SIZE, LINE_HEIGHT, PADDING = 9, 12, 3

# A cell that is None is merged into the one to its left.
Row = Sequence[str | None]
Table = Sequence[Row]

# `turn` is what the file does to the whole page, `rotate` what it asks the program that shows it to do.
UPSIDE_DOWN = f"-1 0 0 -1 {WIDTH} {HEIGHT} cm"
SIDEWAYS = f"0 1 -1 0 {WIDTH} 0 cm"

PICTURE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
FONT = b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
# Chinese characters are as wide as the font is high, ASCII half as wide.
CID_FONT = (
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -200/CapHeight 700/StemV 80>>/DW 1000/W[32 126 500]>>"
)


@dataclass(frozen=True, slots=True)
class PdfPage:
    """Lines and tables, from top to bottom."""

    blocks: Sequence[str | Table]
    rotate: int = 0
    turn: str = ""
    has_picture: bool = False


def make_pdf(pages: Sequence[PdfPage], *, saved: str = "", encrypted: bool = False) -> bytes:
    """A PDF of these pages; the same pages always give the same bytes. An encrypted one wants an unknown password."""
    first = 7
    kids = b" ".join(b"%d 0 R" % (first + 2 * place) for place in range(len(pages)))
    drawn = [_drawn(page) for page in pages]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        FONT,
        CID_FONT,
        _stream(_to_unicode(pages)),
        PICTURE + b"\nstream\n\x00\nendstream",
    ]
    for place, (page, content) in enumerate(zip(pages, drawn, strict=True)):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</P 6 0 R>>>>>>"
            % (WIDTH, HEIGHT, page.rotate, first + 2 * place + 1)
        )
        objects.append(_stream(content.encode()))
    trailer = b"/Info<</ModDate(%s)>>" % saved.encode() if saved else b""
    if encrypted:
        trailer += b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"12" * 32, b"34" * 32)
    return _file(objects, trailer)


def list_pdf(headings: Row, rows: Table, *, title: str = "生成式人工智能服务已备案信息", per_page: int = 12) -> bytes:
    """A list under one row of headings that goes on over the pages without them."""
    pages = [[headings, *rows[:per_page]]]
    pages += [list(rows[start : start + per_page]) for start in range(per_page, len(rows), per_page)]
    return make_pdf([PdfPage([title, table] if table is pages[0] else [table]) for table in pages])


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)


def _to_unicode(pages: Sequence[PdfPage]) -> bytes:
    """Each character is its own code, but readers only believe a table that says so."""
    used = sorted({character for page in pages for text in _texts(page) for character in text if character != "\n"})
    lines = "\n".join(f"<{ord(character):04x}> <{ord(character):04x}>" for character in used)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
    ).encode()


def _texts(page: PdfPage) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (cell for row in block for cell in row if cell)


def _drawn(page: PdfPage) -> str:
    top = HEIGHT - MARGIN
    operations = [page.turn, "q 300 0 0 300 50 50 cm /P Do Q" if page.has_picture else ""]
    for block in page.blocks:
        if isinstance(block, str):
            operations.append(_text(block, MARGIN, top - LINE_HEIGHT))
            top -= 2 * LINE_HEIGHT
            continue
        for row in block:
            drawn, height = _row(row, top)
            operations.extend(drawn)
            top -= height
        top -= LINE_HEIGHT
    assert top > 0, "the page is full"
    return "\n".join(filter(None, operations))


def _row(row: Row, top: int) -> tuple[list[str], int]:
    """The operations that draw a row, and its height."""
    width = (WIDTH - 2 * MARGIN) // len(row)
    spans = [(place, _span(row, place)) for place, cell in enumerate(row) if cell is not None]
    wrapped = {place: _wrapped(row[place] or "", width * span - 2 * PADDING) for place, span in spans}
    height = max(map(len, wrapped.values())) * LINE_HEIGHT + 2 * PADDING
    operations = []
    for place, span in spans:
        left = MARGIN + place * width
        operations.append(f"{left} {top - height} {width * span} {height} re S")
        for number, line in enumerate(wrapped[place], start=1):
            operations.append(_text(line, left + PADDING, top - number * LINE_HEIGHT))
    return operations, height


def _span(row: Row, place: int) -> int:
    following = 1
    while place + following < len(row) and row[place + following] is None:
        following += 1
    return following


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for character in text:
        if character == "\n" or sum(map(_width, lines[-1] + character)) > width:
            lines.append("")
        if character != "\n":
            lines[-1] += character
    return lines


def _width(character: str) -> float:
    return FONT_SIZE if ord(character) > 126 else FONT_SIZE / 2


def _text(line: str, left: int, base: int) -> str:
    codes = "".join(f"{ord(character):04x}" for character in line)
    return f"BT /F {FONT_SIZE} Tf 1 0 0 1 {left} {base} Tm <{codes}> Tj ET" if line else ""
