"""Secured connections: the certificate is verified, against the name of the host and not the address it leads to."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time

import pytest

from filings.pipeline.fetch import NoAnswer, fetch

from .web import page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed"),
]


@pytest.fixture
def secured(web, tmp_path):
    """The scripted host under TLS, with a certificate for "localhost" that it signed itself; yields its path."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
    web.on("/", page(b"secured"))
    return certificate


@pytest.fixture
def allowed(settings):
    settings.ALLOW_PRIVATE_HOSTS = ["localhost", "127.0.0.1"]


def test_an_unknown_certificate_is_refused(secured, web, allowed):
    with pytest.raises(NoAnswer, match=r"no secure connection to localhost: self-signed certificate$") as failure:
        fetch(f"https://localhost:{web.port}/")
    assert not failure.value.try_again
    assert web.requests == []


def test_the_certificate_of_the_name_is_accepted(secured, web, allowed, monkeypatch):
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(secured))
    assert fetch(f"https://localhost:{web.port}/").body == b"secured"


def test_the_certificate_of_another_name_is_refused(secured, web, allowed, monkeypatch):
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(secured))
    with pytest.raises(NoAnswer, match=r"certificate is not valid for '127\.0\.0\.1'"):
        fetch(f"https://127.0.0.1:{web.port}/")
    assert web.requests == []


def test_the_environment_chooses_no_certificates(secured, web, allowed, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(secured))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(secured))
    with pytest.raises(NoAnswer, match="no secure connection"):
        fetch(f"https://localhost:{web.port}/")


def test_a_handshake_that_never_comes_is_given_up(allowed, limit):
    limit(CONNECT_SECONDS=0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        started = time.monotonic()
        with pytest.raises(NoAnswer, match="no secure connection to localhost in time"):
            fetch(f"https://localhost:{mute.getsockname()[1]}/")
    assert time.monotonic() - started < 2
