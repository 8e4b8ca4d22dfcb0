"""An editor's way in a real browser: correct, join, decide by keys; no error, no breach of policy, nothing sideways."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import BrowserContext

from filings.alerts.dispatch import dispatch_released
from filings.models import ChangeSet, Correction, Delivery, IdentityDecision, Proposal
from tests import factories as make
from tests.pipeline.reading import ROWS, PublishedList, day, edited, filing, known

from .reader import Reader, browsing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PASSWORD = "a long enough password"
# Pictures of every page that is met, for a person to look at.
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def listed(data_dir: Path, settings) -> PublishedList:
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.create_superuser("editor", password=PASSWORD)
    return known()


@pytest.fixture(params=[1280, 390], ids=str)
def context(request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserContext]:
    size = {"width": request.param, "height": 900}
    with browsing(tmp_path, monkeypatch, viewport=size, locale="en-GB") as browser:
        yield browser


class Editor(Reader):
    """Who signs in first."""

    def sign_in(self) -> None:
        self.open("/account/login/")
        self.page.locator("input[name=login]").fill("editor")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.arrive(lambda: self.page.keyboard.press("Enter"))

    def check(self) -> None:
        """As for readers, but Django's own pages are measured by themselves: they have more than one heading."""
        assert self.complaints == [], self.page.url
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} is {width} pixels too wide"

    def see(self, name: str) -> None:
        """Keep a picture, where one is wanted."""
        if PICTURES:
            width = (self.page.viewport_size or {"width": 0})["width"]
            self.page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

    def say(self, verb: str, **values: str) -> None:
        form = self.page.locator(f"#do-{verb}")
        for name, value in values.items():
            field = form.locator(f"[name={name}]")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.arrive(lambda: form.locator("button[type=submit]").click())


def editor(live_server: Any, context: BrowserContext) -> Editor:
    made = Editor(context.new_page(), live_server.url)
    made.sign_in()
    return made


def test_correct_then_poll_then_reopened(live_server, listed: PublishedList, context: BrowserContext) -> None:
    person = editor(live_server, context)
    person.see("start")
    person.open(f"/admin/filings/filing/{filing().pk}/change/")
    person.see("filing")
    person.say("correct", field="name", after="云雀", reason="a slip of the pen")
    assert filing().name == "云雀"
    listed.read(edited((5, {"name": "又一算法"})), day(1))
    assert filing().name == "云雀"
    listed.read(edited((0, {"name": "豆包算法"})), day(2))
    person.open("/admin/")
    assert "Corrections that the source has overtaken" in person.page.locator("#content").inner_text()
    fix = Correction.objects.get()
    person.open(f"/admin/filings/correction/{fix.pk}/change/")
    person.see("correction")
    person.say("end", reason="the list is right now")
    assert filing().name == "豆包算法"
    person.open(filing().get_absolute_url())
    assert "a slip of the pen" in person.page.locator("main").inner_text()
    person.open("/corrections/")
    person.see("corrections")
    person.open("/admin/filings/auditentry/")
    person.see("audit")
    person.check()


def test_merge_then_alert_then_undo(live_server, listed: PublishedList, context: BrowserContext) -> None:
    one, other = (filing(row[6]).products.get() for row in ROWS[1:3])
    make.make_subscription(scope="product", product=one)
    person = editor(live_server, context)
    person.open(f"/admin/filings/product/{one.pk}/change/")
    person.see("product")
    person.page.locator("#do-merge .select2-selection").click()
    person.page.locator(".select2-search--dropdown .select2-search__field").fill(other.name)
    person.page.locator(".select2-results__option", has_text=other.name).click()
    person.say("merge", reason="the same service")
    person.see("merge-preview")
    person.arrive(lambda: person.page.locator("#do-merge button[name=confirmed]").click())
    dispatch_released(timezone.now())
    listed.read(edited((2, {"purpose": "应用于搜索"})), day(1))
    dispatch_released(timezone.now())
    assert Delivery.objects.count() == 2
    person.open(one.get_absolute_url())
    assert person.page.url.endswith(other.get_absolute_url())
    person.open(f"/admin/filings/identitydecision/{IdentityDecision.objects.get().pk}/change/")
    person.see("decision")
    person.say("undo", reason="two services")
    assert list(filing(ROWS[1][6]).products.all()) == [one]
    person.check()


def test_lines_and_proposals(live_server, listed: PublishedList, context: BrowserContext, settings) -> None:
    settings.HOLD_AMENDMENTS = 1
    listed.read(edited((3, {"name": "甲算法"}), (4, {"name": "乙算法"})), day(1))
    one, other = (filing(row[6]).products.get() for row in ROWS[1:3])
    for number in range(2):
        Proposal.objects.create(
            key=f"p{number}", kind="product", filing=filing(ROWS[1][6]), product=one, to_product=other,
            score=90 - number, reasons=["alike in letters"], made_at=day(1),
        )  # fmt: skip
    person = editor(live_server, context)
    person.open(f"/admin/filings/changeset/{ChangeSet.objects.held().get().pk}/change/")
    person.see("held")
    person.page.locator("#do-part input[type=checkbox]").first.check()
    person.say("part")
    assert filing(ROWS[3][6]).name == "甲算法"
    person.open(f"/admin/filings/proposal/{Proposal.objects.get(key='p0').pk}/change/")
    person.see("proposal")
    person.arrive(lambda: person.page.keyboard.press("n"))
    person.arrive(lambda: person.page.keyboard.press("y"))
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["no", "yes"]
    person.open("/admin/filings/group/catalogue/")
    person.see("catalogue")
    person.open("/account/2fa/")
    person.see("second-factor")
    person.check()
