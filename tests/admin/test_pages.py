"""Every table has its two pages in the admin: quick with many rows, escaped, without inline code, in two languages."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from filings.models import ChangeSet, Delivery, DeliveryLine, Event, Product, Snapshot
from tests.admin.records import NUMBER, make_change_set, make_document, make_one_of_each

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "filings"]
BUDGET = 12
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\s(style|on[a-z]+)=", re.IGNORECASE)
HOSTILE = "<script>alert(1)</script>"


def names(model):
    return model._meta.model_name


def page(model, kind, *args):
    return reverse(f"admin:filings_{names(model)}_{kind}", args=args)


@pytest.fixture
def many_rows():
    for number in range(BUDGET):
        make_one_of_each(str(number))


def test_every_table_is_registered():
    tables = {
        model for model in apps.get_app_config("filings").get_models() if not names(model).startswith("historical")
    }
    assert set(MODELS) == tables


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_list_is_quick(model, many_rows, admin_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(BUDGET):
        answer = admin_client.get(page(model, "changelist"))
    assert answer.status_code == 200
    assert len(answer.context["cl"].result_list) == model._default_manager.count() > 0
    assert not INLINE.search(answer.content.decode())


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_search_is_answered(model, many_rows, admin_client):
    answer = admin_client.get(page(model, "changelist"), {"q": "nothing is called that"})
    assert answer.status_code == 200
    assert not answer.context["cl"].result_list


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_detail_is_quick(model, many_rows, admin_client, django_assert_max_num_queries):
    row = model._default_manager.order_by("pk").first()
    with django_assert_max_num_queries(BUDGET):
        answer = admin_client.get(page(model, "change", row.pk))
    assert answer.status_code == 200
    assert not INLINE.search(answer.content.decode())


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_text_from_outside_is_escaped(model, admin_client):
    texts = dict.fromkeys(
        ["label", "reason", "organization", "product", "name", "before", "title", "text", "actor", "outlet"], HOSTILE
    )
    make_one_of_each(**texts)
    row = model._default_manager.order_by("pk").first()
    for address in (page(model, "changelist"), page(model, "change", row.pk)):
        assert HOSTILE not in admin_client.get(address).content.decode()


def test_a_message_with_many_lines_is_quick(many_rows, admin_client, django_assert_max_num_queries):
    delivery = Delivery.objects.order_by("pk")[0]
    for event in Event.objects.exclude(pk=delivery.lines.get().event_id):
        DeliveryLine.objects.create(delivery=delivery, subscription=delivery.subscription, event=event)
    with django_assert_max_num_queries(BUDGET):
        text = admin_client.get(page(Delivery, "change", delivery.pk)).content.decode()
    assert text.count(NUMBER) == BUDGET


def test_held_sets_come_first(admin_client):
    document = make_document()
    held = make_change_set(document, "held")
    newer = make_change_set(document, "released")
    answer = admin_client.get(page(ChangeSet, "changelist"))
    assert list(answer.context["cl"].result_list) == [held, newer]


def test_held_set_shows_what_it_would_do(admin_client):
    make_one_of_each()
    held = ChangeSet.objects.get(state="held")
    assert held.snapshot
    text = admin_client.get(page(ChangeSet, "change", held.pk)).content.decode()
    assert "<td>云雀大模型算法</td><td>豆包大模型算法</td>" in text
    assert "60 published rows changed at once" in text
    assert f'<a href="{reverse("snapshot", args=[held.snapshot.sha256])}">' in text
    assert f'<a href="{reverse("register", args=["deep_synthesis", "2023-08"])}">' in text


def test_snapshot_shows_its_rejected_rows(admin_client):
    make_one_of_each(reason="no number")
    snapshot = Snapshot.objects.get()
    text = admin_client.get(page(Snapshot, "change", snapshot.pk)).content.decode()
    assert "<td>2</td><td>no number</td><td>2</td>" in text


def test_pages_speak_chinese(admin_client):
    make_one_of_each()
    answer = admin_client.get(page(ChangeSet, "changelist"), headers={"accept-language": "zh-hans"})
    assert answer.status_code == 200
    assert '<html lang="zh-hans"' in answer.content.decode()


def test_the_history_of_edits_has_no_inline_code(admin_client):
    make_one_of_each("1")
    product = Product.objects.get()
    edit = {"name_en": HOSTILE, "aliases": "", "note": ""}
    admin_client.post(page(Product, "change", product.pk), edit)
    text = admin_client.get(page(Product, "history", product.pk)).content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert not INLINE.search(text)


def test_what_the_machine_noted_is_said_in_the_language_of_the_reader(admin_client):
    document = make_document()
    held = make_change_set(document, state="held", reason="3 cancellation marks were taken back")
    pages = [page(ChangeSet, "changelist"), page(ChangeSet, "change", held.pk)]
    for address in pages:
        for language, said in [("zh-hans", "撤回了 3 个注销标记"), ("en", "3 cancellation marks were taken back")]:
            assert said in admin_client.get(address, headers={"accept-language": language}).content.decode()
    listed = admin_client.get(pages[0], {"o": "3"}).content.decode()
    assert "3 cancellation marks" in listed
