"""Statistics: each title says the finding, each figure has its rows, its table and its files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from filings.models import DocumentKind, EventKind, Filing, Precision, Series, StatedTotals
from filings.web import raster
from filings.web.figures import catalogue, data
from filings.web.figures.spans import median
from tests import factories as make
from tests import founding

from .conftest import Look

PAGE = "/statistics/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def one_filing(number: str, **values: Any) -> Filing:
    filing = make.make_filing(number, **values)
    make.make_event(filing)
    return filing


def record() -> None:
    """Three rows of August 2023 and one of January 2024, of two companies in two provinces."""
    tencent = make.make_organization("深圳市腾讯计算机系统有限公司", province="广东")
    one_filing("网信算备110108823483901230031号", province="北京")
    one_filing("网信算备440305314589801230011号", province="广东", organization=tencent)
    one_filing("网信算备440305314589801230029号", province="广东", organization=tencent)
    later = make.make_document("2024-01", dt.date(2024, 1, 5))
    one_filing("网信算备440305314589801230037号", province="广东", organization=tencent, document=later)
    edited = Filing.objects.first()
    assert edited is not None
    when = {"happened_on": dt.date(2024, 8, 1), "precision": Precision.MONTH}
    make.make_event(edited, EventKind.AMENDED, **when)
    make.make_event(edited, EventKind.CANCELLED, published_on=dt.date(2025, 7, 14))
    make.make_event(edited, EventKind.AMENDED, change_set=make.make_change_set(edited.document))


def totals(as_of: dt.date, filed: int, registered: int | None) -> None:
    document = make.make_document(f"{as_of:%Y-%m}", as_of)
    notice = type(document).objects.create(
        source=document.source, kind=DocumentKind.TOTALS, key=f"totals:{as_of}", label="公告", published_on=as_of
    )
    StatedTotals.objects.create(document=notice, as_of=as_of, filed_total=filed, registered_total=registered)


def titles(look: Look, path: str = PAGE) -> list[str]:
    return look(path).texts(".figure-title")


def test_an_empty_record_says_so(look: Look) -> None:
    page = look(PAGE)
    assert page.status == 200
    assert "Nothing is recorded yet." in page.text


def test_titles_say_the_finding(look: Look) -> None:
    record()
    found = titles(look)
    assert found == [
        "Sep 2023 brought the most rows: 3",
        "Guangdong and Beijing hold 100 % of the series: Deep synthesis",
        "深圳市腾讯计算机系统有限公司 holds the most: 3 (Deep synthesis)",
        "With a day: rows rewritten 1, numbers cancelled 1; the most cancellations in Jul 2025: 1",
        "Service provider: 100 % of the series (Deep synthesis)",
    ]


def test_the_founding_case_is_in_the_figures_of_waiting(look: Look) -> None:
    founding.apple()
    found = titles(look)
    assert "Half waited 387 days or less from the hand-in to the filing; the longest 387" in found
    assert "Apple Intelligence was listed 512 days after the first report of its hand-in" in found


def test_totals_stand_beside_what_the_regulator_states(look: Look) -> None:
    totals(dt.date(2024, 12, 31), 302, 105)
    totals(dt.date(2026, 8, 31), 1112, 731)
    document = make.make_document(series=Series.GENAI_FILING)
    one_filing("Beijing-DeepseekChat-202404280016", document=document, filed_on=dt.date(2024, 5, 1))
    page = look(PAGE)
    assert "66 registrations for every 100 filings; on 31 Dec 2024 it was 35" in page.texts(".figure-title")
    table = page.texts("section[aria-labelledby=totals] tbody tr")
    assert table[0] == "31 Aug 2026 1,112 1 731 0"
    assert "On 31 Aug 2026 we count 1 of 1,112 filed." in page.text


def test_a_list_without_a_day_stands_in_the_month_of_its_label(db: None) -> None:
    one_filing("网信算备110108823483901230031号", document=make.make_document("2025-03", None), published_on=None)
    assert [size.published_on for size in data.list_sizes(1)] == [dt.date(2025, 3, 1)]


def test_series_are_chosen_and_never_added_up(look: Look) -> None:
    record()
    genai = make.make_document("2025-01", dt.date(2025, 1, 8), series=Series.GENAI_FILING)
    one_filing("Beijing-DeepseekChat-202404280016", document=genai, province="北京")
    page = look(PAGE + "?series=genai_filing")
    assert page.texts(".series-choice [aria-current]") == ["Generative AI, filed 1"]
    assert "All of the series are from Beijing: Generative AI, filed" in page.texts(".figure-title")
    assert look(PAGE + "?series=nonsense").texts(".series-choice [aria-current]") == ["Deep synthesis 4"]


def test_pictures_lead_to_the_rows_behind_them(look: Look, client: Client) -> None:
    record()
    links = [str(link["href"]) for link in look(PAGE).soup.select(".chart.wide-only a")]
    assert "/registers/deep_synthesis/2023-08/" in links
    assert any("province=%E5%B9%BF%E4%B8%9C" in link for link in links)
    for link in set(links):
        assert client.get(link).status_code == 200, link


def test_every_figure_is_drawn_for_both_widths_and_has_a_table(look: Look) -> None:
    record()
    for figure in look(PAGE).soup.select(".figures > section"):
        assert len(figure.select("svg.wide-only, svg.phone-only")) == 2
        assert figure.select("tbody tr")
        assert figure.select_one("a[href*='.csv']")


def test_a_table_is_taken_as_csv(db: None, client: Client) -> None:
    record()
    answer = client.get(PAGE + "provinces.csv?series=deep_synthesis")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["Province", "Filings", "Share in %"], ["Guangdong 广东", "3", "75"], ["Beijing 北京", "1", "25"]]


def test_a_formula_in_a_name_is_not_run_by_a_spreadsheet(db: None, client: Client) -> None:
    one_filing("网信算备110108823483901230031号", organization=make.make_organization("=1+1", slug="formula"))
    assert "'=1+1" in client.get(PAGE + "organizations.csv").content.decode()


def test_numbers_to_explore_are_those_of_the_picture(db: None, client: Client) -> None:
    record()
    numbers = client.get(PAGE + "months.json").json()
    assert numbers["kind"] == "bar"
    assert numbers["categories"][0] == "Sep 2023"
    assert numbers["series"][0]["data"] == [3, 0, 0, 0, 1]
    assert client.get(PAGE + "provinces.json").status_code == 404


@pytest.mark.parametrize("key", catalogue.FIGURES)
def test_every_figure_is_a_picture_file(db: None, client: Client, key: str) -> None:
    if not raster.can_draw("A"):
        pytest.skip("this machine has no font")
    record()
    founding.apple()
    totals(dt.date(2026, 8, 31), 1112, 731)
    answer = client.get(f"{PAGE}{key}.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["nothing.csv", "nothing.png", "months.csv", "press.json"])
def test_what_does_not_exist_is_not_found(db: None, client: Client, path: str) -> None:
    assert client.get(PAGE + path).status_code == 404


def test_counts_are_kept_until_something_is_recorded(look: Look, django_assert_num_queries, client: Client) -> None:
    record()
    look(PAGE)
    with django_assert_num_queries(2):
        client.get(PAGE)
    one_filing("网信算备440305314589801230045号", province="广东")
    assert "Sep 2023 brought the most rows: 4" in titles(look)


def test_half_is_the_days_that_half_did_not_exceed() -> None:
    assert median([(10, 1), (20, 1)]) == 10
    assert median([(10, 1), (20, 2)]) == 20


def test_the_page_reads_in_chinese(look: Look) -> None:
    record()
    assert "广东和北京占该系列（深度合成）的 100%" in titles_in_chinese(look)


def titles_in_chinese(look: Look) -> list[str]:
    return look(PAGE, "zh-CN").texts(".figure-title")
