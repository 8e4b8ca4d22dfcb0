"""Recall: exactly those who were told get one correction, on the thread of the first mail."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from filings import jobs
from filings.alerts import subscribe
from filings.alerts.dispatch import dispatch_released
from filings.models import Delivery, DeliveryLine, DeliveryState, Event, Subscription, Withdrawal
from tests.pipeline.reading import day, edited, known

from .following import follow_product, rename
from .following import subscribe as new_subscription

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_queue(settings):
    settings.RQ_QUEUES = {}


def withdraw(event: Event, user) -> Withdrawal:
    return Withdrawal.objects.create(event=event, reason="The row was misread.", by=user, at=timezone.now())


def loud_event() -> Event:
    return Event.objects.get(change_set__is_silent=False)


def test_a_reason_of_the_machine_is_said_in_the_language_of_the_mail(mailoutbox, admin_user):
    listed = known()
    new_subscription(language="zh-hans")
    rename(listed)
    jobs.send_alerts()
    Withdrawal.objects.create(event=loud_event(), reason="Rejected by a person.", by=admin_user, at=timezone.now())
    jobs.send_alerts()
    assert "经人工否决。" in mailoutbox[-1].body
    assert "Rejected by a person." not in mailoutbox[-1].body


def test_those_who_were_told_get_one_correction_on_the_same_thread(mailoutbox, admin_user):
    listed = known()
    told, also = new_subscription(), follow_product("抖音短视频", email="b@example.org")
    other = follow_product("示例0002号助手", email="c@example.org")
    rename(listed)
    jobs.send_alerts()
    withdraw(loud_event(), admin_user)
    jobs.send_alerts()
    jobs.send_alerts()
    corrections = Delivery.objects.exclude(answers=None)
    assert {one.subscription for one in corrections} == {told, also}
    assert not other.deliveries.exists()
    assert len(mailoutbox) == 4
    by_receiver: dict[str, list[Any]] = {}
    for mail in mailoutbox:
        by_receiver.setdefault(mail.to[0], []).append(mail.message())
    for first, second in by_receiver.values():
        assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
        assert second["Message-ID"] != first["Message-ID"]
        assert second["X-Alert-Number"] == "2"
    assert mailoutbox[-1].subject.startswith("Taken back: Rewritten: ")
    assert "The row was misread." in mailoutbox[-1].body
    assert DeliveryLine.objects.filter(is_correction=True).count() == 2


def test_what_waits_unsent_is_left_unsent_and_needs_no_correction(mailoutbox, admin_user):
    listed = known()
    new_subscription()
    rename(listed)
    dispatch_released(timezone.now())
    withdraw(loud_event(), admin_user)
    jobs.send_alerts()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error) == (DeliveryState.DROPPED, "taken back before it was sent")
    assert mailoutbox == []


def test_what_may_have_arrived_is_corrected_after_it_has_arrived(mailoutbox, admin_user):
    listed = known()
    new_subscription()
    rename(listed)
    dispatch_released(timezone.now())
    later = timezone.now() + dt.timedelta(minutes=1)
    Delivery.objects.update(attempts=1, next_attempt_at=later)
    withdraw(loud_event(), admin_user)
    jobs.send_alerts()
    assert (Delivery.objects.count(), mailoutbox) == (2, []), "the correction waits for what it corrects"
    Delivery.objects.filter(answers=None).update(next_attempt_at=timezone.now())
    jobs.send_alerts()
    jobs.send_alerts()
    assert [mail.message()["X-Alert-Number"] for mail in mailoutbox] == ["1", "2"]


def test_a_message_that_also_tells_other_things_is_sent_and_then_corrected(mailoutbox, admin_user):
    listed = known()
    new_subscription()
    listed.read(edited((0, {"name": "甲"}), (1, {"name": "乙"})), day(1))
    dispatch_released(timezone.now())
    withdraw(Event.objects.filter(change_set__is_silent=False)[0], admin_user)
    jobs.send_alerts()
    jobs.send_alerts()
    assert len(mailoutbox) == 2


def test_an_event_that_is_withdrawn_before_dispatch_is_told_to_nobody(mailoutbox, admin_user):
    listed = known()
    new_subscription()
    rename(listed)
    withdraw(loud_event(), admin_user)
    jobs.send_alerts()
    assert (mailoutbox, Delivery.objects.count()) == ([], 0)


def test_who_has_left_is_not_written_to_again(mailoutbox, admin_user):
    listed = known()
    new_subscription()
    rename(listed)
    jobs.send_alerts()
    subscribe.stop(Subscription.objects.all(), "by one click", timezone.now())
    withdraw(loud_event(), admin_user)
    jobs.send_alerts()
    assert len(mailoutbox) == 1
