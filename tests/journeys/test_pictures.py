"""Pictures in a real browser: marks lead to entries, figures open and can be explored, and nothing is complained of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests import factories as make
from tests import founding
from tests.journeys.reader import Reader, browsing

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def record(data_dir: Path, settings) -> None:
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    founding.apple()
    make.make_event(make.make_filing(products=(make.make_product(),), province="北京"))


@pytest.fixture
def context(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BrowserContext]:
    """A browser of the width and language that the test is run with."""
    width, locale = request.param
    with browsing(tmp_path, monkeypatch, viewport={"width": width, "height": 800}, locale=locale) as browser:
        yield browser


EVERY_BROWSER = pytest.mark.parametrize(
    "context", [(1280, "en-GB"), (390, "en-GB"), (1280, "zh-CN"), (390, "zh-CN")], indirect=True, ids=str
)


@EVERY_BROWSER
def test_a_mark_of_the_life_line_leads_to_its_entry(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/products/apple-intelligence/")
    mark = reader.page.locator(".lifeline:visible a[href^='#event-']").last
    target = mark.get_attribute("href")
    mark.click()
    assert reader.page.url.endswith(str(target))
    assert reader.page.locator(str(target)).is_visible()
    reader.page.locator(f"{target} summary").click()
    reader.check()


@EVERY_BROWSER
def test_a_figure_can_be_explored_and_closed_again(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/statistics/")
    figure = reader.page.locator("section[aria-labelledby=months]")
    figure.locator("[data-explore]").click()
    figure.locator(".explorer canvas").first.wait_for()
    assert not figure.locator(".drawn").is_visible()
    box = figure.locator(".explorer").bounding_box()
    assert box is not None
    reader.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    reader.page.wait_for_timeout(300)
    reader.check()
    figure.locator("[data-explore]").click()
    assert figure.locator(".drawn").is_visible()
    assert figure.locator(".explorer canvas").count() == 0


@EVERY_BROWSER
def test_each_width_has_its_own_pictures(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    for path in ("/statistics/", "/products/apple-intelligence/"):
        reader.open(path)
        shown = reader.page.locator("main svg:is(.wide-only, .phone-only):visible").count()
        assert shown * 2 == reader.page.locator("main svg:is(.wide-only, .phone-only)").count()


@pytest.mark.parametrize("context", [(1280, "en-GB"), (390, "zh-CN")], indirect=True, ids=str)
def test_nothing_keeps_people_out(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    filing = f"/filings/on_device/{founding.NUMBER}/"
    for path in ("/products/apple-intelligence/", "/statistics/", "/about/", filing, "/organizations/apple-shanghai/"):
        reader.open(path)
        reader.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert reader.barriers() == [], path
