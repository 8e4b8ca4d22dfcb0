"""Pages decoded as they declare, refused where that gives nonsense."""

from __future__ import annotations

import pytest

from filings.sources.base import Blocked, LayoutChanged
from filings.sources.page import decode_page, only, parse_page

TEXT = "深圳㙍科技"


def page(charset: str = "", text: str = TEXT) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("name", ["gb2312", "GBK", "gb18030"])
def test_old_names_of_gb18030(name: str) -> None:
    assert TEXT in decode_page(page(name).encode("gb18030"))
    assert TEXT in decode_page(page().encode("gb18030"), f"text/html; charset={name}")


def test_header_wins_over_meta_and_utf8_is_assumed() -> None:
    assert TEXT in decode_page(page("gb2312").encode(), 'text/html; charset="UTF-8"')
    assert TEXT in decode_page(page().encode(), "text/html")
    assert decode_page(b"\xef\xbb\xbf" + page("gb2312").encode()) == page("gb2312")


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "big5", "utf-99"])
def test_encodings_that_cannot_be_meant_are_refused(charset: str) -> None:
    with pytest.raises(LayoutChanged, match=f"found the charset {charset}"):
        decode_page(page().encode(), f"text/html; charset={charset}")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected text in utf-8"):
        decode_page(page().encode("gb18030"))
    with pytest.raises(LayoutChanged, match="expected text in gb18030"):
        decode_page(b"<html>\xff\xff", "text/html; charset=gb2312")
    with pytest.raises(LayoutChanged, match="expected text"):
        decode_page(b"<html>\x00</html>")


@pytest.mark.parametrize(
    ("data", "found"), [(b"", "nothing"), (b"{}", "json"), (b"%PDF-1", "pdf"), (b"\x00", "bytes of no known type")]
)
def test_what_is_no_page_is_refused(data: bytes, found: str) -> None:
    with pytest.raises(LayoutChanged, match=f"expected an HTML page, found {found}"):
        parse_page(data)


def test_protection_page_is_a_block() -> None:
    with pytest.raises(Blocked):
        parse_page(page(text="浏览器安全检查").encode())


def test_only_wants_exactly_one() -> None:
    soup = parse_page(b"<html><DIV id=BodyLabel><p>a</p><p>b</p></DIV></html>")
    assert only(soup, "#BodyLabel").get_text() == "ab"
    with pytest.raises(LayoutChanged, match="expected one p, found 2"):
        only(soup, "p")
    with pytest.raises(LayoutChanged, match=r"expected one h1\.title, found 0"):
        only(soup, "h1.title")
