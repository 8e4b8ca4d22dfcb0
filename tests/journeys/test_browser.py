"""A reader's way in a real browser: search, product, filing, bytes. No error, no breach of policy, nothing sideways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext

from filings.alerts.links import page_token
from filings.models import EventKind
from tests import factories as make

from .reader import Reader, browsing

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
BYTES = b"PK the list as archived"


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
    width, locale = request.param
    size = {"width": width, "height": 800}
    with browsing(tmp_path, monkeypatch, viewport=size, locale=locale) as browser:
        yield browser


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
def test_every_page_fits_is_silent_and_keeps_nobody_out(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    token = page_token(make.make_subscription().channel.subscriber)
    for path in (
        "/",
        "/products/",
        "/products/doubao/",
        "/organizations/",
        "/organizations/beijingdouyinxinxifuwuyouxiangongsi/",
        "/filings/",
        f"/filings/deep_synthesis/{make.DOUBAO_NUMBER}/",
        "/registers/",
        "/registers/deep_synthesis/2023-08/",
        "/changes/",
        "/changes/?kind=amended",
        "/sources/",
        "/search/?q=豆包",
        "/search/?q=Gemini",
        "/statistics/",
        "/about/",
        "/subscribe/",
        f"/subscribe/mine/{token}/",
    ):
        reader.open(path)
        assert reader.barriers() == [], path


@pytest.mark.parametrize("context", [(390, "en-GB")], indirect=True, ids=str)
def test_the_language_is_switched_without_javascript(live_server, record: None, context: BrowserContext) -> None:
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/products/doubao/")
    reader.arrive(lambda: reader.page.get_by_role("button", name="简体中文").click())
    assert reader.page.locator("html").get_attribute("lang") == "zh-Hans"
    assert reader.page.url.endswith("/products/doubao/")
