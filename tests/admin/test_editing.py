"""Editors change the editor's fields, leave a history, and never touch what a poll wrote meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.forms import model_to_dict
from django.urls import reverse

from filings.admin.base import EditorAdmin, ReadOnlyAdmin
from filings.models import Organization, Product, Source, Subscription
from tests.admin.records import make_one_of_each, make_organization, make_product, make_staff
from tests.factories import make_letter, make_subscription

pytestmark = pytest.mark.django_db

READ_ONLY = [model for model, shown in admin.site._registry.items() if isinstance(shown, ReadOnlyAdmin)]
EDITED = [model for model, shown in admin.site._registry.items() if isinstance(shown, EditorAdmin)]


def names(model):
    return model._meta.model_name


def test_every_field_of_an_edited_table_has_one_writer():
    hidden = {"id", "search_text", "token"}
    for model in EDITED:
        shown: Any = admin.site._registry[model]
        assert not set(shown.editor_fields) & set(shown.machine_fields)
        fields = {field.name for field in model._meta.concrete_fields}
        assert fields - hidden <= {*shown.editor_fields, *shown.machine_fields}, model


def page(model, kind, *args):
    return reverse(f"admin:filings_{names(model)}_{kind}", args=args)


def stored(model):
    return list(model._default_manager.order_by("pk").values())


@pytest.mark.parametrize("model", READ_ONLY, ids=names)
def test_tables_of_the_machine_are_closed(model, admin_client):
    make_one_of_each()
    before = stored(model)
    row = model._default_manager.order_by("pk").first()
    forged = dict.fromkeys(model_to_dict(row), "1")
    assert admin_client.post(page(model, "change", row.pk), forged).status_code == 403
    assert admin_client.get(page(model, "add")).status_code == 403
    assert admin_client.post(page(model, "add"), forged).status_code == 403
    assert admin_client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert stored(model) == before


@pytest.mark.parametrize("model", EDITED, ids=names)
def test_nothing_is_deleted(model, admin_client):
    make_one_of_each()
    before = stored(model)
    row = model._default_manager.order_by("pk").first()
    assert admin_client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(page(model, "changelist"), chosen)
    assert stored(model) == before


def test_what_the_machine_finds_is_not_added_by_hand(admin_client):
    assert admin_client.post(page(Organization, "add"), {"name": "x"}).status_code == 403


def test_an_edit_leaves_a_history_with_its_author(admin_client, admin_user):
    product = make_product(make_organization())
    answer = admin_client.post(
        page(Product, "change", product.pk), {"name_en": "Doubao", "aliases": "Dou Bao", "note": "", "name": "forged"}
    )
    assert answer.status_code == 302
    product.refresh_from_db()
    assert (product.name, product.name_en, product.aliases) == ("豆包", "Doubao", "Dou Bao")
    newest = product.history.first()
    assert (newest.history_user, newest.name_en) == (admin_user, "Doubao")
    assert newest.prev_record.name_en == ""
    assert admin_client.get(page(Product, "history", product.pk)).status_code == 200


def test_the_first_edit_of_a_row_that_a_poll_wrote_shows_what_was_before(admin_client, admin_user):
    product = make_product(make_organization(), name_en="Bean bun")
    product.history.all().delete()
    for name in ("Doubao", "Dou Bao"):
        admin_client.post(page(Product, "change", product.pk), {"name_en": name, "aliases": "", "note": ""})
    edits = [(record.history_user, record.name_en) for record in product.history.order_by("pk")]
    assert edits == [(None, "Bean bun"), (admin_user, "Doubao"), (admin_user, "Dou Bao")]


def meanwhile(monkeypatch, model, **machine):
    """Let a poll write to the row after the form has read it and before it is saved."""
    shown = admin.site._registry[model]
    save_form = type(shown).save_form

    def save_form_late(self, request, form, change):
        model.objects.update(**machine)
        return save_form(self, request, form, change)

    monkeypatch.setattr(type(shown), "save_form", save_form_late)


def test_a_poll_meanwhile_keeps_its_product_fields(admin_client, monkeypatch):
    product = make_product(make_organization())
    meanwhile(monkeypatch, Product, name="豆包大模型", status="cancelled")
    admin_client.post(page(Product, "change", product.pk), {"name_en": "Doubao", "aliases": "", "note": ""})
    product.refresh_from_db()
    assert (product.name, product.status, product.name_en) == ("豆包大模型", "cancelled", "Doubao")


def test_a_poll_meanwhile_keeps_its_organization_fields(admin_client, monkeypatch):
    organization = make_organization()
    meanwhile(monkeypatch, Organization, name="北京春田知韵科技有限公司")
    admin_client.post(page(Organization, "change", organization.pk), {"name_en": "Chuntian", "group": "", "note": ""})
    organization.refresh_from_db()
    assert (organization.name, organization.name_en) == ("北京春田知韵科技有限公司", "Chuntian")


def test_a_poll_meanwhile_keeps_its_claim(admin_client, monkeypatch):
    source = Source.objects.get(key="cac-notices")
    meanwhile(monkeypatch, Source, claim="mine", failures=3)
    edit = {"is_enabled": "on", "interval_minutes": 5, "recheck_hours": 6, "note": "", "path": "/forged"}
    admin_client.post(page(Source, "change", source.pk), edit)
    changed = Source.objects.get(key="cac-notices")
    assert (changed.claim, changed.failures, changed.path) == ("mine", 3, source.path)
    assert (changed.interval_minutes, changed.recheck_hours) == (5, 6)


def test_an_impossible_interval_is_a_form_error(admin_client):
    source = Source.objects.get(key="cac-notices")
    edit = {"is_enabled": "on", "interval_minutes": 0, "recheck_hours": 6, "note": ""}
    answer = admin_client.post(page(Source, "change", source.pk), edit)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert Source.objects.get(key="cac-notices").interval_minutes == source.interval_minutes


def test_secrets_of_subscribers_are_not_shown(admin_client):
    subscription = make_subscription()
    channel = subscription.channel
    channel.secret = "whsec_secret"
    channel.save()
    letter = make_letter(text="the link")
    for row, secret in ((channel.subscriber, channel.subscriber.key), (channel, "whsec_secret"), (letter, "the link")):
        text = admin_client.get(page(type(row), "change", row.pk)).content.decode()
        assert secret not in text
    assert "viewsitelink" not in admin_client.get(page(Subscription, "change", subscription.pk)).content.decode()


def test_whoever_may_only_look_can_neither_edit_nor_revert(client):
    product = make_product(make_organization())
    client.force_login(make_staff("view_product"))
    old = product.history.get()
    Product.objects.update(name_en="Doubao")
    edit = {"name_en": "forged", "aliases": "", "note": ""}
    revert = reverse("admin:filings_product_simple_history", args=[product.pk, old.pk])
    assert client.get(revert).status_code == 200
    assert client.post(revert, edit).status_code == 403
    assert client.post(page(Product, "change", product.pk), edit).status_code == 403
    assert Product.objects.get().name_en == "Doubao"


def test_reverting_writes_the_editors_fields_only(admin_client):
    product = make_product(make_organization(), name_en="Doubao")
    old = product.history.get()
    Product.objects.update(name_en="Bean bun", status="cancelled")
    revert = reverse("admin:filings_product_simple_history", args=[product.pk, old.pk])
    admin_client.post(revert, {"name_en": "Doubao", "aliases": "", "note": ""})
    product.refresh_from_db()
    assert (product.name_en, product.status) == ("Doubao", "cancelled")
