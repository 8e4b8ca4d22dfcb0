"""What a body really is, told from its bytes: servers of this source label everything as octet-stream or HTML."""

from __future__ import annotations

import re

HTML_START = re.compile(
    rb"<(!doctype\s+html|(html|head|title|meta|link|body|script|style|div|center|table|p|h\d|a|span|br|form)[\s/>])"
)
LANDMARKS = re.compile(rb"\bid\s*=\s*[\"']?(BodyLabel|loadingInfoPage|pubtime)\b", re.IGNORECASE)
UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL)

# A challenge is a small page with little to read; an article that merely speaks of such checks is neither.
LONGEST_CHALLENGE_BYTES = 64_000
LONGEST_CHALLENGE_TEXT = 800
CHALLENGES = (
    "知道创宇云防御",
    "创宇盾",
    "加速乐",
    "浏览器安全检查",
    "访问被拦截",
    "请求被拦截",
    "访问被阻断",
    "访问请求被拒绝",
    "访问行为异常",
    "访问过于频繁",
    "安全验证",
    "人机验证",
    "滑动验证",
    "请输入验证码",
    "云防护",
    "web应用防火墙",
    "网站防火墙",
    "__jsl_clearance",
    "captcha",
    "checking your browser",
    "verify you are human",
    "enable javascript and cookies to continue",
    "attention required! | cloudflare",
    "cf-browser-verification",
    "ddos protection by",
    "web application firewall",
    "incapsula incident",
    "access denied",
    "request blocked",
)


def media_type(data: bytes) -> str:
    """One of docx, xlsx, pdf, zip, html, json, xml, empty, unknown."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "unknown" if data.strip() else "empty"
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zip_type(data)
    if b"%PDF-" in start:
        return "pdf"
    if start[:1] in (b"{", b"["):
        return "json"
    return _markup_type(start.lower())


def is_protection_page(data: bytes) -> bool:
    """Whether this is a firewall's challenge or refusal rather than a page of the source."""
    if len(data) > LONGEST_CHALLENGE_BYTES or media_type(data) != "html" or LANDMARKS.search(data):
        return False
    page = _lenient_text(data).casefold()
    seen = UNSEEN.sub("", page)
    return len(seen.strip()) <= LONGEST_CHALLENGE_TEXT and any(phrase in page for phrase in CHALLENGES)


def _zip_type(data: bytes) -> str:
    """The names inside an archive stand in it uncompressed, so that even a truncated one still tells its type."""
    if b"word/document.xml" in data:
        return "docx"
    return "xlsx" if b"xl/workbook.xml" in data else "zip"


def _markup_type(start: bytes) -> str:
    if HTML_START.match(start) or (start.startswith((b"<?xml", b"<!--")) and b"<html" in start):
        return "html"
    return "xml" if re.match(rb"<[?!a-z_]", start) else "unknown"


def _lenient_text(data: bytes) -> str:
    """Text good enough to find a phrase in, whatever the page declares."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")
