"""Pictures of every page, wide and narrow, light and dark, in both languages, to be looked at by a person.

Run as `python -m tests.screenshots [ADDRESS]`: of the public pages at that address, or of one with the bundled record
that it starts by itself, and there of the admin too. The pictures lie in `screenshots/`.
"""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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

# Somebody who may do everything, and something that waits in each queue.
EDITED = """
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.contrib.auth import login
from filings.pipeline import proposals
from django.utils import timezone
from tests.admin import records
proposals.propose(timezone.now())
records.make_one_of_each("9")
request = RequestFactory().get("/")
request.session = SessionStore()
login(request, User.objects.create_superuser("administrator"), "django.contrib.auth.backends.ModelBackend")
request.session.save()
pk = lambda rows: rows.values_list("pk", flat=True).first()
waiting = Proposal.objects.waiting()
pages = {
    "start": "",
    "held": f"filings/changeset/{pk(ChangeSet.objects.held())}/change/",
    "held-list": "filings/changeset/",
    "claim": f"filings/claim/{pk(Claim.objects.all())}/change/",
    "claims": "filings/claim/",
    "proposal": f"filings/proposal/{pk(waiting.filter(kind='product'))}/change/",
    "entity-proposal": f"filings/proposal/{pk(waiting.filter(kind='group'))}/change/",
    "proposals": "filings/proposal/",
    "product-edited": f"filings/product/{pk(Product.objects.filter(slug='doubao'))}/change/",
    "filing-edited": f"filings/filing/{pk(Filing.objects.filter(products__slug='doubao'))}/change/",
    "organization-edited": f"filings/organization/{pk(Organization.objects.filter(products__slug='doubao'))}/change/",
    "event": f"filings/event/{pk(Event.objects.filter(kind='amended'))}/change/",
    "decision": f"filings/identitydecision/{pk(IdentityDecision.objects.filter(undone_at=None))}/change/",
    "correction": f"filings/correction/{pk(Correction.objects.all())}/change/",
    "new-group": "filings/group/add/",
    "new-product": "filings/product/add/",
    "groups": "filings/group/",
    "catalogue": "filings/group/catalogue/",
    "trace": "filings/auditentry/",
    "deliveries": "filings/delivery/",
    "mail-settings": "filings/delivery/mail-check/",
    "new-article": "filings/article/new/",
    "articles": "filings/article/",
    "article-read": f"filings/article/{pk(Article.objects.all())}/change/",
    "source": f"filings/source/{pk(Source.objects.all())}/change/",
    "people": "auth/user/",
}
answer = {"session": request.session.session_key, "pages": {f"admin-{n}": f"/admin/{p}" for n, p in pages.items()}}
"""


@dataclass(frozen=True)
class Site:
    """Where pictures are taken, and how to be let in."""

    address: str
    pages: dict[str, str]
    session: str = ""


def take_all(browser: Browser, site: Site, folder: Path) -> int:
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
            if site.session:
                context.add_cookies([{"name": "sessionid", "value": site.session, "url": site.address}])
            for name, path in site.pages.items():
                answer = page.goto(site.address + path)
                expected = 404 if name == "not-found" else 200
                if answer is None or answer.status != expected:
                    print(f"{path}: {answer and answer.status}", file=sys.stderr)
                    bad += 1
                page.screenshot(path=folder / f"{name}-{width_name}-{scheme}-{language}.png", full_page=True)
    return bad


@contextlib.contextmanager
def own_site() -> Iterator[tuple[Site, Callable[[], Site]]]:
    """A new tracker with the bundled record, and what makes something wait in its admin, whose pages it returns."""
    from tests.journeys.installation import installation

    with tempfile.TemporaryDirectory(prefix="tracker-pictures-") as folder, installation(Path(folder)) as made:
        made.env |= {"SECOND_FACTOR": "false"}
        made.run("collectstatic", "--no-input", "--verbosity", "0")
        made.run("import_history")
        with made.web() as address:

            def admin() -> Site:
                edited = made.ask(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{EDITED}")
                return Site(address, edited["pages"], edited["session"])

            yield Site(address, PAGES), admin


def main(arguments: list[str]) -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is not installed", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    given = contextlib.nullcontext((Site(arguments[0].rstrip("/"), PAGES), None)) if arguments else own_site()
    with given as (site, admin), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with contextlib.closing(browser):
            bad = take_all(browser, site, FOLDER)
            if admin:
                bad += take_all(browser, admin(), FOLDER)
    print(f"pictures in {FOLDER}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
