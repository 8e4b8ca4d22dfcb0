"""A notice page: its landmarks, its times in China, and the links that are its documents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from filings.sources.base import Blocked, LayoutChanged
from filings.sources.notice import NoticePage, read_notice
from tests.sources.build import NOTICE

URL = "https://www.cac.gov.cn/2026-01/09/c_1769688009588554.htm"


def notice(**parts: str) -> str:
    values = {
        "charset": "utf-8",
        "title": "公告",
        "published": "2026年01月09日 18:30",
        "republished": "2026/01/09 18:36:14",
        "body": "<P>　　公布如下。</P>",
    }
    return NOTICE.format(**{**values, **parts})


def read(page: str) -> NoticePage:
    return read_notice(page.encode(), URL)


def test_times_are_moments_in_china() -> None:
    page = read(notice())
    assert page.published_at == datetime(2026, 1, 9, 10, 30, tzinfo=UTC)
    assert page.republished_at == datetime(2026, 1, 9, 10, 36, 14, tzinfo=UTC)
    assert str(page.published_at.tzinfo) == "Asia/Shanghai"


@pytest.mark.parametrize("stamp", ["2026/01/09", "2026-13-41 25:00:00", ""])
def test_foot_without_a_moment_gives_none(stamp: str) -> None:
    assert read(notice(republished=stamp)).republished_at is None


def test_stamp_is_read_in_the_foot_not_in_the_text() -> None:
    page = read(notice(body="<p>publishdate:2001/01/01 00:00:00</p>"))
    assert page.republished_at == datetime(2026, 1, 9, 10, 36, 14, tzinfo=UTC)


def test_text_leaves_out_scripts_and_keeps_paragraphs() -> None:
    assert read(notice(body="<P>　　一　二</P><P></P><p>三<b>四</b></p>")).text == "一 二\n三四"
    assert read(notice(body="没有段落")).text == "没有段落"


def test_attachments_are_the_documents_in_the_text() -> None:
    body = """<a href="/cms/pub/interact/downloadfile.jsp?filepath=x&amp;fText=%E6%B8%85%E5%8D%95">
    清单\u200b（2023年8月）</a>
    <a href="//www.cac.gov.cn/cms/pub/interact/downloadfile.jsp?filepath=y&amp;fText=%E6%B8%85%E5%8D%95"> </a>
    <a href=upload/list.docx>list</a> <a href=upload/list.docx>again</a>
    <a href="/2024-04/02/c_1.htm">a page</a> <a href="javascript:open('x.pdf')">a script</a> <a name="x.pdf">none</a>"""
    assert [(one.label, one.url) for one in read(notice(body=body)).attachments] == [
        (
            "清单（2023年8月）",
            "https://www.cac.gov.cn/cms/pub/interact/downloadfile.jsp?filepath=x&fText=%E6%B8%85%E5%8D%95",
        ),
        ("清单", "https://www.cac.gov.cn/cms/pub/interact/downloadfile.jsp?filepath=y&fText=%E6%B8%85%E5%8D%95"),
        ("list", "https://www.cac.gov.cn/2026-01/09/upload/list.docx"),
    ]


def test_page_without_a_source_has_none() -> None:
    assert read(notice()).source == "中国网信网"
    assert read(notice().replace('id="source"', "")).source == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('<h1 class="title">', "<h2>", r"expected one h1\.title, found 0"),
        ('id="pubtime"', 'class="publish-time"', "expected one span#pubtime, found 0"),
        ("<DIV id=BodyLabel>", "<div>", "expected one #BodyLabel, found 0"),
        ("2026年01月09日 18:30", "2026-01-09", "expected a time like 2026年01月09日 18:30 in span#pubtime"),
        ("2026年01月09日 18:30", "2026年13月09日 18:30", "expected a time like"),
        ('<h1 class="title">公告', '<h1 class="title">\u200b', r"expected a title in h1\.title, found nothing"),
    ],
)
def test_redesigned_page_is_refused(old: str, new: str, message: str) -> None:
    assert old in notice()
    with pytest.raises(LayoutChanged, match=message):
        read(notice().replace(old, new))


@pytest.mark.parametrize("data", [b"", b"{}", b"<html><body>404 Not Found</body></html>"])
def test_what_is_no_notice_is_refused(data: bytes) -> None:
    with pytest.raises(LayoutChanged):
        read_notice(data, URL)


def test_protection_page_is_a_block() -> None:
    with pytest.raises(Blocked):
        read_notice("<html><body>知道创宇云防御</body></html>".encode(), URL)


def test_page_in_gb18030_labelled_gb2312_is_read() -> None:
    page = read_notice(notice(charset="gb2312", title="㙍").encode("gb18030"), URL, "text/html; charset=gb2312")
    assert page.title == "㙍"
