"""The verbs of editors: each is done on the server, refused in words, and forbidden to who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from filings.models import (
    AuditEntry,
    ChangeSet,
    Correction,
    CorrectionState,
    Event,
    EventKind,
    Filing,
    IdentityDecision,
    Organization,
    Product,
    Proposal,
    Withdrawal,
)
from tests import factories as make
from tests.admin.records import make_staff
from tests.pipeline.reading import ROWS, day, edited, filing, known

pytestmark = pytest.mark.django_db


def address(row: Any, verb: str = "") -> str:
    name = f"admin:filings_{row._meta.model_name}_{'do' if verb else 'change'}"
    return reverse(name, args=[row.pk, verb] if verb else [row.pk])


def do(client, row: Any, verb: str, **values: Any) -> Any:
    return client.post(address(row, verb), {"confirmed": "1", "reason": "so", **values})


def correct(client, **values: Any) -> Any:
    row = filing()
    return do(client, row, "correct", **({"field": "name", "after": "云雀", "seen": row.current.pk} | values))


def test_a_row_is_corrected_and_taken_back(admin_client, admin_user):
    known()
    page = admin_client.get(address(filing())).content.decode()
    assert 'id="do-correct"' in page
    assert correct(admin_client).status_code == 302
    fix: Any = Correction.objects.get()
    assert (filing().name, fix.by) == ("云雀", admin_user)
    assert 'id="do-end"' in admin_client.get(address(fix)).content.decode()
    assert 'id="do-keep"' not in admin_client.get(address(fix)).content.decode()
    assert do(admin_client, fix, "end").status_code == 302
    assert filing().name == ROWS[0][1]


def test_a_reopened_one_is_kept(admin_client):
    listed = known()
    correct(admin_client)
    listed.read(edited((0, {"name": "豆包算法"})), day(1))
    fix = Correction.objects.get()
    assert do(admin_client, fix, "keep").status_code == 302
    fix.refresh_from_db()
    assert fix.state == CorrectionState.ACTIVE


def test_of_two_editors_of_one_row_the_second_is_told_and_keeps_what_was_typed(admin_client):
    known()
    seen = filing().current.pk
    correct(admin_client)
    answer = correct(admin_client, field="purpose", after="应用于搜索的别的说法", seen=seen)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "look again" in page
    assert "应用于搜索的别的说法" in page
    assert Correction.objects.count() == 1


def test_two_editors_of_one_form(admin_client):
    product = make.make_product()
    form = admin_client.get(address(product)).context["adminform"].form
    edit = {"name_en": "Doubao", "aliases": "", "note": "", "seen": form["seen"].value()}
    assert admin_client.post(address(product), edit).status_code == 302
    answer = admin_client.post(address(product), edit | {"name_en": "Bean bun"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Somebody has changed this" in page
    assert "Bean bun" in page
    product.refresh_from_db()
    assert product.name_en == "Doubao"
    again = answer.context["adminform"].form
    assert (
        admin_client.post(address(product), edit | {"name_en": "Bean bun", "seen": again["seen"].value()}).status_code
        == 302
    )
    assert AuditEntry.objects.filter(action="edit").count() == 2


def test_a_merger_shows_what_it_would_touch_and_is_done_when_confirmed(admin_client):
    one, other = make.make_product(), make.make_product("豆包PC版", make.make_organization("上海豆包科技有限公司"))
    make.make_filing(products=(other,))
    make.make_subscription(scope="product", product=other)
    assert admin_client.get(address(other)).content.decode().count('name="confirmed"') == 2
    shown = admin_client.post(address(other, "merge"), {"into": one.pk, "reason": "the same"})
    assert shown.status_code == 200
    assert "This would touch" in shown.content.decode()
    assert not IdentityDecision.objects.exists()
    assert do(admin_client, other, "merge", into=one.pk).status_code == 302
    decision = IdentityDecision.objects.get()
    other.refresh_from_db()
    assert other.merged_into == one
    assert do(admin_client, decision, "undo").status_code == 302
    other.refresh_from_db()
    assert other.merged_into is None
    assert do(admin_client, decision, "undo").status_code == 409


def test_into_itself_is_refused_in_words(admin_client):
    one = make.make_product()
    answer = do(admin_client, one, "merge", into=one.pk)
    assert (answer.status_code, "joined to itself" in answer.content.decode()) == (409, True)


def test_entities_are_joined_and_separated(admin_client):
    known()
    first, second = (filing(row[6]).organization for row in ROWS[1:3])
    assert do(admin_client, first, "merge", into=second.pk).status_code == 302
    name = second.names.get(name=ROWS[1][3])
    assert do(admin_client, second, "split", names=[name.pk]).status_code == 302
    assert Organization.objects.filter(merged_into=None, name=ROWS[1][3]).count() == 1


def test_a_filing_is_given_to_another_product_and_a_product_divided(admin_client):
    known()
    one, other = (filing(row[6]).products.get() for row in ROWS[1:3])
    row = filing(ROWS[1][6])
    assert do(admin_client, row, "assign", product=one.pk, to_product=other.pk).status_code == 302
    assert list(row.products.all()) == [other]
    assert do(admin_client, other, "split", filings=[row.pk], name="新产品").status_code == 302
    assert [product.name for product in row.products.all()] == ["新产品"]


ENTRY = {
    "status": "suspended",
    "statement": "网信办要求下架",
    "evidence_url": "https://www.cac.gov.cn/x",
    "proof": "4",
    "happened_on": "2026-07-01",
    "precision": "day",
}


def test_an_entry_is_made_by_hand_and_taken_back_in_sight(admin_client):
    product = make.make_product()
    assert do(admin_client, product, "state", **ENTRY).status_code == 302
    event: Any = Event.objects.get()
    assert (event.kind, event.product, event.change_set.is_silent) == (EventKind.STATED, product, False)
    assert event.change_set.document.source.key == "editors"
    assert do(admin_client, event, "withdraw").status_code == 302
    assert Withdrawal.objects.get().reason == "so"
    assert do(admin_client, event, "withdraw").status_code == 409


def test_a_copy_of_the_evidence_can_be_handed_in(admin_client, data_dir):
    copy = SimpleUploadedFile("order.pdf", b"%PDF-1.7 an order")
    assert do(admin_client, make.make_product(), "state", **ENTRY, evidence_file=copy).status_code == 302
    event: Any = Event.objects.get()
    assert (event.snapshot.size, event.snapshot.media_type) == (17, "pdf")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"evidence_file": SimpleUploadedFile("large.pdf", bytes(10 * 1024 * 1024 + 1))}, "larger than 10 MB"),
        ({"evidence_url": ""}, "required"),
        ({"status": "filed"}, "Select a valid choice"),
        ({"status": "launched"}, "word of an authority"),
        ({"precision": ""}, "needs its precision"),
        ({"reason": ""}, "required"),
    ],
)
def test_an_entry_without_what_it_needs_is_refused(values, why, admin_client):
    answer = do(admin_client, make.make_product(), "state", **(ENTRY | values))
    assert (answer.status_code, why in answer.content.decode()) == (409, True)
    assert not Event.objects.exists()


def test_lines_of_a_held_set_are_released_and_counted(admin_client, settings):
    settings.HOLD_AMENDMENTS = 1
    make.make_subscription()
    known().read(edited((3, {"name": "甲"}), (4, {"name": "乙"})), day(1))
    held = ChangeSet.objects.held().get()
    assert do(admin_client, held, "rehearse", follow=True).status_code == 302
    assert "1 subscriber would be told" in admin_client.get(address(held)).content.decode()
    assert do(admin_client, held, "part", lines=["0"]).status_code == 302
    assert ChangeSet.objects.held().get().event_count == 1
    assert AuditEntry.objects.get(action="release in part").after == {"lines": 1}


def propose() -> Proposal:
    known()
    one, other = (filing(row[6]).products.get() for row in ROWS[1:3])
    return Proposal.objects.create(
        key="p", kind="product", filing=filing(ROWS[1][6]), product=one, to_product=other, score=90,
        reasons=["alike"], made_at=day(1),
    )  # fmt: skip


@pytest.mark.parametrize(("verb", "state"), [("yes", "yes"), ("no", "no"), ("later", "later")])
def test_proposals_are_decided_with_one_key(verb, state, admin_client):
    proposal = propose()
    assert f'data-key="{verb[0]}"' in admin_client.get(address(proposal)).content.decode()
    assert do(admin_client, proposal, verb, reason="").status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == state
    moved = list(filing(ROWS[1][6]).products.all()) == [proposal.to_product]
    assert moved == (verb == "yes")


DONE = [
    ("filing", "correct"),
    ("filing", "assign"),
    ("filing", "state"),
    ("product", "merge"),
    ("product", "split"),
    ("product", "state"),
    ("organization", "merge"),
    ("organization", "split"),
    ("proposal", "yes"),
]


@pytest.mark.parametrize(("model", "verb"), DONE)
def test_who_may_only_look_may_do_nothing(model, verb, client):
    proposal = propose()
    rows: dict[str, Any] = {
        "filing": proposal.filing,
        "product": proposal.product,
        "organization": Filing.objects.all()[0].organization,
        "proposal": proposal,
    }
    client.force_login(make_staff(f"view_{model}"))
    page = client.get(address(rows[model]))
    assert page.status_code == 200
    assert f'id="do-{verb}"' not in page.content.decode()
    assert do(client, rows[model], verb).status_code == 403
    assert not AuditEntry.objects.exists()


def test_a_get_does_nothing(admin_client):
    known()
    assert admin_client.get(address(filing(), "correct")).status_code == 405
    assert admin_client.post(address(filing(), "nothing")).status_code == 404


def test_the_trace_is_taken_away_as_files(admin_client):
    known()
    correct(admin_client, reason="=1+1")
    page = reverse("admin:filings_auditentry_changelist")
    assert "云雀" in admin_client.get(page, {"action": "correct"}).content.decode()
    lines = b"".join(admin_client.get(reverse("admin:filings_auditentry_export", args=["jsonl"])).streaming_content)
    assert b'"action": "correct"' in lines
    sheet = b"".join(
        admin_client.get(reverse("admin:filings_auditentry_export", args=["csv"])).streaming_content
    ).decode()
    assert ",'=1+1" in sheet
    assert admin_client.get(reverse("admin:filings_auditentry_export", args=["exe"])).status_code == 404


def test_nobody_writes_the_trace(admin_client):
    known()
    correct(admin_client)
    entry = AuditEntry.objects.get()
    assert admin_client.post(address(entry), {"reason": "another"}).status_code == 403
    assert AuditEntry.objects.get().reason == "so"


def test_people_are_named(admin_client):
    known()
    correct(admin_client)
    assert User.objects.get(username="admin") == AuditEntry.objects.get().by
    assert Product.objects.exists()
