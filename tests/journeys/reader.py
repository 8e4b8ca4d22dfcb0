"""A reader in a real browser, who notices everything that a page should not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.screenshots import ARGUMENTS
from tests.servers import ROOT

AXE = (ROOT / "tests/vendor/axe/axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")


@dataclass
class Reader:
    """A page of the browser that remembers everything it complained about."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._note_failure)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _note_failure(self, request: Request) -> None:
        # A suggestion that nobody waits for any more is called off, when one types on or leaves the page.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.check()

    def follow(self, text: str) -> None:
        """Click on a link in the main part of the page."""
        self.arrive(lambda: self.page.locator("main").get_by_role("link", name=text, exact=True).first.click())

    def arrive(self, leave: Callable[[], Any]) -> None:
        """Do what leads to another page, and wait until that one is there with its styles."""
        with self.page.expect_navigation(wait_until="load"):
            leave()
        self.check()

    def check(self) -> None:
        assert self.complaints == [], self.page.url
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} is {width} pixels too wide"
        assert self.page.locator("h1").count() == 1

    def barriers(self) -> list[str]:
        """What keeps people out of the page, as axe-core finds it: rule, and the first place that breaks it."""
        self.page.evaluate(AXE)
        result = self.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        found = [one for one in result["violations"] if one["impact"] in GRAVE]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@contextmanager
def browsing(folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Iterator[BrowserContext]:
    """A browser with a profile of its own in this folder."""
    # Playwright keeps an event loop in this thread, which Django would otherwise take for a reason to refuse work.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            str(folder / "profile"),
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=ARGUMENTS,
            **options,
        )
        yield browser
        browser.close()
