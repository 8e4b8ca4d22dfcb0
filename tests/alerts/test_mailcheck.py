"""SPF, DKIM and DMARC in words, against a real DNS server on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from django.urls import reverse

from filings.alerts import mailcheck

GOOD = {
    "example.org.": ["google-site-verification=x", "v=spf1 ip4:192.0.2.1 -all"],
    "mail._domainkey.example.org.": ["v=DKIM1; k=rsa; p=MIGfMA0"],
    "_dmarc.example.org.": ["v=DMARC1; p=reject"],
}


@pytest.fixture
def dns_server(settings) -> Iterator[dict[str, list[str]]]:
    """Answers what stands in the dictionary; a name that is not there does not exist."""
    records: dict[str, list[str]] = dict(GOOD)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                try:
                    question, sender = server.recvfrom(4096)
                except OSError:
                    return
                server.sendto(answer(question, records), sender)

        threading.Thread(target=serve, daemon=True).start()
        settings.DNS_SERVER = f"127.0.0.1:{server.getsockname()[1]}"
        settings.DEFAULT_FROM_EMAIL, settings.DKIM_SELECTOR = "Tracker <alerts@Example.org>", "mail"
        yield records


def answer(question: bytes, records: dict[str, list[str]]) -> bytes:
    query = dns.message.from_wire(question)
    reply = dns.message.make_response(query)
    name = query.question[0].name.to_text()
    if name in records:
        texts = [f'"{text}"' for text in records[name]]
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *texts))
    else:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()


def findings() -> dict[str, bool | None]:
    return {finding.name: finding.is_good for finding in mailcheck.check().findings[:3]}


def test_good_settings_are_said_to_be_good(dns_server):
    report = mailcheck.check()
    assert report.domain == "example.org"
    assert findings() == {"SPF": True, "DKIM": True, "DMARC": True}


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("example.org.", ["v=spf1 +all"], {"SPF": False}),
        ("example.org.", ["v=spf1 -all", "v=spf1 ~all"], {"SPF": False}),
        ("example.org.", ["nothing"], {"SPF": False}),
        ("mail._domainkey.example.org.", ["v=DKIM1; p="], {"DKIM": False}),
        ("_dmarc.example.org.", ["v=DMARC1; p=none"], {"DMARC": False}),
    ],
)
def test_what_is_wrong_is_said(dns_server, name, texts, expected):
    dns_server[name] = texts
    assert findings().items() >= expected.items()


def test_missing_records_are_wrong_and_not_unknown(dns_server):
    dns_server.clear()
    assert findings() == {"SPF": False, "DKIM": False, "DMARC": False}


def test_without_a_selector_the_key_is_not_known(dns_server, settings):
    settings.DKIM_SELECTOR = ""
    assert findings()["DKIM"] is None


def test_without_a_resolver_nothing_is_known_and_that_is_said(dns_server, settings, monkeypatch):
    monkeypatch.setattr("filings.gate.names.SECONDS", 0.3)
    settings.DNS_SERVER = "127.0.0.1:1"
    assert set(findings().values()) == {None}
    assert "no resolver answered" in mailcheck.check().findings[0].text


def test_bounces_that_go_elsewhere_are_judged_there(dns_server, settings):
    settings.BOUNCES_TO = "bounces@other.example"
    assert findings()["SPF"] is False


def test_the_operators_page_says_it(dns_server, admin_client):
    text = admin_client.get(reverse("admin:filings_mail_check")).content.decode()
    assert "Receivers are asked to refuse or set aside what fails." in text
    assert "v=DMARC1; p=reject" in text
