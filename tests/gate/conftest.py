"""What the tests of the network gate share: a scripted host, and limits short enough to wait for."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from filings.gate import limits

from .web import Web


@pytest.fixture(autouse=True)
def in_reach_and_quick(settings, monkeypatch) -> None:
    """This machine is let in, and nothing waits unless the test says so."""
    settings.ALLOW_PRIVATE_HOSTS = ["127.0.0.1"]
    settings.POLITENESS_SECONDS = 0.0
    monkeypatch.setattr(limits, "RETRY_DELAYS_SECONDS", (0.01, 0.01))


@pytest.fixture
def limit(monkeypatch) -> Callable[..., None]:
    """Set limits of the gate by name: `limit(READ_SECONDS=0.2)`."""

    def set_all(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setattr(limits, name, value)

    return set_all


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as running:
        yield running


@pytest.fixture
def other_web() -> Iterator[Web]:
    """A second host: another port of the same machine."""
    with Web() as running:
        yield running


@pytest.fixture
def resolver(monkeypatch) -> Callable[..., list[str]]:
    """Names lead to the addresses given, one list per look-up and the last for ever; returns the names looked up."""

    def lead(*answers: list[str]) -> list[str]:
        asked: list[str] = []
        remaining = itertools.chain(answers, itertools.repeat(answers[-1]))

        def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
            asked.append(host)
            family = {True: socket.AF_INET6, False: socket.AF_INET}
            return [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in next(remaining)]

        monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
        return asked

    return lead
