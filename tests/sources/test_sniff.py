"""Types told from bytes, and protection pages told from articles that speak of protection."""

from __future__ import annotations

import pytest

from filings.sources.sniff import is_protection_page, media_type
from tests.builders import make_package, make_word
from tests.sources.build import CHANNEL, NOTICE

WORD = make_word("")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (WORD, "docx"),
        (WORD[: len(WORD) // 2], "docx"),
        (make_package({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "xlsx"),
        (make_package({"readme.txt": ""}), "zip"),
        (make_package({}), "zip"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n<!DOCTYPE HTML><html>", "html"),
        (b"\xef\xbb\xbf<HTML lang=zh>", "html"),
        (b"<script>location.reload()</script>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html>', "html"),
        (b"<!-- saved --><html>", "html"),
        (b'<?xml version="1.0"?><rss>', "xml"),
        (b"<rss>", "xml"),
        (b'{"list": []}', "json"),
        (b" [1]", "json"),
        (b"", "empty"),
        (b" \r\n", "empty"),
        ("文件不存在".encode(), "unknown"),
        (b"< 5", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown"),
        (b" " * 5000 + b"x", "unknown"),
    ],
)
def test_media_type(data: bytes, expected: str) -> None:
    assert media_type(data) == expected


def page(text: str, title: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{text}</body></html>".encode()


@pytest.mark.parametrize(
    "data",
    [
        page("知道创宇云防御-浏览器安全检查"),
        page("", title="知道创宇云防御-浏览器安全检查"),
        page("当前访问疑似黑客攻击，已被创宇盾拦截"),
        page("您的请求被拦截").decode().encode("gb18030"),
        page("<div>请完成安全验证</div>"),
        page("<h1>Checking your browser before accessing</h1>", title="Just a moment..."),
        page("<form id='captcha-form'></form>"),
        page("Access Denied"),
        page("<script>var __jsl_clearance_s = 1;</script>" + "<script>" + "x" * 5000 + "</script>"),
    ],
)
def test_protection_pages_are_known(data: bytes) -> None:
    assert is_protection_page(data)


NOTICE_ON_CHECKS = NOTICE.format(
    charset="utf-8",
    title="关于开展网络安全检查的通知",
    published="2026年01月09日 18:30",
    republished="2026/01/09 18:36:14",
    body="<P>　　各单位请按要求完成安全验证，防止请求被拦截。</P>",
)


@pytest.mark.parametrize(
    "data",
    [
        NOTICE_ON_CHECKS.encode(),
        CHANNEL.format(batch="关于浏览器安全检查的公告", cut="关于").encode(),
        page("关于开展网络安全检查工作的通知"),
        page("关于人脸识别安全验证的规定。" + "各省、自治区、直辖市网信办：" * 100),
        page("安全验证" + " " * 70_000),
        page("文件不存在"),
        page(""),
        "创宇盾".encode(),
        b'{"errmsg": "captcha"}',
        make_word("<w:p><w:r><w:t>captcha</w:t></w:r></w:p>"),
        b"",
    ],
)
def test_other_pages_are_none(data: bytes) -> None:
    assert not is_protection_page(data)
