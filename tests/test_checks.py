"""A wrong configuration is said at start: each check by its id, with a hint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks

from filings import checks

GOOD = {
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "SECRET_FROM_ENVIRONMENT": True,
    "SITE_URL": "https://tracker.example.org",
    "CONTACT": "tracker@example.org",
    "LEASE_SECONDS": 300,
}


@pytest.fixture(autouse=True)
def good(settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)


def found() -> list[str]:
    messages = [message for message in run_checks() if str(message.id).startswith("filings.")]
    assert all(message.hint for message in messages)
    return [str(message.id) for message in messages]


def test_a_good_configuration_has_nothing_to_say():
    assert found() == []


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"DATABASE_URL": "postgres://db/a", "REDIS_URL": "redis://q", "SECRET_FROM_ENVIRONMENT": False}, ["E001"]),
        ({"DATABASE_URL": "postgres://db/a", "REDIS_URL": "redis://q"}, []),
        ({"REDIS_URL": "redis://q"}, ["W001"]),
        ({"DATABASE_URL": "postgres://db/a"}, ["W001"]),
        ({"SITE_URL": "tracker.example.org"}, ["E002"]),
        ({"CAC_BASE_URL": "ftp://example.org"}, ["E002"]),
        ({"BEIAN_BASE_URL": "https://"}, ["E002"]),
        ({"GUANGDONG_BASE_URL": "", "SITE_URL": ""}, ["E002", "E002"]),
        ({"CONTACT": ""}, ["W002"]),
        ({"CONTACT": "值班@example.org"}, ["W003"]),
        ({"POLITENESS_SECONDS": -1.0}, ["E003"]),
        ({"POLITENESS_SECONDS": 0.0, "HOLD_AMENDMENTS": 0}, []),
        ({"HOLD_AMENDMENTS": -1}, ["E003"]),
        ({"LEASE_SECONDS": 0}, ["E003"]),
        ({"LEASE_SECONDS": -1}, ["E003"]),
        ({"TICK_SECONDS": 0}, ["E003"]),
    ],
)
def test_what_is_wrong_is_found(settings, values, ids):
    for name, value in values.items():
        setattr(settings, name, value)
    assert found() == [f"filings.{one}" for one in ids]


def test_the_message_names_the_setting(settings):
    settings.CAC_BASE_URL = "example.org"
    (message,) = checks.check_addresses()
    assert message.msg.startswith("CAC_BASE_URL ")


def test_every_id_is_tested_here():
    defined = set(re.findall(r'id="filings\.([EW]\d{3})"', Path(checks.__file__).read_text()))
    assert defined == {"E001", "E002", "E003", "W001", "W002", "W003"}
