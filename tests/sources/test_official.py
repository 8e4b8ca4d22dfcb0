"""The readers against the regulator's own files, where they stand beside the checkout."""

from __future__ import annotations

import csv
import json
import urllib.request
from collections import defaultdict
from functools import cache
from typing import Any

import pytest

from filings.sources import algorithm
from filings.sources.base import Blocked, LayoutChanged, ReadList, TooLarge
from filings.sources.channel import ChannelPage, read_channel_html, read_channel_json
from filings.sources.deep_synthesis import read
from filings.sources.notice import NoticePage, read_notice
from filings.sources.registers import register_for_title
from filings.text import collapse, number_flags, number_key, parse_algorithm_number, province_of_region, squeeze
from tests.servers import SHARED, Replica

DATA = SHARED / "replica" / "data"
FILINGS = SHARED / "registry" / "deep_synthesis_filings.csv"

pytestmark = pytest.mark.skipif(not FILINGS.exists(), reason="the registry and its replica are not beside the checkout")


@cache
def deep_list(file: str) -> ReadList:
    return read((DATA / file).read_bytes())


def json_of(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def lists_by_date(series: str) -> list[tuple[str, str, dict[str, Any]]]:
    if not FILINGS.exists():
        return []
    dated = ((day, key, one) for day, truth in json_of("expected.json").items() for key, one in truth["lists"].items())
    return [(day, key, one) for day, key, one in dated if one["list"] == series]


def check(result: ReadList, truth: dict[str, Any]) -> None:
    assert (result.rows, result.rejected) == (truth["rows"], 0)
    assert sum("已注销" in entry.remark for entry in result.entries) == truth["cancelled"]
    assert result.title == truth["label"]
    for row in truth["sample"]:
        entry = result.entries[row["row"] - 1]
        assert entry.row == row["row"]
        assert (entry.number, entry.name, entry.organization) == (row["number"], row["name"], row["entity"])
        assert entry.remark == collapse(row["remark"])


def case_id(value: object) -> str:
    return "" if isinstance(value, dict) else str(value)


@pytest.mark.parametrize(("day", "key", "truth"), lists_by_date("deep"), ids=case_id)
def test_deep_synthesis_list_of_that_day(day: str, key: str, truth: dict[str, Any]) -> None:
    result = deep_list(truth["file"])
    check(result, truth)
    assert result.batch == key.removeprefix("deep-")
    assert result.saved_at is not None
    assert result.saved_at.date().isoformat() <= day


@pytest.mark.parametrize(("day", "key", "truth"), lists_by_date("algorithm"), ids=case_id)
def test_algorithm_list_of_that_day(day: str, key: str, truth: dict[str, Any]) -> None:
    check(algorithm.read((DATA / truth["file"]).read_bytes()), truth)


def test_every_row_of_the_newest_official_lists() -> None:
    known: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    fields = (
        "seq_raw",
        "algorithm_name",
        "class_or_role",
        "entity",
        "products_raw",
        "purpose",
        "number_raw",
        "remark_raw",
    )
    with FILINGS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            known[row["batch"]].append(tuple(collapse(row[field]) for field in fields))
    compared = 0
    for key, attachment in json_of("index.json")["attachments"].items():
        official = [version["file"] for version in attachment["versions"] if version["origin"] == "official"]
        if key.startswith("deep-") and official:
            batch = key.removeprefix("deep-")
            rows = [tuple(map(collapse, entry.cells)) for entry in deep_list(official[-1]).entries]
            assert rows == known[batch], batch
            compared += len(rows)
    assert compared == 3598


@pytest.mark.parametrize("name", ["blockchain-example.docx", "guide-example.docx"])
def test_look_alikes_are_refused(name: str) -> None:
    with pytest.raises(LayoutChanged):
        read((DATA / "docx" / name).read_bytes())


def test_every_number_means_what_the_registry_says() -> None:
    flagged = 0
    with FILINGS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number = parse_algorithm_number(row["number_raw"])
            assert number is not None
            assert number_key(row["number_raw"]) == row["number"] == squeeze(row["number_raw"])
            parts = (number.region, number.entity_key, number.category, number.year, number.serial)
            assert parts == tuple(row[f"code_{part}"] for part in ("region", "entity", "class", "year", "serial"))
            assert province_of_region(number.region) == row["province_by_code"].replace("?40", "")
            flagged += bool(number_flags(row["number_raw"]))
    assert flagged == 4


CHANNEL_JSON = "/cms/JsonList?channelCode=A093702&perPage=100&pageno=1"
CHANNEL_HTML = "/wxzw/wxfb/A093702index_1.htm"
NOTICE = "/2023-09/01/c_1695224377544009.htm"


def get(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Referer": url})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def read_everything(url: str) -> tuple[ChannelPage, ChannelPage, NoticePage, ReadList]:
    """The channel in both forms, one notice, and its list, as the replica serves them now."""
    by_json = read_channel_json(get(url + CHANNEL_JSON), url)
    by_html = read_channel_html(get(url + CHANNEL_HTML), url)
    notice = read_notice(get(url + NOTICE), url + NOTICE)
    return by_json, by_html, notice, read(get(notice.attachments[0].url))


def test_every_notice_of_the_replica_is_read(replica: Replica) -> None:
    by_json, by_html, _notice, _list = read_everything(replica.url)
    assert by_json.total == by_html.total == len(by_json.notices)
    assert by_html.notices == by_json.notices[:20]
    ours = [notice for notice in by_json.notices if register_for_title(notice.title)]
    assert len(ours) == 12
    deep_synthesis = [notice for notice in ours if "深度合成" in notice.title]
    assert len(deep_synthesis) == 10
    for notice in deep_synthesis:
        page = read_notice(get(notice.url), notice.url)
        assert (page.title, page.published_at.date()) == (notice.title, notice.published_on)
        assert page.republished_at is not None
        assert [one.label[:14] for one in page.attachments] == ["境内深度合成服务算法备案清单"]


@pytest.mark.parametrize(
    ("fault", "path", "refusal", "message"),
    [
        ("blocked", CHANNEL_JSON, Blocked, "protection page"),
        ("blocked", CHANNEL_HTML, Blocked, "protection page"),
        ("blocked", NOTICE, Blocked, "protection page"),
        ("blocked", "deep-2023-08", Blocked, "protection page"),
        ("empty", CHANNEL_JSON, LayoutChanged, "found nothing"),
        ("empty", CHANNEL_HTML, LayoutChanged, "found nothing"),
        ("empty", NOTICE, LayoutChanged, "found nothing"),
        ("empty", "deep-2023-08", LayoutChanged, "found nothing"),
        ("redesign", CHANNEL_HTML, LayoutChanged, "expected one div#loadingInfoPage, found 0"),
        ("redesign", NOTICE, LayoutChanged, "expected one #BodyLabel, found 0"),
        ("truncated", "deep-2023-08", LayoutChanged, "damaged"),
        ("zipbomb", "deep-2023-08", TooLarge, "inflates to more than"),
        ("xxe", "deep-2023-08", LayoutChanged, "declares a DTD"),
    ],
)
def test_fault_is_refused_in_words(
    replica: Replica, fault: str, path: str, refusal: type[Exception], message: str
) -> None:
    replica.fault(fault, path.partition("?")[0])
    with pytest.raises(refusal, match=message):
        read_everything(replica.url)


def test_faults_that_can_be_read(replica: Replica) -> None:
    good = read_everything(replica.url)
    replica.fault("gbk")
    assert read_everything(replica.url) == good
    replica.fault("duplicated")
    twice = read_everything(replica.url)[3]
    assert twice.entries == good[3].entries
    assert twice.rejected == good[3].rows
    assert all(rejection.is_repetition for rejection in twice.rejections)
    replica.fault("shrunk")
    assert read_everything(replica.url)[3].entries == good[3].entries[:5]
