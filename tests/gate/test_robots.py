"""robots.txt: asked once a day, heeded on every hop, and never mistaken for a page."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.utils import timezone

from filings.gate.robots import pause_seconds
from filings.models.hosts import Host
from filings.pipeline.fetch import BadStatus, Disallowed, NoAnswer, Refused, fetch

from .web import page, redirect, silence

pytestmark = pytest.mark.django_db

RULES = b"User-agent: *\nDisallow: /private\nAllow: /private/open\n"


def test_what_the_host_disallows_is_not_fetched(web):
    web.on("/robots.txt", page(RULES))
    web.on("/private/open", page(b"open"))
    with pytest.raises(Disallowed, match=r"robots\.txt of .* asks us not to fetch /private/list") as refusal:
        fetch(web.on("/private/list", page()))
    assert refusal.value.outcome == "BLOCKED"
    assert web.seen("/private/list") == []
    assert fetch(f"{web.url}/private/open").body == b"open"


def test_rules_for_us_by_name_come_first(web):
    web.on("/robots.txt", page(b"User-agent: *\nDisallow: /\n\nUser-agent: ChinaAIFilingTracker\nDisallow: /no\n"))
    assert fetch(web.on("/yes", page(b"ok"))).body == b"ok"
    with pytest.raises(Disallowed):
        fetch(web.on("/no", page()))


def test_a_redirect_does_not_lead_around_the_rules(web):
    web.on("/robots.txt", page(RULES))
    web.on("/private", page())
    with pytest.raises(Disallowed):
        fetch(web.on("/", redirect("/private")))
    assert web.seen("/private") == []


def test_it_is_asked_once_a_day(web):
    address = web.on("/", page())
    fetch(address)
    fetch(address)
    assert len(web.seen("/robots.txt")) == 1
    Host.objects.update(robots_fetched_at=timezone.now() - dt.timedelta(hours=25))
    fetch(address)
    assert len(web.seen("/robots.txt")) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410, 412])
def test_a_host_without_it_sets_no_rules(web, status):
    web.on("/robots.txt", page(RULES, status))
    assert fetch(web.on("/private", page(b"ok"))).body == b"ok"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_error_of_the_host_ends_the_fetch(web, status):
    web.on("/robots.txt", page(b"", status))
    with pytest.raises(BadStatus, match=rf"HTTP {status} .*/robots\.txt"):
        fetch(web.on("/", page()))
    assert web.seen("/") == []
    assert Host.objects.get().robots_fetched_at is None


def test_a_host_that_hangs_there_is_waited_for_once(web, limit):
    limit(READ_SECONDS=0.2)
    web.on("/robots.txt", silence)
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        fetch(web.on("/", silence))
    assert time.monotonic() - started < 1
    assert (len(web.seen("/robots.txt")), web.seen("/")) == (1, [])


def test_a_redirect_of_it_is_checked_too(web):
    web.on("/robots.txt", redirect("http://169.254.169.254/"))
    with pytest.raises(Refused, match="not a public address"):
        fetch(web.on("/", page()))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"<html><body>404\nUser-agent: *\nDisallow: /\n</body></html>", {"Content_Type": "text/plain"}),
        (b"\n<!DOCTYPE html>\nUser-agent: *\nDisallow: /\n", {}),
        (b"User-agent: *\nDisallow: /\n", {"Content_Type": "text/html; charset=utf-8"}),
    ],
)
def test_a_page_in_its_place_sets_no_rules(web, body, headers):
    web.on("/robots.txt", page(body, **headers))
    assert fetch(web.on("/", page(b"ok"))).body == b"ok"


def test_strange_bytes_are_kept_in_any_database(web):
    web.on("/robots.txt", page("\ufeff".encode() + b"User-agent: *\0\nDisallow: /private \xff\xfe\n"))
    assert fetch(web.on("/", page(b"ok"))).body == b"ok"
    assert Host.objects.get().robots_txt.startswith("User-agent: *\n")


@pytest.mark.parametrize(
    ("delay", "seconds"), [("5", 5), ("0.2", 1), ("600", 30), ("inf", 1), ("nan", 1), ("-3", 1), ("soon", 1)]
)
def test_a_longer_pause_is_honoured_within_reason(delay, seconds):
    assert pause_seconds(f"User-agent: *\nCrawl-delay: {delay}\n", 1) == seconds


def test_the_pause_asked_for_is_kept(web):
    web.on("/robots.txt", page(b"User-agent: *\nCrawl-delay: 0.2\n"))
    address = web.on("/", page())
    fetch(address)
    fetch(address)
    first, second = web.seen("/")
    assert second.at - first.at >= 0.2
