"""A reader's way in a real browser: follow, confirm, an event, the mail, one click to leave. In both languages."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext

from filings import jobs
from filings.models import Subscription
from tests import factories as make
from tests.journeys.reader import Reader
from tests.journeys.test_browser import context, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
__all__ = ["context", "record"]
WORDS = {
    "en-GB": {"follow": "Follow", "sent": "Please look into your mail", "yes": "Yes, send them", "page": "Your alerts"},
    "zh-CN": {"follow": "关注", "sent": "请查看您的邮箱", "yes": "是的，请发送", "page": "您的提醒"},
}
STOP = {"en-GB": ("Stop these mails", "Stopped."), "zh-CN": ("停止这些邮件", "已停止。")}


@pytest.fixture(autouse=True)
def site(settings, live_server) -> None:
    settings.RQ_QUEUES = {}
    settings.SITE_URL = live_server.url


def link_in(text: object, kind: str) -> str:
    (address,) = re.findall(rf"http://localhost:\d+(/subscribe/{kind}/\S+)", str(text))
    return str(address)


@pytest.mark.parametrize(
    ("context", "locale"),
    [((1280, "en-GB"), "en-GB"), ((390, "zh-CN"), "zh-CN")],
    indirect=["context"],
    ids=["en", "zh"],
)
def test_follow_confirm_event_mail_leave(
    live_server, record: None, context: BrowserContext, locale: str, tmp_path: Path
) -> None:
    words, (stop, stopped) = WORDS[locale], STOP[locale]
    # What is in the record already goes out to nobody.
    jobs.send_alerts()
    reader = Reader(context.new_page(), live_server.url)
    reader.open("/products/doubao/")
    reader.follow(words["follow"])
    reader.page.locator("input[type=email]").fill("reader@example.org")
    button = reader.page.get_by_role("button", name=words["follow"], exact=True)
    reader.arrive(lambda: button.click())
    assert words["sent"] in reader.page.locator("h1").inner_text()

    (letter,) = mail.outbox
    reader.open(link_in(letter.body, "confirm"))
    assert not Subscription.objects.exists()
    reader.arrive(lambda: reader.page.get_by_role("button", name=words["yes"]).click())
    assert words["page"] in reader.page.locator("h1").inner_text()

    product = Subscription.objects.get().product
    assert product is not None
    make.make_event(make.make_filing("网信算备110108823483901230099号", products=(product,)), seen_at=timezone.now())
    jobs.send_alerts()
    message = mail.outbox[-1]
    assert message.to == ["reader@example.org"]
    look_at(reader, message, tmp_path)

    # What a mail program does: one POST, without cookies or a page before it.
    address = link_in(message.body, "stop")
    reader.open(address)
    assert Subscription.objects.get().is_active
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Subscription.objects.get().is_active
    reader.open(address)
    assert stopped in reader.page.locator("main").inner_text()
    assert reader.page.get_by_role("button", name=stop).count() == 0
    make.make_event(make.make_filing("网信算备110108823483901230100号", products=(product,)))
    jobs.send_alerts()
    assert len(mail.outbox) == 2, "nobody gets a mail after leaving"


def look_at(reader: Reader, message: object, folder: Path) -> None:
    """The mail opened in the browser: readable at the width of the reader, nothing sideways, its way out in it."""
    html = next(part for part, kind in getattr(message, "alternatives", []) if kind == "text/html")
    path = folder / "mail.html"
    path.write_text(str(html), encoding="utf-8")
    page = reader.page.context.new_page()
    page.goto(path.as_uri())
    if pictures := os.environ.get("PICTURES"):
        page.screenshot(path=f"{pictures}/{path.parent.name}.png", full_page=True)
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0
    assert page.locator("h1").count() == 1
    assert page.locator(".q a[href*='/subscribe/stop/']").count() == 1
    page.close()
