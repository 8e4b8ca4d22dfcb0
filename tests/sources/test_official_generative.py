"""The readers of PDFs, of Excel and of prose against the official facts, where they stand beside the checkout."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from filings.sources import algorithm, cancellations, genai, guangdong, period_notice
from filings.sources.base import Blocked, Entry, LayoutChanged, ReadList
from filings.sources.channel import read_channel_json
from filings.sources.generative_list import SWAPPED
from filings.sources.notice import read_notice
from filings.sources.registers import REGISTERS, kind_of_title, series_of_title
from filings.text import collapse, number_flags, parse_generative_number
from tests.servers import Replica
from tests.sources.test_official import CHANNEL_JSON, DATA, FILINGS, case_id, get, json_of, lists_by_date

REGISTRY = FILINGS.parent
GENAI = ("genai_filing", "genai_registration", "on_device")
GENAI_PAGE = "/2024-04/02/c_1713729983803145.htm"
ALGORITHM_PAGE = "/2022-08/12/c_1661927474338504.htm"
NOTICE_API = "/api/notice/list"
KINDS = {"genai_filing": "filing", "genai_registration": "registration", "on_device": "on_device"}

pytestmark = pytest.mark.skipif(not FILINGS.exists(), reason="the registry and its replica are not beside the checkout")


def facts(name: str) -> list[dict[str, str]]:
    with (REGISTRY / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def genai_lists(file: str) -> dict[str, ReadList]:
    return genai.read((DATA / file).read_bytes())


@cache
def cancelled(file: str) -> ReadList:
    return cancellations.read((DATA / file).read_bytes())


def check_sample(entries: dict[int, Entry], truth: dict[str, Any]) -> None:
    for row in truth["sample"]:
        entry = entries[row["row"]]
        printed = (entry.organization, entry.name) if entry.note == SWAPPED else (entry.name, entry.organization)
        assert printed == (row["name"], row["entity"])
        assert (entry.seq, entry.number) == (row["seq"], row["number"])
        assert row["date_iso"] in (entry.filed_on, entry.cancelled_on)
        assert entry.province in (row.get("province", ""), guangdong.PROVINCE)


@pytest.mark.parametrize(("day", "key", "truth"), lists_by_date("genai"), ids=case_id)
def test_generative_list_of_that_day(day: str, key: str, truth: dict[str, Any]) -> None:
    lists = genai_lists(truth["file"])
    assert {KINDS[series]: one.accepted for series, one in lists.items()} == {
        kind: truth[kind] for kind in KINDS.values() if truth[kind]
    }
    assert sum(one.rows for one in lists.values()) == truth["rows"]
    assert not any(one.rejected for one in lists.values())
    entries = {entry.row: (series, entry) for series, one in lists.items() for entry in one.entries}
    check_sample({place: entry for place, (_series, entry) in entries.items()}, truth)
    assert all(KINDS[entries[row["row"]][0]] == row["kind"] for row in truth["sample"])


@pytest.mark.parametrize(("day", "key", "truth"), lists_by_date("cancellation"), ids=case_id)
def test_cancellation_notice_of_that_day(day: str, key: str, truth: dict[str, Any]) -> None:
    result = cancelled(truth["file"])
    assert (result.title, result.rows, result.rejected) == (truth["label"], truth["rows"], 0)
    check_sample({entry.row: entry for entry in result.entries}, truth)


@pytest.mark.parametrize(("day", "key", "truth"), lists_by_date("province"), ids=case_id)
def test_provincial_list_of_that_day(day: str, key: str, truth: dict[str, Any]) -> None:
    result = guangdong.read((DATA / truth["file"]).read_bytes())
    assert (result.rows, result.rejected, result.batch) == (truth["rows"], 0, "2024-03")
    check_sample({entry.row: entry for entry in result.entries}, truth)


def generative_entries() -> Iterator[tuple[str, Entry]]:
    for key, attachment in json_of("index.json")["attachments"].items():
        if key.startswith("genai-"):
            for one in genai_lists(attachment["versions"][-1]["file"]).values():
                yield from ((key.removeprefix("genai-"), entry) for entry in one.entries)


def test_every_generative_row_says_what_the_registry_says() -> None:
    known = Counter(
        (row["attachment_batch"], row["seq"], row["province_raw"], *sorted((row["name"], row["entity"])), row["number"],
         row["date_iso"], row["scenario"], "补登" in row["date_raw"])
        for row in [*facts("genai_filings.csv"), *facts("genai_registrations.csv")]
    )  # fmt: skip
    read = Counter(
        (batch, entry.seq, entry.province, *sorted((entry.name, entry.organization)), entry.number, entry.filed_on,
         entry.scenario, entry.is_late_entry)
        for batch, entry in generative_entries()
    )  # fmt: skip
    assert read == known
    assert read.total() == 611


def test_the_six_swapped_rows_and_no_others_are_put_right() -> None:
    noted = [(batch, entry) for batch, entry in generative_entries() if entry.note]
    assert [(batch, entry.seq) for batch, entry in noted] == [("2025-03", str(seq)) for seq in range(340, 346)]
    swapped = {row["number"]: row for row in facts("genai_filings.csv") if "swapped" in row["row_note"]}
    for _batch, entry in noted:
        row = swapped[entry.number]
        assert (entry.name, entry.organization) == (row["entity"], row["name"])


def test_running_totals_are_those_of_the_regulator() -> None:
    filed: Counter[str] = Counter()
    for batch, entry in generative_entries():
        number = parse_generative_number(entry.number)
        assert number is not None
        for limit in ("2025-01", "2025-03"):
            filed[f"{limit} {number.is_registration}"] += batch <= limit
    assert (filed["2025-01 False"], filed["2025-01 True"]) == (302, 105)
    assert (filed["2025-03 False"], filed["2025-03 True"]) == (346, 159)


def test_odd_numbers_are_flagged() -> None:
    flags = {
        entry.number: found
        for _batch, entry in generative_entries()
        if (found := [flag for flag in number_flags(entry.number, entry.province) if flag != "prefix_case"])
    }
    assert flags == {
        "Beijing-CarrotAI-202407030002": ["prefix_contradicts_province"],
        "Shinghai-AIMinSuGuanJia-20240729S0020": ["prefix_typo"],
        "Jiangsu-SiWeiXiangLiangZhiSuanYun-": ["cut_off"],
    }


def test_every_cancelled_number_is_that_of_the_registry() -> None:
    known = {
        (row["notice_date"], row["number"], row["algorithm_name"], row["entity"], row["class_or_role"],
         collapse(row["products_raw"]))
        for row in facts("algorithm_cancellations.csv")
    }  # fmt: skip
    read = {
        (entry.cancelled_on, entry.number, entry.name, entry.organization, entry.role or entry.category, entry.products)
        for notice in json_of("index.json")["notices"]
        if "file" in notice
        for entry in cancelled(notice["file"]).entries
    }
    assert read == known
    assert len(read) == 57


def test_classes_of_algorithms_are_those_of_the_registry() -> None:
    assert {row["class_or_role"] for row in facts("algorithm_filings.csv")} == algorithm.CLASSES


def test_titles_of_all_notices() -> None:
    index = json_of("index.json")
    titles = [one["title"] for one in [*index["pages"], *index["notices"]]]
    kinds = Counter(kind_of_title(title) for title in titles)
    assert kinds == {"register": 23, "period_notice": 11, "cancellation": 7, "look_alike": 17}
    labels = {attachment["label"]: attachment["list"] for attachment in index["attachments"].values()}
    for label, kind in labels.items():
        fitting = [series for series, register in REGISTERS.items() if register.label_pattern.search(label)]
        assert fitting == {
            "algorithm": ["algorithm"], "deep": ["deep_synthesis"], "genai": list(GENAI), "other": [],
        }[kind]  # fmt: skip


def test_prose_states_what_the_registry_knows(replica: Replica) -> None:
    channel = read_channel_json(get(replica.url + CHANNEL_JSON), replica.url)
    known = {row["published"]: row for row in facts("counts_timeline.csv")}
    read = 0
    for notice in channel.notices:
        if kind_of_title(notice.title) != "period_notice":
            continue
        counts, row = period_notice.read(read_notice(get(notice.url), notice.url).text), known[str(notice.published_on)]
        if counts.on_device:
            assert counts == period_notice.PeriodCounts(on_device=int(row["filed_new"]))
            continue
        assert counts.as_of == date.fromisoformat(row["as_of"])
        for stated, column in (
            (counts.filed_total, "filed_cumulative"),
            (counts.registered_total, "registered_cumulative"),
            (counts.filed_new, "filed_new"),
            (counts.registered_new, "registered_new"),
        ):
            assert stated is None or str(stated) == row[column]
        read += 1
    assert read == 10


def test_notices_of_the_filing_system(replica: Replica) -> None:
    notices = cancellations.read_notice_api(get(replica.url + NOTICE_API))
    assert len(notices) == len(json_of("index.json")["notices"])
    ours = [notice for notice in notices if kind_of_title(notice.title) == "cancellation"]
    assert [len(cancelled(one["file"]).entries) for one in json_of("index.json")["notices"] if "file" in one] == [
        cancellations.read(get(f"{replica.url}/api/file/fileDownLoad?noticeId={notice.notice_id}")).rows
        for notice in ours
    ]
    assert {str(notice.created_at.utcoffset()) for notice in notices} == {"8:00:00"}
    with pytest.raises(Blocked, match="login"):
        cancellations.read_notice_api(get(replica.url + "/api/algorithmpublicity/list"))


def test_pages_that_hold_lists(replica: Replica) -> None:
    for path, series, count in ((GENAI_PAGE, GENAI, 9), (ALGORITHM_PAGE, ("algorithm",), None)):
        page = read_notice(get(replica.url + path), replica.url + path)
        assert series_of_title(page.title) == series
        fitting = [one for one in page.attachments if REGISTERS[series[0]].label_pattern.search(one.label)]
        assert fitting == list(page.attachments)
        assert count is None or len(fitting) == count
    url = f"{replica.url}/v/2024/04/4859.html"
    province = guangdong.read_page(get(url), url)
    assert series_of_title(province.title) == ("provincial_guangdong",)
    assert guangdong.read(get(province.attachments[0].url)).accepted == 19


@pytest.mark.parametrize(
    ("fault", "refusal", "message"),
    [
        ("blocked", Blocked, "protection page"),
        ("empty", LayoutChanged, "found nothing"),
        ("truncated", LayoutChanged, "breaks off"),
        ("zipbomb", LayoutChanged, "expected a PDF, found docx"),
    ],
)
def test_fault_is_refused_in_words(replica: Replica, fault: str, refusal: type[Exception], message: str) -> None:
    page = read_notice(get(replica.url + GENAI_PAGE), replica.url + GENAI_PAGE)
    replica.fault(fault)
    with pytest.raises(refusal, match=message):
        genai.read(get(page.attachments[0].url))


def test_faults_that_can_be_read(replica: Replica) -> None:
    page = read_notice(get(replica.url + GENAI_PAGE), replica.url + GENAI_PAGE)
    (address,) = [one.url for one in page.attachments if "2025年12月" in one.label]
    good = genai.read(get(address))
    replica.fault("duplicated")
    for series, twice in genai.read(get(address)).items():
        assert [entry.number for entry in twice.entries] == [entry.number for entry in good[series].entries]
        assert twice.rejected == good[series].rows
        assert all(rejection.is_repetition for rejection in twice.rejections)
    replica.fault("shrunk")
    assert sum(one.rows for one in genai.read(get(address)).values()) == 5
