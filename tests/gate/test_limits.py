"""Hosts that answer too slowly, too much or not completely."""

from __future__ import annotations

import gzip
import itertools
import time
import tracemalloc
import zlib

import pytest

from filings.models.hosts import Host
from filings.pipeline.fetch import BrokenOff, FetchError, NoAnswer, TooLarge, fetch

from .web import page, raw, redirect, silence

pytestmark = pytest.mark.django_db

HEAD = b"HTTP/1.1 200 OK\r\n"
# Everything that is cut off here is cut off long before this.
SOON = 5


@pytest.fixture(autouse=True)
def is_quick():
    started = time.monotonic()
    yield
    assert time.monotonic() - started < SOON


def known_to_have_no_robots(web):
    fetch(web.on("/before", page()))


def dripping(head, piece=b"x"):
    return raw(itertools.chain([head], itertools.repeat(piece)), every=0.05)


def test_silence_ends_after_the_read_limit_and_is_not_tried_again(web, limit):
    known_to_have_no_robots(web)
    limit(READ_SECONDS=0.2)
    with pytest.raises(NoAnswer, match=r"did not answer within"):
        fetch(web.on("/", silence))
    assert len(web.seen("/")) == 1
    assert Host.objects.get(name=web.name).failures == 1


def test_silence_in_the_middle_of_a_body(web, limit):
    known_to_have_no_robots(web)
    limit(READ_SECONDS=0.2)
    with pytest.raises(NoAnswer, match="fell silent"):
        fetch(web.on("/", raw([HEAD + b"Content-Length: 10\r\n\r\nhalf", b""], every=2)))
    assert len(web.seen("/")) == 1


@pytest.mark.parametrize(
    "script",
    [
        dripping(HEAD + b"Content-Length: 9999\r\n\r\n"),
        dripping(HEAD + b"\r\n"),
        dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        dripping(HEAD + b"X-Long: "),
        dripping(HEAD, b"X: y\r\n"),
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(b"HTTP/1.1 503 No\r\nX-Long: "),
    ],
    ids=["body", "body without length", "chunks", "one header", "many headers", "continue", "headers of a 503"],
)
def test_whatever_drips_ends_with_the_total_limit(web, limit, script):
    known_to_have_no_robots(web)
    limit(TOTAL_SECONDS=0.5)
    with pytest.raises(NoAnswer, match="no complete answer"):
        fetch(web.on("/", script))
    assert len(web.seen("/")) == 1


def test_redirects_share_one_total_limit(web, limit):
    known_to_have_no_robots(web)
    limit(TOTAL_SECONDS=0.5)

    def slow_redirect(handler):
        handler.playing.stopping.wait(0.2)
        redirect("/")(handler)

    with pytest.raises(NoAnswer):
        fetch(web.on("/", slow_redirect))
    assert len(web.seen("/")) <= 3


def test_a_length_above_the_limit_is_refused_at_once(web, limit):
    limit(MAX_BODY_BYTES=1000)
    with pytest.raises(TooLarge) as failure:
        fetch(web.on("/", raw([HEAD + b"Content-Length: 1001\r\n\r\n", b""], every=SOON)))
    assert failure.value.outcome == "FAILED"


def test_an_endless_body_ends_at_the_limit(web, limit):
    limit(MAX_BODY_BYTES=2_000_000)
    with pytest.raises(TooLarge, match="larger than 2 MB"):
        fetch(web.on("/", raw(itertools.chain([HEAD + b"\r\n"], itertools.repeat(b" " * 65536)))))
    assert len(web.seen("/")) == 1


def test_a_body_at_the_limit_passes(web, limit):
    limit(MAX_BODY_BYTES=1000)
    assert len(fetch(web.on("/", page(b"x" * 1000))).body) == 1000


def test_a_gzip_bomb_ends_at_the_limit(web, limit):
    limit(MAX_BODY_BYTES=3_000_000)
    bomb = gzip.compress(b"0" * 100_000_000, 9)
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    with pytest.raises(TooLarge):
        fetch(web.on("/", page(bomb, Content_Encoding="gzip")))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_endless_empty_gzip_members_end_at_the_limit(web, limit):
    limit(MAX_BODY_BYTES=1_000_000)
    members = itertools.chain([HEAD + b"Content-Encoding: gzip\r\n\r\n"], itertools.repeat(gzip.compress(b"") * 1000))
    with pytest.raises(TooLarge):
        fetch(web.on("/", raw(members)))


def test_the_body_of_a_redirect_is_not_read(web, limit):
    limit(TOTAL_SECONDS=2)
    web.on("/next", page(b"here"))
    endless = itertools.chain([b"HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n"], itertools.repeat(b" " * 65536))
    assert fetch(web.on("/", raw(endless))).body == b"here"


@pytest.mark.parametrize("size", [0, 1, 70_000, 1_000_000])
def test_gzip_is_unpacked(web, size):
    body = bytes(index % 251 for index in range(size))
    assert fetch(web.on("/", page(gzip.compress(body), Content_Encoding="gzip"))).body == body


def test_gzip_members_follow_each_other(web):
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    assert fetch(web.on("/", page(packed, Content_Encoding="gzip"))).body == b"one two"


def test_an_empty_body_is_empty_however_packed(web):
    assert fetch(web.on("/", page(b"", Content_Encoding="gzip"))).body == b""


def test_an_archive_that_is_gzip_itself_is_left_as_it_is(web):
    packed = gzip.compress(b"a file")
    assert fetch(web.on("/", page(packed, Content_Type="application/gzip"))).body == packed


def test_an_unknown_packing_is_a_failure(web):
    with pytest.raises(FetchError, match="'br'"):
        fetch(web.on("/", page(b"?", Content_Encoding="br")))


def test_what_is_no_gzip_is_a_failure(web):
    with pytest.raises(FetchError, match="could not be unpacked"):
        fetch(web.on("/", page(b"plain", Content_Encoding="gzip")))


@pytest.mark.parametrize(
    "script",
    [
        raw([HEAD + b"Content-Length: 10\r\n\r\nhalf"]),
        raw([HEAD + b"Transfer-Encoding: chunked\r\n\r\na\r\nhalf"]),
        raw([HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"]),
        page(gzip.compress(b"half of it" * 100)[:-8], Content_Encoding="gzip"),
        page(zlib.compress(b"x", wbits=31)[:12], Content_Encoding="gzip"),
    ],
    ids=["length", "in a chunk", "after a chunk", "gzip without its end", "gzip in its head"],
)
def test_a_broken_off_answer_is_unreachable_but_the_host_goes_on(web, script):
    with pytest.raises(BrokenOff, match="broke off") as failure:
        fetch(web.on("/", script))
    assert failure.value.outcome == "UNREACHABLE"
    assert len(web.seen("/")) == 3
    assert Host.objects.get(name=web.name).not_before is None
