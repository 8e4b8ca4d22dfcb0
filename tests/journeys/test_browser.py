"""A reader's way in a real browser: search, product, filing, bytes. No error, no breach of policy, nothing sideways."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright

from filings.alerts.links import page_token
from filings.models import EventKind
from tests import factories as make
from tests.screenshots import ARGUMENTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
BYTES = b"PK the list as archived"


@dataclass
class Reader:
    """A page of the browser that remembers everything it complained about."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"{request.url}: {request.failure}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.check()

    def follow(self, text: str) -> None:
        """Click on a link in the main part of the page."""
        self.arrive(lambda: self.page.locator("main").get_by_role("link", name=text, exact=True).first.click())

    def arrive(self, leave: Callable[[], None]) -> None:
        """Do what leads to another page, and wait until that one is there with its styles."""
        with self.page.expect_navigation(wait_until="load"):
            leave()
        self.check()

    def check(self) -> None:
        assert self.complaints == [], self.page.url
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} is {width} pixels too wide"
        assert self.page.locator("h1").count() == 1


@pytest.fixture
def record(data_dir: Path, settings) -> None:
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    document = make.make_document()
    snapshot = make.make_snapshot(document, BYTES)
    product = make.make_product()
    names = "、".join(f"番茄小说{number}(APP)" for number in range(20))
    filing = make.make_filing(
        products=(product,),
        document=document,
        version={"snapshot": snapshot, "name": "云雀大模型算法", "products": names},
    )
    make.make_event(filing, snapshot=snapshot)
    make.make_version(filing, snapshot=snapshot, products=f"{names}、豆包(网站)")
    changes = [
        {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"},
        {"field": "products", "before": names, "after": f"{names}、豆包(网站)"},
    ]
    make.make_event(filing, EventKind.AMENDED, snapshot=snapshot, changes=changes)
    make.make_poll(document)


@pytest.fixture
def context(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, of the width and language that the test is run with."""
    # Playwright keeps an event loop in this thread, which Django would otherwise take for a reason to refuse work.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    width, locale = request.param
    with sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=ARGUMENTS,
            viewport={"width": width, "height": 800},
            locale=locale,
        )
        yield browser
        browser.close()


EVERY_BROWSER = pytest.mark.parametrize(
    "context", [(1280, "en-GB"), (390, "en-GB"), (1280, "zh-CN"), (390, "zh-CN")], indirect=True, ids=str
)


@EVERY_BROWSER
def test_from_the_front_page_to_the_bytes(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/")
    reader.page.locator("main input[type=search]").fill("豆包")
    reader.arrive(lambda: reader.page.keyboard.press("Enter"))
    assert "/search/" in reader.page.url
    reader.follow("豆包")
    assert "云雀大模型算法" in reader.page.locator("main").inner_text()
    reader.page.locator("summary").first.click()
    reader.check()
    reader.follow("豆包大模型算法")
    assert unquote(reader.page.url).endswith(f"/filings/deep_synthesis/{make.DOUBAO_NUMBER}/")
    with reader.page.expect_download() as download:
        reader.page.locator("section[aria-labelledby=seen] a[href^='/snapshots/']").first.click()
    assert Path(download.value.path()).read_bytes() == BYTES


@EVERY_BROWSER
def test_every_other_page_fits_and_is_silent(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    token = page_token(make.make_subscription().channel.subscriber)
    for path in (
        "/products/",
        "/organizations/",
        "/organizations/beijingdouyinxinxifuwuyouxiangongsi/",
        "/registers/",
        "/registers/deep_synthesis/2023-08/",
        "/changes/",
        "/sources/",
        "/search/?q=Gemini",
        "/about/",
        "/subscribe/",
        f"/subscribe/mine/{token}/",
    ):
        reader.open(path)


@pytest.mark.parametrize("context", [(390, "en-GB")], indirect=True, ids=str)
def test_the_language_is_switched_without_javascript(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/products/doubao/")
    reader.arrive(lambda: reader.page.get_by_role("button", name="简体中文").click())
    assert reader.page.locator("html").get_attribute("lang") == "zh-Hans"
    assert reader.page.url.endswith("/products/doubao/")
