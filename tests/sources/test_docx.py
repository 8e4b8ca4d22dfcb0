"""The reader of Word files: rows as written whatever stands around them, and nothing from a damaged or hostile file."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from filings.sources import docx
from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.docx import open_word
from tests.builders import cell_xml, make_package, make_word, paragraph_xml, row_xml, table_xml

ROOT = Path(__file__).resolve().parents[2]
FALLBACK = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def rows_of(body: str) -> list[list[str]]:
    return open_word(make_word(body)).tables[0]


def cell_of(inner: str) -> str:
    return rows_of(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")[0][0]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_rows_and_cells_are_read_as_written() -> None:
    assert rows_of(table_xml([["a", "b"], ["c"]])) == [["a", "b"], ["c"]]


def test_merged_cell_is_one_cell() -> None:
    merged = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph_xml("wide") + "</w:tc>"
    assert rows_of(f"<w:tbl><w:tr>{cell_xml('a')}{merged}{cell_xml('c')}</w:tr></w:tbl>") == [["a", "wide", "c"]]


def test_paragraphs_breaks_and_tabs_are_kept() -> None:
    assert cell_of(paragraph_xml("one") + paragraph_xml("two") + paragraph_xml("")) == "one\ntwo\n"
    assert cell_of("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:cr/></w:r></w:p>") == "a\nb\tc\n"
    assert cell_of("<w:p><w:r><w:t>wi</w:t><w:noBreakHyphen/><w:t>fi</w:t></w:r></w:p>") == "wi-fi"


def test_tab_stop_of_a_paragraph_is_no_tab() -> None:
    assert cell_of(f"<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>{run('a')}</w:p>") == "a"


def test_text_in_pieces_is_joined() -> None:
    assert (
        cell_of(f"<w:p>{run('网信')}<w:hyperlink>{run('算备')}</w:hyperlink><!-- x -->{run('1')}</w:p>") == "网信算备1"
    )
    assert cell_of("<w:p><w:r><w:t>网信<!-- remark -->算备</w:t></w:r></w:p>") == "网信算备"


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = "<w:del><w:r><w:br/><w:delText>old</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('gone')}</w:moveFrom>"
    assert cell_of(f"<w:p>{deleted}{moved}<w:ins>{run('new')}</w:ins></w:p>") == "new"


def test_second_spelling_of_a_shape_is_not_read() -> None:
    choice = f"<mc:AlternateContent {FALLBACK}><mc:Choice>{run('a')}</mc:Choice><mc:Fallback>{run('a')}</mc:Fallback>"
    assert cell_of(f"<w:p>{choice}</mc:AlternateContent></w:p>") == "a"


@pytest.mark.parametrize("wrapper", ["sdt", "ins", "customXml", "unheardOf"])
def test_wrapped_rows_and_cells_are_not_lost(wrapper: str) -> None:
    opening, closing = f"<w:{wrapper}><w:sdtContent>", f"</w:sdtContent></w:{wrapper}>"
    body = (
        f"<w:tbl>{row_xml('a')}{opening}{row_xml('b')}{closing}<w:tr>{opening}{cell_xml('c')}{closing}</w:tr></w:tbl>"
    )
    assert rows_of(body) == [["a"], ["b"], ["c"]]
    assert rows_of(f"{opening}{body}{closing}") == [["a"], ["b"], ["c"]]


def test_table_within_a_cell_is_text_of_that_cell() -> None:
    inner = table_xml([["x", "y"]])
    assert rows_of(f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc>{cell_xml('b')}</w:tr></w:tbl>") == [["x\ny\n", "b"]]


def test_paragraphs_above_the_first_table() -> None:
    document = open_word(
        make_word(paragraph_xml("附件") + paragraph_xml("清单") + table_xml([["a"]]) + paragraph_xml("x"))
    )
    assert document.paragraphs == ["附件", "清单"]


def test_time_of_the_last_save_is_in_utc() -> None:
    saved = datetime(2024, 1, 5, 15, 3, 25, tzinfo=timezone(timedelta(hours=8)))
    found = open_word(make_word("", saved=saved)).saved_at
    assert found == saved
    assert found.tzinfo is UTC


@pytest.mark.parametrize("text", ["", "yesterday", "2024-01-05T07:03:25"])
def test_time_of_the_last_save_is_never_guessed(text: str) -> None:
    core = f'<a xmlns:d="http://purl.org/dc/terms/"><d:modified>{text}</d:modified></a>'
    data = make_package({"word/document.xml": "<a/>", "docProps/core.xml": core})
    assert open_word(data).saved_at is None
    assert open_word(make_word("", saved=None)).saved_at is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "found nothing"),
        (b"<html><body>\xe6\x96\x87\xe4\xbb\xb6\xe4\xb8\x8d\xe5\xad\x98\xe5\x9c\xa8</body></html>", "found html"),
        (b"%PDF-1.7", "found pdf"),
        (b"\x00\x01\x02", "found unknown"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (make_package({"xl/workbook.xml": "<a/>"}), "found xlsx"),
        (make_package({"readme.txt": "hello"}), "no such part"),
        (make_package({"word/document.xml": ""}), "expected XML"),
        (make_package({"word/document.xml": "<a><b></a>"}), "expected XML"),
        (make_word("<w:p>" * 1000), "expected XML"),
    ],
)
def test_other_files_are_refused_in_words(data: bytes, message: str) -> None:
    with pytest.raises(LayoutChanged, match=message):
        open_word(data)


def test_protection_page_in_place_of_a_file_is_a_block() -> None:
    with pytest.raises(Blocked):
        open_word("<html><title>知道创宇云防御-浏览器安全检查</title></html>".encode())


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_truncated_file_is_refused(part: float) -> None:
    whole = make_word(table_xml([["a"] * 8] * 50))
    with pytest.raises(LayoutChanged, match="damaged"):
        open_word(whole[: int(len(whole) * part)])


def test_damage_anywhere_is_noticed_or_harmless() -> None:
    whole = make_word(table_xml([["网信算备"] * 8] * 5))
    good, dice = open_word(whole), random.Random(2023)
    refused = 0
    for _ in range(500):
        damaged = bytearray(whole)
        damaged[dice.randrange(len(whole))] ^= dice.randrange(1, 256)
        try:
            assert open_word(bytes(damaged)).tables == good.tables
        except LayoutChanged:
            refused += 1
    assert refused > 100


def test_packing_that_word_does_not_use_is_refused() -> None:
    whole = bytearray(make_word(""))
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", whole, whole.index(signature) + place, zipfile.ZIP_LZMA)
    with pytest.raises(LayoutChanged, match="packed in a way"):
        open_word(bytes(whole))


DTDS = {
    "external entity": '<!DOCTYPE w:document [<!ENTITY leak SYSTEM "file:///etc/passwd">]>',
    "internal entity": '<!DOCTYPE w:document [<!ENTITY leak "leak">]>',
    "unused": "<!DOCTYPE w:document>",
    "elsewhere": '<!DOCTYPE w:document SYSTEM "file:///etc/passwd">',
}


@pytest.mark.parametrize("doctype", DTDS.values(), ids=DTDS.keys())
def test_declared_dtd_is_refused(doctype: str) -> None:
    entity = "&leak;" if "leak" in doctype else ""
    with pytest.raises(LayoutChanged, match="declares a DTD"):
        open_word(make_word(f"<w:p><w:r><w:t>{entity}</w:t></w:r></w:p>", doctype=doctype))


def test_declared_dtd_is_refused_in_the_properties_too() -> None:
    with pytest.raises(LayoutChanged, match=r"core\.xml declares a DTD"):
        open_word(make_package({"word/document.xml": "<a/>", "docProps/core.xml": "<!DOCTYPE a><a/>"}))


def test_entities_within_entities_do_not_unfold() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 100}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE w:document [<!ENTITY e0 "{"x" * 100}">{layers}]>'
    with pytest.raises(LayoutChanged):
        open_word(make_word('<w:p w:x="&e8;"><w:r><w:t>&e8;</w:t></w:r></w:p>', doctype=doctype))


def test_archive_that_announces_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "PACKAGE_LIMIT", 10_000)
    media: dict[str, str | bytes] = {"word/document.xml": "<a/>", "word/media/image1.png": bytes(11_000)}
    with pytest.raises(TooLarge, match="more than 10,000 bytes"):
        open_word(make_package(media))


BOMBS = {
    "text": (paragraph_xml("0" * 2_000_000), 20),
    "elements": ("<w:a/>", 1_500_001),
    "attributes": ('<w:a b="" c="" d="" e="" f="" g="" h="" i=""/>', 250_000),
}
# The peak of this process alone: the figure that the resource module gives begins with that of the parent.
MEASURE = """
import sys
from pathlib import Path
from filings.sources.docx import TooLarge, open_word
try:
    open_word(Path(sys.argv[1]).read_bytes())
except TooLarge as error:
    print(error)
    print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell the peak of a process")
@pytest.mark.parametrize(("piece", "count"), BOMBS.values(), ids=BOMBS.keys())
def test_document_that_would_fill_the_memory_is_not_read(piece: str, count: int, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.docx"
    bomb.write_bytes(make_word(piece * count))
    command = [sys.executable, "-c", MEASURE, str(bomb)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    message, peak_kb = answer.splitlines()
    assert "too large to be one" in message
    assert int(peak_kb) < 400_000


def test_lie_about_the_size_is_found_out() -> None:
    data = bytearray(make_word(paragraph_xml("0" * 5_000_000)))
    directory_entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    struct.pack_into("<I", data, directory_entry + 24, 500)
    with pytest.raises(LayoutChanged, match="damaged"):
        open_word(bytes(data))
