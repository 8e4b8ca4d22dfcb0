"""Chat through Apprise, an optional extra: only services whose host is fixed."""

from __future__ import annotations

import pytest

from filings.alerts import chat
from filings.alerts.webhooks import Rejected

apprise = pytest.importorskip("apprise", reason="Apprise is an optional extra")


@pytest.mark.parametrize(
    "address", ["json://10.0.0.1/", "xml://localhost", "mailto://a:b@example.org", "http://example.org", "nonsense", ""]
)
def test_kinds_that_name_a_host_of_their_own_are_refused(address):
    with pytest.raises(ValueError, match="only these services"):
        chat.check_address(address)


def test_an_incomplete_address_is_refused():
    with pytest.raises(ValueError, match="not complete"):
        chat.check_address("discord://")


def test_a_whole_address_is_taken():
    address = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
    assert chat.check_address(address) == address


@pytest.mark.parametrize("is_taken", [True, False])
def test_what_the_service_says_is_heeded(monkeypatch, is_taken):
    said = []

    def notify(_self, **message):
        said.append(message)
        return is_taken

    monkeypatch.setattr(apprise.Apprise, "notify", notify)
    address = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
    if is_taken:
        chat.send(address, "Filed: 豆包", "…")
    else:
        with pytest.raises(Rejected):
            chat.send(address, "Filed: 豆包", "…")
    assert said == [{"title": "Filed: 豆包", "body": "…"}]


def test_without_the_extra_it_says_that_chat_is_not_set_up(monkeypatch):
    monkeypatch.setattr(chat, "is_available", lambda: False)
    with pytest.raises(ValueError, match="not set up"):
        chat.check_address("discord://1/2")
