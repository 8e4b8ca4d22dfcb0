"""How often may be asked, counted exactly by all processes together, and addresses in one spelling."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from filings.alerts import allowances, letters, signup
from filings.alerts.addresses import normalised
from filings.alerts.signup import network_of
from filings.alerts.subscribe import Target, Terms
from filings.models import Allowance, Letter
from tests import factories as make

NOW = dt.datetime(2026, 7, 15, 10, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" Reader@Example.ORG ", "reader@example.org"),
        ("a@例子.中国", "a@xn--fsqu00a.xn--fiqs8s"),
        ("a.b+c@bücher.example", "a.b+c@xn--bcher-kva.example"),
    ],
)
def test_an_address_has_one_spelling(typed, expected):
    assert normalised(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "a", "a@", "@b.org", "a\n@b.org", "a@b.org\r\nTo: c", "é@b.org", "a@b..org", "a@\0b.org"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValueError, match="not an e-mail address"):
        normalised(typed)


@pytest.mark.parametrize(
    ("visitor", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_network_is_what_one_visitor_has(visitor, network):
    assert network_of(visitor) == network


@pytest.mark.django_db
class TestLimits:
    def test_they_hold_within_the_hour_and_are_forgotten_after_it(self):
        took = [allowances.take("address", "a@example.org", 3, NOW) for _ in range(5)]
        assert took == [True, True, True, False, False]
        assert allowances.take("address", "b@example.org", 3, NOW)
        assert allowances.take("address", "a@example.org", 3, NOW + dt.timedelta(hours=1))
        allowances.forget_old(NOW + dt.timedelta(hours=1))
        assert Allowance.objects.count() == 1

    def test_no_address_can_be_read_from_them(self):
        allowances.take("address", "a@example.org", 3, NOW)
        assert "example" not in Allowance.objects.get().key

    def test_one_address_gets_few_letters_however_many_ask(self):
        for number in range(10):
            signup.ask("a@example.org", Target("everything"), Terms(), f"192.0.2.{number}", NOW)
        assert Letter.objects.count() == signup.PER_ADDRESS

    def test_all_together_are_limited_too(self, monkeypatch):
        monkeypatch.setattr(signup, "TOGETHER", 2)
        for number in range(2):
            signup.ask(f"{number}@example.org", Target("everything"), Terms(), f"192.0.2.{number}", NOW)
        with pytest.raises(signup.TooMany):
            signup.ask("c@example.org", Target("everything"), Terms(), "192.0.2.9", NOW)

    def test_old_letters_are_forgotten(self):
        make.make_letter(created_at=NOW - dt.timedelta(days=8))
        kept = make.make_letter(created_at=NOW)
        letters.forget_old(NOW)
        assert list(Letter.objects.all()) == [kept]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_at_once_never_get_more_than_the_limit():
    barrier, took = threading.Barrier(8), []

    def work() -> None:
        barrier.wait()
        took.append(allowances.take("network", "192.0.2.7", 3, timezone.now()))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert took.count(True) == 3
