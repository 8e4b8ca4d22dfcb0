"""Each role is refused what it may not do, on the server; editors and above sign in with a second factor."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group, User
from django.urls import reverse

from filings.models import AuditEntry, Correction, Proposal
from filings.roles import ROLES
from tests.admin.records import make_one_of_each

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


def person(role: str, **values: Any) -> User:
    made = User.objects.create_user(f"the-{role}", password=PASSWORD, is_staff=True, **values)
    made.groups.add(Group.objects.get(name=role))
    return made


def page(model: str, kind: str, *args: Any) -> str:
    return reverse(f"admin:filings_{model}_{kind}", args=args)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_look(role, client):
    make_one_of_each()
    client.force_login(person(role))
    for model in ("filing", "changeset", "correction", "auditentry", "proposal"):
        assert client.get(page(model, "changelist")).status_code == 200


MAY = {
    "viewer": set(),
    "reviewer": {"proposal"},
    "editor": {"proposal", "correct", "withdraw", "release", "product"},
    "administrator": {"proposal", "correct", "withdraw", "release", "product", "people"},
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_it_may_and_no_more(role, client):
    event: Any = make_one_of_each()
    event.withdrawal.delete()
    Correction.objects.all().delete()
    proposal, filing = Proposal.objects.get(), event.filing
    client.force_login(person(role))
    form = {"confirmed": "1", "reason": "so"}
    asked = {
        "proposal": (page("proposal", "do", proposal.pk, "no"), form),
        "correct": (
            page("filing", "do", filing.pk, "correct"),
            form | {"field": "name", "after": "x", "seen": filing.current.pk},
        ),
        "withdraw": (page("event", "do", event.pk, "withdraw"), form),
        "release": (page("changeset", "changelist"), {"action": "drop", "_selected_action": []}),
        "product": (page("product", "change", filing.products.get().pk), {"name_en": "x", "aliases": "", "note": ""}),
        "people": (reverse("admin:auth_user_add"), {}),
    }
    done = {name for name, (address, values) in asked.items() if client.post(address, values).status_code != 403}
    if not client.get(page("changeset", "changelist")).context["action_form"]:
        done.discard("release")
    assert done == MAY[role]


def test_an_administrator_makes_people_but_no_superusers(client):
    boss = User.objects.create_superuser("boss")
    client.force_login(person("administrator"))
    editor = person("editor")
    role = Group.objects.get(name="reviewer")
    change = {"username": "the-editor", "is_active": "on", "is_staff": "on", "is_superuser": "on", "groups": [role.pk]}
    assert client.post(reverse("admin:auth_user_change", args=[editor.pk]), change).status_code == 302
    editor.refresh_from_db()
    assert (editor.is_superuser, list(editor.groups.all())) == (False, [role])
    entry = AuditEntry.objects.get(model="user")
    assert (entry.before["groups"], entry.after["groups"]) == ("editor", "reviewer")
    assert client.post(reverse("admin:auth_user_change", args=[boss.pk]), change).status_code == 403
    assert client.post(reverse("admin:auth_group_change", args=[role.pk]), {"name": "x"}).status_code == 403


def sign_in(client, name: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": name, "password": password})


def test_the_first_sign_in_of_an_editor_leads_to_the_second_factor(client, settings):
    settings.SECOND_FACTOR = True
    person("editor")
    assert client.get(reverse("admin:index"), follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    assert sign_in(client, "the-editor").status_code == 302
    for address in (reverse("admin:index"), page("filing", "changelist")):
        assert client.get(address).headers["location"] == reverse("mfa_activate_totp")
    again = client.get(reverse("mfa_activate_totp")).headers["location"]
    assert again.startswith(reverse("account_reauthenticate"))
    assert client.post(again, {"password": PASSWORD}).headers["location"] == reverse("mfa_activate_totp")
    set_up = client.get(reverse("mfa_activate_totp"))
    secret = set_up.context["form"].secret
    code = hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_activate_totp"), {"code": f"{code:06}"}).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_without_the_code_the_password_is_not_enough(client, settings):
    settings.SECOND_FACTOR = True
    TOTP.activate(person("editor"), generate_totp_secret())
    assert sign_in(client, "the-editor").headers["location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("admin:index")).status_code == 302


def test_viewers_and_reviewers_need_none_and_a_trial_may_do_without(client, settings):
    settings.SECOND_FACTOR = True
    client.force_login(person("reviewer"))
    assert client.get(reverse("admin:index")).status_code == 200
    settings.SECOND_FACTOR = False
    client.force_login(person("editor"))
    assert client.get(reverse("admin:index")).status_code == 200


def test_after_wrong_passwords_the_door_is_locked_even_for_the_right_one(client):
    person("viewer")
    for _ in range(5):
        answer = sign_in(client, "the-viewer", "wrong")
    assert answer.status_code == 429
    assert sign_in(client, "the-viewer").status_code != 302
    assert client.get(reverse("admin:index")).status_code == 302


def test_nobody_signs_up(client):
    answer = client.post(reverse("account_signup"), {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    assert not User.objects.filter(username="x").exists()


def test_the_start_page_says_what_waits(admin_client, django_assert_max_num_queries):
    make_one_of_each()
    with django_assert_max_num_queries(25):
        text = admin_client.get(reverse("admin:index")).content.decode()
    assert "Held change sets" in text
    assert "60 published rows" not in text
    assert 'class="count">1</span>' in text
