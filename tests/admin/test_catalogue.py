"""The catalogue in the admin: names are edited, and the whole is taken out and put in as a file."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from filings.catalogue import Catalogue, CatalogueProduct, write_catalogue
from filings.catalogue import Group as CatalogueGroup
from filings.models import AuditEntry, Group, GroupEntity, Product, ProductName
from filings.pipeline.load_catalogue import load_catalogue
from tests.admin.records import make_staff
from tests.factories import make_organization, make_product

pytestmark = pytest.mark.django_db

SHANGHAI = "苹果技术开发（上海）有限公司"
APPLE = CatalogueGroup(slug="apple", name="Apple", chinese="苹果", entities=(SHANGHAI,), sources=("list",))
VISION = CatalogueProduct(
    slug="apple-intelligence", group="apple", name="Apple 智能", english="Apple Intelligence", sources=("list",)
)
SMALL = Catalogue((APPLE,), (VISION,))
PAGE = reverse("admin:filings_group_catalogue")


@pytest.fixture(autouse=True)
def loaded(db) -> None:
    load_catalogue(SMALL, timezone.now())


def upload(client, text: str | bytes) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(PAGE, {"file": SimpleUploadedFile("c.yaml", data)})


def test_it_is_taken_out(admin_client):
    answer = admin_client.get(reverse("admin:filings_group_export"))
    assert answer.content.decode() == write_catalogue(SMALL)


def test_it_is_put_in_after_a_look(admin_client):
    text = write_catalogue(SMALL).replace("name: Apple\n", "name: Apple Inc.\n", 1)
    shown = upload(admin_client, text)
    assert shown.status_code == 200
    assert "Apple Inc." in shown.content.decode()
    assert Group.objects.get().name == "Apple"
    form = {"text": shown.context["form"]["text"].value(), "reason": "its full name", "confirmed": "1"}
    assert admin_client.post(PAGE, form | {"reason": ""}).status_code == 409
    assert admin_client.post(PAGE, form).status_code == 302
    assert Group.objects.get().name == "Apple Inc."
    assert AuditEntry.objects.get().reason == "its full name"


@pytest.mark.parametrize("data", [b"groups: 1", "苹果".encode("gb18030"), b""])
def test_what_can_not_be_read_is_told_with_its_place(data, admin_client):
    answer = upload(admin_client, data) if data else admin_client.post(PAGE, {"text": ""})
    assert answer.status_code == 409
    assert "line 1, column" in answer.content.decode()


def test_who_may_only_look_takes_out_but_does_not_put_in(client):
    client.force_login(make_staff("view_group"))
    assert client.get(reverse("admin:filings_group_export")).status_code == 200
    assert client.get(PAGE).status_code == 403
    assert upload(client, "x").status_code == 403


def names(prefix: str, rows: list[str], known: list[Any], **more: str) -> dict[str, Any]:
    form: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(known)}
    for place, name in enumerate(rows):
        form[f"{prefix}-{place}-name"] = name
        form[f"{prefix}-{place}-id"] = known[place].pk if place < len(known) else ""
    return form | more


def edit_group(client, *entities: str, **more: str) -> Any:
    group = Group.objects.get(slug="apple")
    known = list(group.entities.order_by("pk"))
    form = {"name": group.name, "chinese": group.chinese, "aliases": "", "sources": '["list"]', "note": ""}
    page = reverse("admin:filings_group_change", args=[group.pk])
    return client.post(page, form | names("entities", list(entities), known, **more))


def test_an_entity_is_added_and_taken_away_and_stays_so(admin_client):
    new = "苹果电子产品商贸（北京）有限公司"
    assert edit_group(admin_client, APPLE.entities[0], new, **{"entities-0-DELETE": "on"}).status_code == 302
    assert [row.name for row in GroupEntity.objects.all()] == [new]
    load_catalogue(SMALL, timezone.now())
    assert [row.name for row in GroupEntity.objects.all()] == [new]
    assert AuditEntry.objects.get().after == {"added": new, "removed": APPLE.entities[0]}


def test_a_name_that_belongs_to_another_is_refused(admin_client):
    other = Group.objects.create(slug="other", name="Other")
    GroupEntity.objects.create(group=other, name="别家公司", key="别家公司")
    assert edit_group(admin_client, APPLE.entities[0], "别家公司").status_code == 200
    assert GroupEntity.objects.count() == 2


def test_a_listed_name_is_added_to_a_product(admin_client):
    product = Product.objects.get()
    known = list(product.listed_names.all())
    form = {
        "name_en": "Apple Intelligence",
        "group": product.group_id,
        "aliases": "",
        "sources": '["list"]',
        "note": "",
    }
    page = reverse("admin:filings_product_change", args=[product.pk])
    rows = names("listed_names", [known[0].name, "苹果智能"], known, **{"listed_names-1-is_listed": "on"})
    assert admin_client.post(page, form | rows).status_code == 302
    added = ProductName.objects.get(name="苹果智能")
    assert (added.group, added.is_listed) == (product.group, True)


NEW_GROUP = {
    "slug": "deepseek",
    "name": "DeepSeek",
    "chinese": "深度求索",
    "entities": "杭州深度求索人工智能基础技术研究有限公司\r\n",
    "sources": "list",
    "reason": "asked about every day",
}


def add_group(client, **more: str) -> Any:
    return client.post(reverse("admin:filings_group_add"), NEW_GROUP | more)


def add_product(client, **more: Any) -> Any:
    form = {"slug": "r1", "group": Group.objects.get(slug="apple").pk, "name": "R1", "english": "R1", "reason": "new"}
    return client.post(reverse("admin:filings_product_add"), form | {"sources": "list"} | more)


def test_a_group_is_added_to_the_catalogue_and_taken_out_with_it(admin_client):
    assert admin_client.get(reverse("admin:filings_group_add")).status_code == 200
    assert add_group(admin_client).status_code == 302
    group = Group.objects.get(slug="deepseek")
    assert [row.name for row in group.entities.all()] == ["杭州深度求索人工智能基础技术研究有限公司"]
    assert "slug: deepseek" in admin_client.get(reverse("admin:filings_group_export")).content.decode()
    assert {entry.reason for entry in AuditEntry.objects.all()} == {"asked about every day"}


def test_a_product_is_added_and_takes_up_what_the_lists_have_shown_under_its_name(admin_client):
    shanghai = make_organization(SHANGHAI, group=Group.objects.get(slug="apple"))
    listed = make_product("苹果翻译", organization=shanghai)
    answer = add_product(admin_client, slug="apple-translate", name="苹果翻译", english="Apple Translate")
    assert answer.status_code == 302
    product = Product.objects.get(slug="apple-translate")
    listed.refresh_from_db()
    assert listed.merged_into == product
    assert answer.url == reverse("admin:filings_product_change", args=[product.pk])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"slug": "Not A Slug"}, "is no slug"),
        ({"slug": "apple"}, "is taken"),
        ({"aliases": "苹果"}, "already belongs to"),
        ({"sources": "somewhere"}, "neither an address nor"),
        ({"name": " "}, "This field is required."),
        ({"reason": ""}, "This field is required."),
    ],
)
def test_what_does_not_fit_the_catalogue_is_said_and_what_was_typed_stays(more, said, admin_client):
    answer = add_group(admin_client, **more)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert "asked about every day" in answer.content.decode() or "reason" in more
    assert Group.objects.count() == 1


def test_who_may_not_write_the_catalogue_adds_nothing(client):
    client.force_login(make_staff("view_group", "view_product"))
    assert add_group(client).status_code == 403
    assert add_product(client).status_code == 403
    assert Group.objects.count() == 1
