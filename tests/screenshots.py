"""Pictures of every page, wide and narrow, light and dark, in both languages, to be looked at by a person.

Run as `python -m tests.screenshots [ADDRESS]`: of the site at that address, or of one with the bundled record that it
starts by itself. The pictures lie in `screenshots/`.
"""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from tests.servers import ROOT

FOLDER = ROOT / "screenshots"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {"wide": 1280, "phone": 390}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
NUMBER = "网信算备110108823483901230031号"
PAGES = {
    "home": "/",
    "products": "/products/",
    "product": "/products/doubao/",
    "product-on-phones": "/products/apple-intelligence/",
    "organizations": "/organizations/",
    "organization": "/organizations/beijingdouyinxinxifuwuyouxiangongsi/",
    "filings": "/filings/?status=cancelled",
    "filing": f"/filings/deep_synthesis/{quote(NUMBER)}/",
    "registers": "/registers/",
    "register": "/registers/deep_synthesis/2023-08/",
    "changes": "/changes/",
    "amendments": "/changes/?kind=amended&sort=happened",
    "statistics": "/statistics/",
    "sources": "/sources/",
    "search": f"/search/?q={quote('豆包')}",
    "nothing-found": "/search/?q=Gemini",
    "no-rows": "/products/?q=Gemini&status=filed",
    "about": "/about/",
    "not-found": "/no-such-page/",
}


def take_all(browser: Browser, address: str, folder: Path) -> int:
    """One picture per page, width, scheme and language. Returns how many pages did not answer as they should."""
    bad = 0
    for (width_name, width), scheme, (language, locale) in itertools.product(
        WIDTHS.items(), SCHEMES, LANGUAGES.items()
    ):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale=locale, timezone_id="Asia/Shanghai"
        )
        with contextlib.closing(context):
            page = context.new_page()
            for name, path in PAGES.items():
                answer = page.goto(address + path)
                expected = 404 if name == "not-found" else 200
                if answer is None or answer.status != expected:
                    print(f"{path}: {answer and answer.status}", file=sys.stderr)
                    bad += 1
                page.screenshot(path=folder / f"{name}-{width_name}-{scheme}-{language}.png", full_page=True)
    return bad


@contextlib.contextmanager
def own_site() -> Iterator[str]:
    """A new tracker with the bundled record."""
    from tests.journeys.installation import installation

    with tempfile.TemporaryDirectory(prefix="tracker-pictures-") as folder, installation(Path(folder)) as made:
        made.run("collectstatic", "--no-input", "--verbosity", "0")
        made.run("import_history")
        with made.web() as address:
            yield address


def main(arguments: list[str]) -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is not installed", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    site = contextlib.nullcontext(arguments[0].rstrip("/")) if arguments else own_site()
    with site as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with contextlib.closing(browser):
            bad = take_all(browser, address, FOLDER)
    print(f"pictures in {FOLDER}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
