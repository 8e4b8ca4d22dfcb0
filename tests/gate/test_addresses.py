"""Which addresses the gate talks to, and that the address it checked is the one it connects to."""

from __future__ import annotations

import socket
import time

import pytest

from filings.gate.addresses import checked_addresses, is_public, look_up, place_of
from filings.pipeline.fetch import NoAnswer, Refused, fetch

from .web import page, redirect

PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"]
PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.0.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.251",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_passes(address):
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_address_out_of_public_reach_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/only/a/path",
        "//www.cac.gov.cn/",
        "www.cac.gov.cn",
        "ftp://www.cac.gov.cn/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://[::1",
        "http://a b/",
        "http://www.cac.gov.cn:99999/",
        "http://www.cac.gov.cn:22/",
        "http://www.cac.gov.cn:0/",
        "http://user@www.cac.gov.cn/",
        "http://user:secret@www.cac.gov.cn/",
        f"http://{'a.' * 130}cn/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    with pytest.raises(Refused) as refusal:
        place_of(url)
    assert refusal.value.outcome == "FAILED"
    assert "secret" not in str(refusal.value)


def test_an_address_has_one_spelling():
    place = place_of(" HTTPS://WWW.cac.gov.cn/a b/清单.docx?x=清#part")
    assert place.url == "https://www.cac.gov.cn/a%20b/%E6%B8%85%E5%8D%95.docx?x=%E6%B8%85"
    assert (place.name, place.port) == ("www.cac.gov.cn", 443)


def test_backslash_does_not_hide_the_host():
    assert place_of("http://www.cac.gov.cn\\@127.0.0.1/").host == "www.cac.gov.cn"


def test_a_port_of_its_own_belongs_to_the_name(settings):
    settings.ALLOW_PRIVATE_HOSTS = ["127.0.0.1:8765"]
    assert place_of("http://127.0.0.1:8765/x").name == "127.0.0.1:8765"
    with pytest.raises(Refused, match="port 8766"):
        place_of("http://127.0.0.1:8766/x")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "2130706433",
        "%31%32%37.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "169.254.169.254",
        "localhost",
    ],
)
def test_every_spelling_of_a_private_address_is_refused(settings, host):
    settings.ALLOW_PRIVATE_HOSTS = []
    with pytest.raises(Refused, match="not a public address"):
        fetch(f"http://{host}/")


def test_one_private_address_among_public_ones_refuses_the_host(resolver):
    resolver(["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused, match=r"www\.example\.org, which is 10\.0\.0\.1, is not a public address"):
        checked_addresses("www.example.org", 80, 1)


@pytest.mark.django_db
def test_the_name_is_looked_up_once_for_a_connection(resolver, monkeypatch):
    """A name server that shows the check a public address and the connection a private one gains nothing."""
    asked = resolver(["93.184.216.34"], ["127.0.0.1"])
    connected = []

    def connect(_socket, address):
        connected.append(address)
        raise TimeoutError

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(NoAnswer):
        fetch("http://www.example.org/")
    assert (asked, connected) == (["www.example.org"], [("93.184.216.34", 80)])


@pytest.mark.django_db
def test_a_redirect_is_looked_up_and_checked_anew(web, resolver):
    asked = resolver(["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"])
    address = web.on("/", redirect("http://www.example.org/secret"))
    with pytest.raises(Refused, match=r"www\.example\.org, which is 10\.0\.0\.1, is not a public address"):
        fetch(address)
    assert asked == ["127.0.0.1", "127.0.0.1", "www.example.org"]


@pytest.mark.django_db
def test_an_exempt_host_is_exempt_on_its_port_only(web, other_web, settings):
    settings.ALLOW_PRIVATE_HOSTS = [web.name]
    assert fetch(web.on("/", page(b"let in"))).body == b"let in"
    with pytest.raises(Refused):
        fetch(other_web.on("/", page(b"kept out")))
    assert other_web.requests == []


def test_a_resolver_that_hangs_is_given_up(monkeypatch):
    def hang(*_, **__):
        time.sleep(0.5)
        return []

    monkeypatch.setattr("socket.getaddrinfo", hang)
    with pytest.raises(NoAnswer, match="could not be looked up within"):
        look_up("www.example.org", 80, 0.05)


@pytest.mark.parametrize("host", ["a" * 64 + ".cn", "a..cn"])
def test_what_is_no_host_name_is_refused(host):
    with pytest.raises(Refused, match="is not a host name"):
        look_up(host, 80, 5)


def test_an_unknown_name_is_unreachable(monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    with pytest.raises(NoAnswer, match=r"the name www\.example\.org could not be looked up") as failure:
        look_up("www.example.org", 80, 5)
    assert (failure.value.outcome, failure.value.try_again) == ("UNREACHABLE", True)
