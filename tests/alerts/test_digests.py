"""Digests: one message between two mornings, nothing twice, nothing lost when the rhythm changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from filings.alerts import digests, subscribe
from filings.alerts.digests import next_morning
from filings.alerts.dispatch import dispatch_released
from filings.alerts.subscribe import Target, Terms, follow
from filings.models import Delivery, EventKind, Message, Source, Subscription
from tests import factories as make
from tests.alerts.following import lines

pytestmark = pytest.mark.django_db

DAILY = Terms(rhythm="daily", zone="Asia/Shanghai")
NOON = dt.datetime(2026, 7, 14, 4, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def happen(number: int, at: dt.datetime = NOON, **values):
    """Something is published, and its set goes out."""
    event = make.make_event(make.make_filing(f"{number}", name=f"第{number}"), EventKind.LISTED, **values)
    dispatch_released(at)
    return event


def told(subscription: Subscription) -> list[list[str]]:
    return [[number for _kind, number in line] for line in lines(subscription)]


@pytest.mark.parametrize(
    ("rhythm", "zone", "now", "expected"),
    [
        ("daily", "Asia/Shanghai", "2026-07-14T04:00", "2026-07-15T00:00"),
        ("daily", "Asia/Shanghai", "2026-07-14T23:59", "2026-07-15T00:00"),
        ("daily", "Asia/Shanghai", "2026-07-15T00:00", "2026-07-16T00:00"),
        ("weekly", "Asia/Shanghai", "2026-07-14T04:00", "2026-07-20T00:00"),
        ("weekly", "America/New_York", "2026-07-20T12:00", "2026-07-27T12:00"),
        ("daily", "Europe/Berlin", "2026-03-28T08:00", "2026-03-29T06:00"),
        ("daily", "Europe/Berlin", "2026-03-27T08:00", "2026-03-28T07:00"),
    ],
)
def test_the_morning_is_that_of_the_reader_through_changes_of_clock(rhythm, zone, now, expected):
    def moment(text):
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)

    assert next_morning(rhythm, zone, moment(now)) == moment(expected)


def test_what_gathers_is_one_message_in_the_morning():
    subscription = follow("a@example.org", Target("everything"), DAILY, NOON)
    happen(1)
    happen(2)
    assert Delivery.objects.count() == 0
    assert digests.send_due(NOON + DAY) == 1
    assert told(subscription) == [["1", "2"]]
    message = Message.objects.get()
    assert message.subject == "14 Jul 2026: 2 filings listed"
    assert "1. Filed: 第1" in message.text
    assert digests.send_due(NOON + DAY) == 0


def test_each_event_is_in_one_digest_only():
    subscription = follow("a@example.org", Target("everything"), DAILY, NOON)
    for number in range(1, 4):
        happen(number)
        digests.send_due(NOON + number * DAY)
    assert told(subscription) == [["1"], ["2"], ["3"]]


def test_a_clock_that_stood_still_for_days_makes_one_digest_of_all():
    subscription = follow("a@example.org", Target("everything"), DAILY, NOON)
    happen(1)
    happen(2)
    digests.send_due(NOON + 5 * DAY)
    assert told(subscription) == [["1", "2"]]


@pytest.mark.parametrize("published_on", [dt.date(2020, 1, 1), dt.date(2030, 1, 1)])
def test_a_date_of_the_source_moves_nothing(published_on):
    subscription = follow("a@example.org", Target("everything"), DAILY, NOON)
    happen(1, published_on=published_on)
    digests.send_due(NOON + DAY)
    digests.send_due(NOON + 2 * DAY)
    assert told(subscription) == [["1"]]


def test_what_happened_before_it_was_followed_is_not_told():
    happen(1)
    subscription = follow("a@example.org", Target("everything"), DAILY, NOON)
    happen(2)
    digests.send_due(NOON + DAY)
    assert told(subscription) == [["2"]]


def test_a_quiet_day_is_told_to_those_only_who_asked_for_it(one_source):
    follow("a@example.org", Target("everything"), DAILY, NOON)
    asked = follow("b@example.org", Target("everything"), replace(DAILY, quiet_note=True), NOON)
    document = make.make_document()
    for outcome in ("UNCHANGED", "UNCHANGED", "FAILED"):
        make.make_poll(document, outcome, started_at=NOON, finished_at=NOON)
    Source.objects.update(last_good_at=NOON, failures=0)
    digests.send_due(NOON + DAY)
    delivery = Delivery.objects.get()
    assert delivery.subscription == asked
    assert delivery.message.subject == "14 Jul 2026: nothing changed"
    assert "We looked 3 times, of which 2 went well. Sources that are healthy: 1 of 1." in delivery.message.text
    assert "Nothing changed that concerns everything." in delivery.message.text


@pytest.mark.parametrize("rhythm", ["weekly", "now"])
def test_another_rhythm_first_tells_what_has_gathered(rhythm):
    subscription = follow("a@example.org", Target("everything"), DAILY, NOON)
    happen(1)
    subscribe.change(subscription, replace(DAILY, rhythm=rhythm), NOON)
    happen(2)
    digests.send_due(NOON + 9 * DAY)
    assert told(subscription) == [["1"], ["2"]]
    assert [one.sequence for one in subscription.deliveries.order_by("id")] == [1, 2]


def test_from_at_once_to_a_digest_nothing_is_told_twice():
    subscription = follow("a@example.org", Target("everything"), Terms(), NOON)
    happen(1)
    subscribe.change(subscription, DAILY, NOON)
    happen(2)
    digests.send_due(NOON + DAY)
    assert told(subscription) == [["1"], ["2"]]


def test_what_happens_during_a_pause_is_not_told_afterwards():
    subscription = follow("a@example.org", Target("everything"), DAILY, NOON)
    subscribe.pause(subscription)
    happen(1)
    digests.send_due(NOON + DAY)
    subscribe.resume(subscription, NOON + DAY)
    happen(2)
    digests.send_due(NOON + 2 * DAY)
    assert told(subscription) == [["2"]]


def test_many_subscriptions_cost_few_queries(django_assert_max_num_queries):
    for number in range(60):
        follow(f"{number}@example.org", Target("everything"), DAILY, NOON)
    happen(1)
    with django_assert_max_num_queries(30):
        assert digests.send_due(NOON + DAY) == 60


def test_a_digest_of_the_same_moment_as_a_change_of_terms_has_its_own_number():
    subscription = follow("a@example.org", Target("everything"), DAILY, timezone.now())
    happen(1)
    subscribe.change(subscription, replace(DAILY, kinds=("listed",)), NOON)
    happen(2)
    digests.send_due(timezone.now() + DAY)
    assert told(subscription) == [["1"], ["2"]]
