"""The notice channel in both its forms: what it must hold, and what is never taken for an empty list."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from filings.sources.base import Blocked, LayoutChanged
from filings.sources.channel import ChannelPage, Notice, read_channel_html, read_channel_json
from tests.sources.build import CHANNEL

BASE = "http://127.0.0.1:8765/wxzw/wxfb/A093702index_1.htm"
ITEM = {"topic": "公告", "infourl": "//127.0.0.1:8765/2026-01/09/c_1.htm", "pubtime": "2026-01-09 18:30:00.0"}
BLOCKED = "<html><title>浏览器安全检查</title></html>".encode()
PAGE = CHANNEL.format(batch="公告", cut="公告")


def read_json(answer: Any) -> ChannelPage:
    return read_channel_json(json.dumps(answer).encode(), BASE)


def test_addresses_take_the_scheme_of_the_channel() -> None:
    page = read_json({"list": [ITEM, {**ITEM, "infourl": "/2026-01/09/c_2.htm"}], "totalRec": "2"})
    assert [notice.url for notice in page.notices] == [
        "http://127.0.0.1:8765/2026-01/09/c_1.htm",
        "http://127.0.0.1:8765/2026-01/09/c_2.htm",
    ]
    assert page.total == 2


def test_title_is_freed_of_what_cannot_be_seen() -> None:
    assert read_json({"list": [{**ITEM, "topic": "\u200b 关于\ufeff公告\n"}]}).notices == (
        Notice("关于公告", ITEM["infourl"].replace("//", "http://"), date(2026, 1, 9)),
    )


def test_empty_list_tells_the_total_that_the_caller_judges_by() -> None:
    assert read_json({"list": [], "totalRec": 0}) == ChannelPage((), 0)
    assert read_json({"list": [], "totalRec": 35}) == ChannelPage((), 35)
    assert read_json({"list": []}) == ChannelPage((), None)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "found nothing"),
        (b"<html><body>404</body></html>", "found html"),
        (b'{"list": [', "found json that cannot be read"),
        (b"[" * 100_000, "found json that cannot be read"),
        ('{"list": []}'.encode("utf-16"), "found unknown"),
        (b"[]", "expected a JSON object, found a list"),
        (b'{"errno": 440}', 'expected a "list" of notices, found nothing'),
        (b'{"list": {}}', 'expected a "list" of notices, found a dict'),
        (b'{"list": ["a"]}', "expected a notice with topic, infourl, pubtime"),
        (b'{"list": [], "totalRec": "many"}', 'expected a number in "totalRec"'),
        (b'{"list": [], "totalRec": true}', 'expected a number in "totalRec"'),
    ],
)
def test_json_of_another_shape_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(LayoutChanged, match=message):
        read_channel_json(data, BASE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((field, value) for field in ITEM for value in (None, 5, " ")),
        ("infourl", "javascript:void(0)"),
        ("pubtime", "2026年1月9日"),
    ],
)
def test_notice_without_its_essentials_is_refused(field: str, value: object) -> None:
    with pytest.raises(LayoutChanged):
        read_json({"list": [{**ITEM, field: value}]})


def test_protection_page_is_a_block() -> None:
    with pytest.raises(Blocked):
        read_channel_json(BLOCKED, BASE)
    with pytest.raises(Blocked):
        read_channel_html(BLOCKED, BASE)


def test_both_forms_agree_on_the_golden_page() -> None:
    page = read_channel_html(PAGE.encode(), BASE)
    assert [(notice.title, notice.published_on.isoformat()) for notice in page.notices] == [
        ("公告", "2026-03-12"),
        ("关于开展“清朗”专项行动的通知", "2024-11-24"),
    ]
    assert page.total == 35


def test_page_without_a_total_has_none() -> None:
    assert read_channel_html(PAGE.replace("total:", "count:").encode(), BASE).total is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id="loadingInfoPage"', 'class="news-list"', "expected one div#loadingInfoPage, found 0"),
        ("h5>", "h3>", "expected one h5 > a"),
        ('class="times"', 'class="date"', r"expected one div\.times, found 0"),
        ("2026-03-12</div>", "March</div>", "expected a day like 2026-01-09, found 'March'"),
        ('title="公告"', "", "expected one h5 > a"),
        ("<li>", "<dd>", "expected notices in div#loadingInfoPage, found none"),
    ],
)
def test_redesigned_page_is_refused(old: str, new: str, message: str) -> None:
    head, body = PAGE.split('<div class="list-box">')
    with pytest.raises(LayoutChanged, match=message):
        read_channel_html(f'{head}<div class="list-box">{body.replace(old, new)}'.encode(), BASE)
