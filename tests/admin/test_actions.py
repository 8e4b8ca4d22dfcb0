"""Actions hand rows to the queue and do nothing else; who may not change a table is offered none."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from filings import jobs
from filings.models import Brake, ChangeSet, Delivery, Source, Subscription
from tests.admin.records import SEEN, make_change_set, make_delivery, make_document, make_staff
from tests.factories import make_subscription

pytestmark = pytest.mark.django_db


def changelist(model):
    return reverse(f"admin:filings_{model._meta.model_name}_changelist")


def act(client, model, action, *rows):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    answer = client.post(changelist(model), chosen)
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def queued(monkeypatch):
    """What the actions asked the queue for, instead of doing it."""
    calls = []
    for name in ("poll_now", "release", "drop", "retry_delivery", "stop_subscription", "lift_brake"):
        monkeypatch.setattr(jobs, name, lambda *args, name=name, **more: calls.append((name, *args, *more.values())))
    return calls


def test_poll_now(admin_client, queued):
    source = Source.objects.get(key="cac-notices")
    assert act(admin_client, Source, "poll_now", source) == ["1 job queued."]
    assert queued == [("poll_now", source.pk)]


def test_a_source_that_is_switched_off_is_left_alone(admin_client, queued):
    Source.objects.update(is_enabled=False)
    assert act(admin_client, Source, "poll_now", Source.objects.get(key="cac-notices")) == [
        "1 row left alone: the source is switched off."
    ]
    assert not queued


@pytest.mark.parametrize("action", ["release", "drop"])
def test_decisions_name_the_person_and_take_held_sets_only_oldest_first(action, admin_client, admin_user, queued):
    document = make_document()
    older, newer, done = (make_change_set(document, state) for state in ("held", "held", "released"))
    messages = act(admin_client, ChangeSet, action, newer, done, older)
    assert queued == [(action, older.pk, admin_user.pk), (action, newer.pk, admin_user.pk)]
    assert messages == [
        "2 jobs queued.",
        "1 row left alone: only a held change set can be released or dropped.",
    ]
    assert ChangeSet.objects.filter(state="held").count() == 2


def test_jobs_that_run_at_once_are_counted_right(admin_client, monkeypatch):
    """Without a queue the job has run, and the row has left the filtered list, before the message is made."""
    held = make_change_set(make_document(), "held")
    monkeypatch.setattr(jobs, "release", lambda pk, user_id: ChangeSet.objects.filter(pk=pk).update(state="released"))
    answer = admin_client.post(
        f"{changelist(ChangeSet)}?state__exact=held", {"action": "release", "_selected_action": [held.pk]}
    )
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["1 job queued."]


def test_only_what_was_given_up_is_tried_again(admin_client, queued):
    change_set = make_change_set(make_document())
    dead = make_delivery(make_subscription("dead@example.org"), change_set, state="DEAD")
    sent = make_delivery(make_subscription("sent@example.org"), change_set, state="SENT", sent_at=SEEN)
    messages = act(admin_client, Delivery, "try_again", dead, sent)
    assert queued == [("retry_delivery", dead.pk)]
    assert len(messages) == 2
    assert Delivery.objects.get(pk=dead.pk).state == "DEAD"


def test_a_subscription_is_stopped_once(admin_client, queued):
    going, ended = make_subscription("a@example.org"), make_subscription("b@example.org", state="ended")
    messages = act(admin_client, Subscription, "stop", going, ended)
    assert queued == [("stop_subscription", going.pk)]
    assert messages == ["1 job queued.", "1 row left alone: it has ended already."]


def test_the_brake_is_lifted_by_whom_it_says(admin_client, admin_user, queued):
    on = Brake.objects.create(pulled_at=SEEN, reason="a storm")
    lifted = Brake.objects.create(pulled_at=SEEN, reason="a storm", lifted_at=SEEN)
    messages = act(admin_client, Brake, "lift", on, lifted)
    assert queued == [("lift_brake", admin_user.pk)]
    assert messages == ["1 job queued.", "1 row left alone: it was lifted already."]


def test_the_overview_says_what_waits_and_why(admin_client):
    change_set = make_change_set(make_document())
    make_delivery(make_subscription("a@example.org"), change_set, state="DEAD", last_error="550 no such person")
    make_delivery(make_subscription("b@example.org"), change_set)
    Brake.objects.create(pulled_at=SEEN, reason="more than 2 messages within an hour")
    text = admin_client.get(changelist(Delivery)).content.decode()
    for words in ("550 no such person", "Longest waiting since", "The brake is on", "more than 2 messages"):
        assert words in text


@pytest.mark.parametrize("model", [Source, ChangeSet, Delivery])
def test_who_may_only_look_is_offered_no_action(model, client, queued):
    row = a_row(model)
    client.force_login(make_staff(f"view_{model._meta.model_name}"))
    answer = client.get(changelist(model))
    assert answer.status_code == 200
    assert answer.context["action_form"] is None
    for action in ("poll_now", "release", "drop", "try_again"):
        act(client, model, action, row)
    assert not queued


@pytest.mark.parametrize("model", [ChangeSet, Delivery])
def test_who_may_change_gets_the_action_but_a_closed_form(model, client):
    row = a_row(model)
    client.force_login(make_staff(f"change_{model._meta.model_name}"))
    assert client.get(changelist(model)).context["action_form"]
    form = reverse(f"admin:filings_{model._meta.model_name}_change", args=[row.pk])
    assert client.get(form).status_code == 200
    assert client.post(form, {}).status_code == 403


def a_row(model):
    if model is Source:
        return Source.objects.get(key="cac-notices")
    change_set = make_change_set(make_document(), "held")
    return change_set if model is ChangeSet else make_delivery(make_subscription(), change_set, state="DEAD")
