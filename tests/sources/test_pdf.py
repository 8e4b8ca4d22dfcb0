"""PDF files: rows and text of sound ones, and a refusal in words of whatever could hide a row."""

from __future__ import annotations

import tracemalloc
import zlib
from datetime import UTC, datetime

import pytest

from filings.sources.base import Blocked, LayoutChanged, TooLarge
from filings.sources.pdf import INFLATED_LIMIT, PAGE_LIMIT, PAGE_TEXT_LIMIT, open_pdf
from tests.builders import deep_rows, make_deep_docx
from tests.sources.pdfs import SIDEWAYS, UPSIDE_DOWN, PdfPage, make_pdf

TABLE = [("序号", "名称"), ("1", "豆包大模型DeepSeekChat 很长的名称需要在单元格里换行才能写得下"), ("2", "")]
PAGE = PdfPage(["清单", TABLE, "- 1 -"])
SOUND = make_pdf([PAGE])


def refusal(data: bytes) -> str:
    with pytest.raises(LayoutChanged) as refused:
        open_pdf(data)
    return str(refused.value)


def test_rows_lines_and_wrapped_cells() -> None:
    document = open_pdf(make_pdf([PAGE, PdfPage([[("3", "页")]])]))
    assert document.lines == ["清单", "- 1 -"]
    assert [row.cells for row in document.rows] == [*TABLE, ("3", "页")]
    assert [(row.page, row.is_first_on_page) for row in document.rows] == [(1, True), (1, False), (1, False), (2, True)]
    assert not any(row.has_merged_cells for row in document.rows)


def test_spaces_that_spread_chinese_characters_are_none_of_the_text() -> None:
    row = open_pdf(make_pdf([PdfPage([[("宁 夏 回 族", "AI 助手")]])])).rows[0]
    assert row.cells == ("宁夏回族", "AI 助手")


def test_merged_cells_are_marked() -> None:
    rows = open_pdf(make_pdf([PdfPage([[("1", "2", "3"), ("合计", None, "3")]])])).rows
    assert [(row.cells, row.has_merged_cells) for row in rows] == [(("1", "2", "3"), False), (("合计", "", "3"), True)]


@pytest.mark.parametrize(
    ("saved", "moment"),
    [
        ("D:20260109183000+08'00'", datetime(2026, 1, 9, 10, 30, tzinfo=UTC)),
        ("D:20260109183000Z", datetime(2026, 1, 9, 18, 30, tzinfo=UTC)),
        ("D:20260109183000", None),
        ("D:20261309183000Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_save_time(saved: str, moment: datetime | None) -> None:
    assert open_pdf(make_pdf([PAGE], saved=saved)).saved_at == moment


@pytest.mark.parametrize(
    ("rotate", "turn"), [(90, ""), (180, ""), (270, ""), (0, SIDEWAYS), (270, SIDEWAYS), (0, UPSIDE_DOWN)]
)
def test_text_that_is_not_upright_is_refused(rotate: int, turn: str) -> None:
    pages = [PAGE, PdfPage(PAGE.blocks, rotate, turn)]
    assert refusal(make_pdf(pages)) == "expected upright text, found page 2 rotated"


@pytest.mark.parametrize(("rotate", "turn"), [(90, SIDEWAYS), (180, UPSIDE_DOWN)])
def test_page_that_is_shown_upright_is_read(rotate: int, turn: str) -> None:
    turned = open_pdf(make_pdf([PdfPage(PAGE.blocks, rotate, turn)]))
    assert turned.rows == open_pdf(SOUND).rows


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (make_pdf([PAGE], encrypted=True), "found an encrypted one"),
        (make_pdf([]), "expected text, found a PDF without any"),
        (make_pdf([PdfPage([[("", ""), ("", "")]])]), "expected text, found a PDF without any"),
        (make_pdf([PdfPage([], has_picture=True)]), "found only a picture on page 1"),
        (make_pdf([PAGE, PdfPage([], has_picture=True)]), "found only a picture on page 2"),
        (make_pdf([PdfPage(["一段没有表格的文字"])]), "expected a table, found none"),
        (
            make_pdf([PAGE, PdfPage(["网信算备320114586731201240019号"])]),
            "expected all numbers in tables, found on page 2",
        ),
        (
            make_pdf([PAGE, PdfPage(["文心 beijing-WenXin-20230821"])]),
            "expected all numbers in tables, found on page 2",
        ),
        (SOUND[: len(SOUND) // 2], "it breaks off"),
        (SOUND.replace(b"/Root 1 0 R", b"/Loot 1 0 R"), "No /Root object"),
        (SOUND[: SOUND.rindex(b"startxref")] + b"startxref\n1\n%%EOF\n", "its table of contents is broken"),
        (SOUND.replace(b"/Count 1", b"/Count 2"), "some of its pages are missing"),
        (SOUND.replace(b"/Contents 8 0 R", b"/Contents 9 0 R"), "page 1 has no content"),
        (b"", "expected a PDF, found nothing"),
        (b"%PDF-1.7\n%%EOF", "found a damaged one"),
        (make_deep_docx(deep_rows(1)), "expected a PDF, found docx"),
        (b"<html><head><title>404</title></head></html>", "expected a PDF, found html"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_damaged_page_is_not_read_halfway() -> None:
    two = make_pdf([PAGE, PdfPage([[("3", "页")] * 9])])
    place = two.rindex(b"endstream") - 8
    assert "damaged" in refusal(two[:place] + b"\xff\xff" + two[place + 2 :])


def test_protection_page_is_a_block() -> None:
    with pytest.raises(Blocked):
        open_pdf("<html><title>知道创宇云防御-浏览器安全检查</title></html>".encode())


def test_too_many_pages() -> None:
    data = make_pdf([PdfPage([[(str(number),)]]) for number in range(PAGE_LIMIT + 1)])
    with pytest.raises(TooLarge, match="more than 400 pages"):
        open_pdf(data)


def peak_memory(pages: int) -> int:
    data = make_pdf([PdfPage([[("序号", "名称", "编号")] * 30])] * pages)
    open_pdf(data)
    tracemalloc.start()
    open_pdf(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_pages_are_let_go_one_by_one() -> None:
    assert peak_memory(12) < 2 * peak_memory(2)


def test_page_with_too_much_on_it() -> None:
    with pytest.raises(TooLarge, match="on page 1"):
        open_pdf(make_pdf([PdfPage(PAGE.blocks, turn=" " * PAGE_TEXT_LIMIT + "q")]))


def test_stream_that_would_fill_the_memory() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(INFLATED_LIMIT // (1 << 20) + 1)) + packer.flush()
    bomb = b"9 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    assert len(bomb) < 1_000_000
    with pytest.raises(TooLarge, match="inflates to more than 200,000,000 bytes"):
        open_pdf(SOUND.replace(b"xref\n0", bomb + b"xref\n0"))
