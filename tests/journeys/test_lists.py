"""Finding things in a real browser: suggestions, live filters, keys; the same without scripts; hostile names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from filings.models import EventKind, Status
from tests import factories as make

from .reader import Reader, browsing

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PAGES = ["/", "/products/", "/organizations/", "/filings/", "/registers/", "/changes/", "/sources/", "/search/?q=豆"]
HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eمرحبا\u202c مساعد ذكي",
    "豆" * 2000,
    "unbroken" * 250,
    "👩‍👩‍👧‍👦🧪🇨🇳 表情",
    "e\u0301\u0302\u0303\u0304\u0305\u0306" * 20,
]


@pytest.fixture
def record(data_dir: Path, settings) -> None:
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    organization = make.make_organization()
    for number in range(60):
        name = ["豆包", "豆包爱学", "即梦", "剪映"][number] if number < 4 else f"产品{number}"
        status = Status.CANCELLED if name == "即梦" else Status.FILED
        product = make.make_product(name, organization, status=status)
        filing = make.make_filing(f"网信算备1101088234839012300{number:02d}号", f"{name}算法", products=(product,))
        make.make_event(filing)


@pytest.fixture
def context(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BrowserContext]:
    options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"} | getattr(request, "param", {})
    with browsing(tmp_path, monkeypatch, **options) as browser:
        yield browser


WITHOUT_SCRIPTS = pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True, ids=["plain"])
BOTH_WIDTHS = pytest.mark.parametrize(
    "context", [{}, {"viewport": {"width": 390, "height": 800}}], indirect=True, ids=["wide", "phone"]
)
DARK = pytest.mark.parametrize(
    "context", [{"color_scheme": "dark"}, {"color_scheme": "dark", "locale": "zh-CN"}], indirect=True, ids=str
)


def test_suggestions_are_walked_with_the_arrow_keys(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/")
    box = reader.page.get_by_role("combobox")
    box.press_sequentially("dou")
    expect(reader.page.get_by_role("option").first).to_contain_text("豆包")
    assert reader.barriers() == []
    box.press("ArrowDown")
    expect(reader.page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(reader.page.get_by_role("option").first).to_be_hidden()
    box.press_sequentially("bao")
    expect(reader.page.get_by_role("option").nth(1)).to_be_visible()
    box.press("ArrowDown")
    reader.arrive(lambda: box.press("Enter"))
    assert reader.page.url.endswith("/products/doubao/")


@BOTH_WIDTHS
def test_a_list_is_narrowed_while_one_types_and_by_chips(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/products/")
    page, rows = reader.page, reader.page.locator("#results tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_label("Name", exact=True).press_sequentially("doubao")
    expect(rows).to_have_count(2)
    expect(page).to_have_url(f"{live_server.url}/products/?q=doubao")
    page.get_by_label("Name", exact=True).fill("")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="Cancelled 1").click()
    expect(rows).to_have_count(1)
    expect(page).to_have_url(f"{live_server.url}/products/?status=cancelled")
    expect(page.locator("#actions a", has_text="CSV")).to_have_attribute("href", "?status=cancelled&format=csv")
    page.get_by_label("Name", exact=True).press_sequentially("豆")
    expect(rows).to_have_count(0)
    assert "status=cancelled" in page.url
    page.go_back()
    expect(rows).to_have_count(1)
    reader.check()


def test_a_file_is_taken_away_and_says_how_far_it_is(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/products/?status=cancelled")
    link = reader.page.locator("#actions a[data-export]")
    with reader.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "products.csv"
    assert Path(download.value.path()).read_text("utf-8").splitlines()[1].split(",")[1] == "即梦"
    expect(link).to_have_text("CSV 1")
    reader.check()


def test_pages_of_a_list_follow_one_another(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/filings/")
    rows = reader.page.locator("#results tbody tr")
    reader.page.get_by_role("link", name="Next page").click()
    expect(rows).to_have_count(10)
    reader.page.get_by_role("link", name="First page").click()
    expect(rows).to_have_count(50)
    reader.check()


def test_the_keyboard_leads_everywhere(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/")
    keyboard = reader.page.keyboard
    keyboard.press("?")
    expect(reader.page.get_by_role("dialog")).to_be_visible()
    assert reader.barriers() == []
    keyboard.press("Escape")
    keyboard.press("g")
    reader.arrive(lambda: keyboard.press("p"))
    assert reader.page.url.endswith("/products/")
    keyboard.press("j")
    keyboard.press("j")
    expect(reader.page.locator("#results tbody th a").nth(1)).to_be_focused()
    keyboard.press("n")
    expect(reader.page.locator("#results tbody tr")).to_have_count(10)
    keyboard.press("/")
    expect(reader.page.get_by_role("combobox")).to_be_focused()


@WITHOUT_SCRIPTS
def test_everything_works_without_scripts(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.page.goto(f"{live_server.url}/")
    reader.page.locator("#search-main").fill("doubao")
    reader.page.locator("#search-main").press("Enter")
    reader.page.get_by_role("link", name="豆包", exact=True).first.click()
    assert reader.page.url.endswith("/products/doubao/")
    reader.page.goto(f"{live_server.url}/products/?status=filed")
    reader.page.get_by_label("Name", exact=True).fill("即梦")
    reader.page.get_by_role("button", name="Filter").click()
    assert "status=filed" in reader.page.url
    expect(reader.page.locator("#results h3")).to_have_text("Nothing found for “即梦”")
    reader.page.get_by_role("link", name="Without any filter").click()
    reader.page.get_by_role("link", name="Next page").click()
    expect(reader.page.locator("#results tbody tr")).to_have_count(10)
    reader.page.get_by_role("button", name="简体中文").click()
    expect(reader.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert "after=" in reader.page.url


@BOTH_WIDTHS
def test_hostile_names_are_text_and_leave_the_layout_alone(live_server, record: None, context: BrowserContext) -> None:
    for number, name in enumerate(HOSTILE):
        organization = make.make_organization(f"{name}有限公司", slug=f"o{number}")
        product = make.make_product(
            name, organization, slug=f"dou-{number}", key=f"k{number}", aliases=name, name_en=name[:300]
        )
        filing = make.make_filing(f"X-{number}", name, organization=organization, products=(product,))
        change = {"field": "name", "before": name, "after": f"{name}2"}
        make.make_event(filing, EventKind.AMENDED, changes=[change])
    reader = Reader(context.new_page(), live_server.url)
    for path in [
        *PAGES,
        "/changes/?kind=amended",
        "/search/?q=%3Cscript%3E",
        "/organizations/o2/",
        "/filings/deep_synthesis/X-2/",
    ]:
        reader.open(path)


@DARK
def test_nobody_is_kept_out_in_the_dark(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    for path in PAGES:
        reader.open(path)
        assert reader.barriers() == [], path
