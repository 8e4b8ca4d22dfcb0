"""From released change sets to messages: whom a set touches, with which lines, once, and in an unbroken sequence."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from filings.alerts.dispatch import dispatch, dispatch_released
from filings.models import ChangeSet, Delivery, DeliveryState, Organization, Series
from filings.pipeline.release import drop, release
from filings.sources import deep_synthesis
from tests.builders import deep_rows
from tests.pipeline.reading import (
    DOUBAO,
    ROWS,
    changed,
    day,
    docx,
    edited,
    known,
    publish,
    with_reader,
)

from .following import follow_organization, follow_product, lines, rename, subscribe

pytestmark = pytest.mark.django_db


def send_round() -> int:
    return dispatch_released(timezone.now())


def test_a_follower_of_everything_gets_one_message_with_a_line_per_event():
    listed = known()
    subscription = subscribe()
    listed.read(edited((0, {"name": "豆包大模型算法"}), (1, {"remark": "已注销"})), day(1))
    assert send_round() == 1
    assert lines(subscription) == [[("amended", DOUBAO), ("cancelled", ROWS[1][6])]]
    delivery = Delivery.objects.get()
    assert (delivery.sequence, delivery.state, delivery.attempts) == (1, DeliveryState.PENDING, 0)
    assert ChangeSet.objects.filter(dispatched_at=None, is_silent=False).count() == 0


def test_a_series_is_followed_apart_from_the_others():
    listed = known()
    mine, other = subscribe(series=Series.DEEP_SYNTHESIS), subscribe(series=Series.ALGORITHM)
    rename(listed)
    send_round()
    assert (lines(mine), lines(other)) == ([[("amended", DOUBAO)]], [])


def test_a_product_is_followed_through_the_filings_that_name_it():
    listed = known()
    mine, other = follow_product("抖音短视频"), follow_product("示例0002号助手")
    rename(listed)
    send_round()
    assert (lines(mine), lines(other)) == ([[("amended", DOUBAO)]], [])


def test_who_follows_a_product_is_told_when_a_row_drops_it():
    listed = known()
    subscription = follow_product("今日头条")
    rename(listed)
    send_round()
    assert lines(subscription) == [[("amended", DOUBAO)]]


def test_an_organization_is_followed_through_its_filings():
    listed = known()
    mine, other = follow_organization(ROWS[0][3]), follow_organization(ROWS[1][3])
    rename(listed)
    send_round()
    assert (lines(mine), lines(other)) == ([[("amended", DOUBAO)]], [])


def test_a_filing_that_moves_is_told_to_both_organizations():
    listed = known()
    former, present, third = (follow_organization(ROWS[place][3]) for place in (0, 1, 2))
    listed.read(edited((0, {"organization": ROWS[1][3]})), day(1))
    send_round()
    assert lines(former) == lines(present) == [[("amended", DOUBAO)]]
    assert lines(third) == []


def test_a_filing_that_moves_tells_the_former_organization_under_any_width_of_its_name():
    listed = known(edited((0, {"organization": "北京抖音（信息）有限公司"})))
    former = follow_organization("北京抖音（信息）有限公司")
    listed.read(edited((0, {"organization": "北京抖音(信息)有限公司", "name": "甲"})), day(1))
    listed.read(edited((0, {"organization": ROWS[1][3], "name": "甲"})), day(2))
    send_round()
    assert len(lines(former)) == 2


def test_a_renamed_organization_keeps_its_followers():
    listed = known()
    subscription = follow_organization(ROWS[0][3])
    listed.read(edited((0, {"organization": "北京春田知韵科技有限公司"})), day(1))
    listed.read(edited((0, {"organization": "北京春田知韵科技有限公司", "remark": "已注销"})), day(2))
    send_round()
    assert lines(subscription) == [[("amended", DOUBAO)], [("cancelled", DOUBAO)]]
    assert Organization.objects.get(subscriptions=subscription).name == "北京春田知韵科技有限公司"


def test_a_baseline_alerts_nobody():
    subscription = subscribe()
    known()
    assert (send_round(), lines(subscription)) == (0, [])


def test_a_held_set_alerts_nobody_until_it_is_released(settings):
    settings.HOLD_AMENDMENTS = 0
    listed = known()
    subscription = subscribe()
    listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
    assert send_round() == 0
    release(ChangeSet.objects.held().get().pk, None, day(2))
    assert send_round() == 1
    assert lines(subscription) == [[("amended", DOUBAO)]]


def test_a_dropped_set_alerts_nobody(settings):
    settings.HOLD_AMENDMENTS = 0
    listed = known()
    subscribe()
    listed.read(edited((0, {"name": "豆包大模型算法"})), day(1))
    drop(ChangeSet.objects.held().get().pk, None, day(2))
    assert send_round() == 0


def test_a_released_difference_of_the_reader_alerts_nobody(monkeypatch):
    listed = known()
    subscribe()
    renamed = deep_synthesis.read(docx(edited((0, {"name": "豆包大模型算法"}))))
    with_reader(monkeypatch, reader_version="deep_synthesis/2", read=lambda _: renamed)
    listed.read(ROWS, day(1))
    release(ChangeSet.objects.held().get().pk, None, day(2))
    assert send_round() == 0


def test_a_stopped_subscription_is_left_out():
    listed = known()
    subscription = subscribe(state="ended")
    rename(listed)
    assert (send_round(), lines(subscription)) == (0, [])


def test_an_address_with_two_subscriptions_gets_a_message_for_each():
    listed = known()
    everything, product = subscribe(), follow_product("抖音短视频")
    rename(listed)
    assert send_round() == 2
    assert lines(everything) == lines(product)


def test_dispatching_again_makes_nothing():
    listed = known()
    subscribe()
    rename(listed)
    change_set = ChangeSet.objects.undispatched().get()
    assert dispatch(change_set.pk, timezone.now()) == 1
    assert dispatch(change_set.pk, timezone.now()) == 0
    assert send_round() == 0
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_dispatchers_at_once_one_makes_the_messages():
    listed = known()
    subscription = subscribe()
    rename(listed)
    barrier, made = threading.Barrier(4), []

    def work() -> None:
        barrier.wait()
        made.append(send_round())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 0, 1]
    assert lines(subscription) == [[("amended", DOUBAO)]]


def test_a_dispatcher_that_dies_half_way_leaves_the_set_for_the_next(monkeypatch):
    listed = known()
    first, second = subscribe("a@example.org"), subscribe("b@example.org")
    rename(listed)
    with monkeypatch.context() as patch:
        patch.setattr("filings.alerts.groups.number_and_line", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_round()
    assert not Delivery.objects.exists()
    assert send_round() == 2
    first.refresh_from_db()
    assert (first.last_sequence, lines(first)) == (1, lines(second))


def test_the_sequence_of_a_subscription_has_no_gaps():
    listed = known()
    everything, product = subscribe(), follow_product("抖音短视频")
    for number in range(1, 5):
        place = 0 if number % 2 else 1
        listed.read(edited((place, {"name": f"第{number}名算法"})), day(number))
        send_round()
    assert [delivery.sequence for delivery in everything.deliveries.order_by("id")] == [1, 2, 3, 4]
    assert [delivery.sequence for delivery in product.deliveries.order_by("id")] == [1, 2, 3, 4]
    product.refresh_from_db()
    assert product.last_sequence == 4


@pytest.mark.parametrize("published_on", [dt.date(2023, 5, 1), dt.date(2027, 1, 1)])
def test_what_is_published_late_or_dated_ahead_is_told_once(published_on):
    subscription = subscribe()
    publish(is_baseline=False, published_on=published_on).read()
    assert (send_round(), send_round(), send_round()) == (1, 0, 0)
    assert [len(one) for one in lines(subscription)] == [30]


def test_a_long_list_is_one_message_and_costs_few_queries(django_assert_max_num_queries):
    subscription = subscribe()
    rows = [changed(row, seq="") for row in deep_rows(700)]
    assert publish(is_baseline=False).read(rows).events == 700
    with django_assert_max_num_queries(30):
        assert send_round() == 1
    assert [len(one) for one in lines(subscription)] == [700]
