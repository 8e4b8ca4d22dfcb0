"""One fetch: what is sent, which answers are good, where redirects lead, and when it is worth another try."""

from __future__ import annotations

import datetime as dt
import email.utils

import pytest
from django.utils import timezone

from filings.models.hosts import Host
from filings.pipeline.fetch import BadStatus, FetchError, NoAnswer, Refused, TooManyRedirects, fetch, retry_after
from tests.services import free_port

from .web import page, raw, redirect

pytestmark = pytest.mark.django_db


def test_a_page_comes_with_all_that_is_known_of_it(web):
    before = timezone.now()
    reply = fetch(web.on("/a", page("清单".encode(), ETag='"1"')))
    assert (reply.url, reply.status, reply.body.decode()) == (f"{web.url}/a", 200, "清单")
    assert reply.headers["etag"] == '"1"'
    assert not reply.not_modified
    assert before <= reply.fetched_at <= timezone.now()
    assert 0 < reply.seconds < 5


def test_the_request_says_who_asks(web, settings):
    settings.SITE_URL, settings.CONTACT, settings.VERSION = "https://tracker.example.org", "desk@example.org", "1.2"
    fetch(web.on("/", page()))
    sent = web.seen("/")[0].headers
    assert sent["user-agent"] == "ChinaAIFilingTracker/1.2 (+https://tracker.example.org; desk@example.org)"
    assert sent["accept-language"] == "zh-CN"
    assert not sent.keys() & {"cookie", "authorization", "referer", "if-none-match", "if-modified-since"}


def test_a_contact_in_chinese_breaks_no_header(web, settings):
    settings.CONTACT = "联系人\r\nX-Forged: 1"
    fetch(web.on("/", page()))
    sent = web.seen("/")[0].headers
    assert "x-forged" not in sent
    assert "%E8%81%94" in sent["user-agent"]


def test_the_environment_sets_no_proxy_and_no_password(web, other_web, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("default login someone password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other_web.url)
    fetch(web.on("/", page()))
    assert other_web.requests == []
    assert "authorization" not in web.seen("/")[0].headers


def test_cookies_are_not_kept(web):
    address = web.on("/", page(Set_Cookie="visit=1"))
    fetch(address)
    fetch(address)
    assert "cookie" not in web.seen("/")[1].headers


def test_referer_and_form_are_sent(web):
    fetch(web.on("/list", page()), referer=f"{web.url}/清单", method="POST", data={"pageno": "1"})
    sent = web.seen("/list")[0]
    assert (sent.method, sent.body) == ("POST", b"pageno=1")
    assert sent.headers["referer"] == f"{web.url}/%E6%B8%85%E5%8D%95"


def test_an_unchanged_page_is_said_to_be_so(web):
    address = web.on("/", page(b"", 304, ETag='"7"'))
    reply = fetch(address, etag='"7"', last_modified="Wed, 07 Jan 2026 06:36:17 GMT")
    assert (reply.status, reply.not_modified, reply.body) == (304, True, b"")
    sent = web.seen("/")[0].headers
    assert sent["if-none-match"] == '"7"'
    assert sent["if-modified-since"] == "Wed, 07 Jan 2026 06:36:17 GMT"


def test_not_modified_without_having_asked_is_a_failure(web):
    with pytest.raises(BadStatus, match="HTTP 304"):
        fetch(web.on("/", page(b"", 304)))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (204, "FAILED"),
        (400, "FAILED"),
        (401, "FAILED"),
        (404, "FAILED"),
        (410, "FAILED"),
        (403, "UNREACHABLE"),
        (412, "UNREACHABLE"),
        (429, "UNREACHABLE"),
        (500, "UNREACHABLE"),
        (502, "UNREACHABLE"),
        (503, "UNREACHABLE"),
        (521, "UNREACHABLE"),
        (302, "FAILED"),
    ],
)
def test_other_statuses_end_the_poll(web, status, outcome):
    address = web.on("/a", page(b"", status))
    with pytest.raises(BadStatus) as failure:
        fetch(address)
    assert failure.value.outcome == outcome
    assert str(failure.value).startswith(f"HTTP {status} (")
    assert f"from {web.name}/a" in str(failure.value)


def test_redirects_are_followed_and_the_last_address_is_told(web):
    web.on("/b", redirect("c"))
    web.on("/c", page(b"here"))
    reply = fetch(web.on("/a", redirect("/b", 301)))
    assert (reply.url, reply.body) == (f"{web.url}/c", b"here")


def test_a_redirect_in_chinese_is_followed(web):
    web.on("/%E6%B8%85%E5%8D%95", page(b"here"))
    location = b"HTTP/1.1 302 Found\r\nLocation: /" + "清单".encode() + b"\r\nContent-Length: 0\r\n\r\n"
    assert fetch(web.on("/a", raw([location]))).body == b"here"


def test_a_redirect_to_a_link_local_address_is_refused(web):
    with pytest.raises(Refused, match=r"169\.254\.169\.254"):
        fetch(web.on("/", redirect("http://169.254.169.254/latest/meta-data/")))


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/", "file:///etc/passwd", "http://[", "http://u:p@127.0.0.1/"])
def test_a_redirect_to_no_web_address_is_refused(web, location):
    with pytest.raises(Refused):
        fetch(web.on("/", redirect(location)))


def test_a_redirect_loop_ends(web):
    with pytest.raises(TooManyRedirects, match="more than 5 redirects") as failure:
        fetch(web.on("/", redirect("/")))
    assert failure.value.outcome == "FAILED"
    assert len(web.seen("/")) == 6


def test_another_host_learns_the_site_we_come_from_and_not_the_page(web, other_web):
    web.on("/here", redirect("/there"))
    web.on("/there", redirect(other_web.on("/", page())))
    fetch(web.url + "/here", referer=f"{web.url}/page?batch=1")
    assert web.seen("/there")[0].headers["referer"] == f"{web.url}/page?batch=1"
    assert other_web.seen("/")[0].headers["referer"] == f"{web.url}/"


@pytest.mark.parametrize(("status", "method", "body"), [(303, "GET", b""), (302, "GET", b""), (307, "POST", b"a=1")])
def test_a_redirected_form_keeps_its_method_where_the_standard_says_so(web, status, method, body):
    web.on("/next", page())
    fetch(web.on("/", redirect("/next", status)), method="POST", data={"a": "1"})
    assert (web.seen("/next")[0].method, web.seen("/next")[0].body) == (method, body)


def test_a_gateway_fault_is_tried_again(web):
    assert fetch(web.on("/", page(b"", 502), page(b"", 504), page(b"well"))).body == b"well"
    assert not Host.objects.filter(failures__gt=0).exists()


def test_a_broken_off_answer_is_tried_again(web):
    half = raw([b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"])
    assert fetch(web.on("/", half, page(b"whole"))).body == b"whole"


@pytest.mark.parametrize("bad", [raw([]), raw([b"HTTP/1.1"]), raw([b"nonsense\r\n\r\n"])], ids=["none", "cut", "junk"])
def test_no_proper_answer_is_tried_twice_more_and_then_the_host_is_left_alone(web, bad):
    with pytest.raises(NoAnswer, match="without a proper answer"):
        fetch(web.on("/", bad))
    assert len(web.seen("/")) == 3
    assert Host.objects.get(name=web.name).failures == 1


@pytest.mark.parametrize("status", [404, 403, 429, 500, 503])
def test_other_statuses_are_not_tried_again(web, status):
    with pytest.raises(BadStatus):
        fetch(web.on("/", page(b"", status)))
    assert len(web.seen("/")) == 1


def test_a_closed_port_is_unreachable():
    with pytest.raises(NoAnswer, match="Connection refused") as failure:
        fetch(f"http://127.0.0.1:{free_port()}/")
    assert failure.value.outcome == "UNREACHABLE"


def test_what_is_no_address_fails_with_a_sentence():
    with pytest.raises(FetchError) as failure:
        fetch("ftp://www.example.org/list")
    assert str(failure.value) == "ftp://www.example.org/list is not an http or https address"
    assert not Host.objects.exists()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("0", 0), ("999999999", 86400), *((bad, None) for bad in ("-5", "soon", "", "²", "9" * 5000))],
)
def test_retry_after_in_seconds(value, seconds):
    assert retry_after({"retry-after": value}) == seconds


@pytest.mark.parametrize(("ahead", "low", "high"), [(300, 290, 301), (-300, 0, 0), (10**6, 86400, 86400)])
def test_retry_after_as_a_date(ahead, low, high):
    moment = timezone.now() + dt.timedelta(seconds=ahead)
    seconds = retry_after({"retry-after": email.utils.format_datetime(moment.astimezone(dt.UTC), usegmt=True)})
    assert seconds is not None
    assert low <= seconds <= high
