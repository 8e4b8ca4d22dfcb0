"""Cancellation notices: the list of notices of the filing system, and the rows of each notice."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from filings.sources.base import SHANGHAI, Blocked, LayoutChanged
from filings.sources.cancellations import HEADINGS, read, read_notice_api
from tests.sources.generative import CANCELLATION_TITLE, CANCELLED, PREWRITE, SYSTEM_NOTICES, YILU_PUSH
from tests.sources.pdfs import PdfPage, list_pdf, make_pdf

NOTICE = SYSTEM_NOTICES["datas"][0]  # type: ignore[index]


def test_title_broken_over_lines_and_row_cut_by_the_page() -> None:
    result = read(make_pdf(CANCELLED))
    assert (result.title, result.rows, result.rejected) == (CANCELLATION_TITLE, 3, 0)
    assert result.entries[1].purpose.endswith(
        "通过用户输入的搜索信息，结合人群信息及用户浏览、搜索记录信息，匹配满足需求的内容。"
    )


def test_row_says_when_and_what_was_cancelled() -> None:
    entry = read(make_pdf(CANCELLED)).entries[0]
    assert (entry.number, entry.cancelled_on) == ("网信算备320114586731201240019号", "2025-07-14")
    assert (entry.name, entry.organization) == ("仲帆PreWrite算法", "南京仲帆数字科技有限公司")
    assert (entry.role, entry.category, entry.products) == ("服务提供者", "", "量子喵(网站)")


def test_class_in_the_column_of_the_role_is_a_category() -> None:
    entry = read(list_pdf(HEADINGS, [YILU_PUSH])).entries[0]
    assert (entry.role, entry.category) == ("", "个性化推送类")


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (2, "服务使用者", "unknown 角色: 服务使用者"),
        (6, "Beijing-YunQue-20230821", "no filing number stands under 备案编号"),
        (7, "2025年7月", "no date stands under 注销时间"),
        (7, "", "no date stands under 注销时间"),
    ],
)
def test_what_is_not_what_its_column_says_is_rejected(place: int, value: str, reason: str) -> None:
    row = (*PREWRITE[:place], value, *PREWRITE[place + 1 :])
    assert read(list_pdf(HEADINGS, [row])).rejections[0].reason.startswith(reason)


def test_other_headings_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected known headings on page 1"):
        read(make_pdf([PdfPage([[(*HEADINGS[:-1], "备注"), PREWRITE]])]))


def answer(**changes: Any) -> bytes:
    return json.dumps({**SYSTEM_NOTICES, **changes}, ensure_ascii=False).encode()


def test_notices_of_the_system() -> None:
    cancellation, other = read_notice_api(answer())
    assert (cancellation.type, cancellation.title) == (1, CANCELLATION_TITLE)
    assert cancellation.created_at == datetime(2025, 7, 14, 17, 10, tzinfo=SHANGHAI)
    assert (other.notice_id, other.content) == ("notice_system", "操作说明已更新。")
    assert read_notice_api(answer(datas=[])) == ()


def test_system_that_wants_a_login_blocks() -> None:
    with pytest.raises(Blocked, match="login"):
        read_notice_api(answer(errno=440, errmsg="检测到未登录状态，请先登录"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (answer(errno=500, errmsg="系统繁忙"), "expected errno 0, found 500: 系统繁忙"),
        (answer(errno=None), "expected errno 0, found None"),
        (answer(datas={}), 'expected a list in "datas", found a dict'),
        (answer(datas=[{"title": "公告"}]), "expected a notice with noticeId, type"),
        (answer(datas=[{**NOTICE, "createTime": "2025-07-14"}]), "expected a time like"),
        (b"[]", "expected a JSON object, found a list"),
        (b"", "found nothing"),
        (b"<html><body>404</body></html>", "found html"),
    ],
)
def test_other_answers_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(LayoutChanged) as refused:
        read_notice_api(data)
    assert message in str(refused.value)
