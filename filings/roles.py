"""Who may do what in the admin: four roles, as groups of Django with their permissions.

Permissions are checked on the server at every step; this is the one place that says which role has which.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

VIEWER, REVIEWER, EDITOR, ADMINISTRATOR = ROLES = ("viewer", "reviewer", "editor", "administrator")
# What a reviewer decides, besides looking at everything.
REVIEWED = ("article", "claim", "decision", "proposal", "question")
# Nobody changes or adds these by hand, whatever the role.
NEVER = ("auditentry",)
# Roles whose word counts in public sign in with a second factor.
WITH_SECOND_FACTOR = (EDITOR, ADMINISTRATOR)
PEOPLE = ("auth.add_user", "auth.change_user", "auth.view_user", "auth.view_group")
SIGNING_IN = (
    "axes.view_accessattempt",
    "axes.delete_accessattempt",
    "mfa.view_authenticator",
    "mfa.delete_authenticator",
)


def has(role: str, app: str, codename: str) -> bool:
    """Whether a role holds a permission, such as "filings" and "change_product"."""
    verb, _, model = codename.partition("_")
    if app != "filings":
        return role == ADMINISTRATOR and f"{app}.{codename}" in PEOPLE + SIGNING_IN
    if verb == "view":
        return True
    if verb == "delete" or model in NEVER:
        return False
    if role == REVIEWER:
        return model in REVIEWED
    return role in (EDITOR, ADMINISTRATOR)


def grant(permissions: Any, groups: Any) -> None:
    """Bring the groups up to the roles. Takes the managers, so that a migration can hand in its own."""
    known = list(permissions.select_related("content_type"))
    for role in ROLES:
        group, _ = groups.get_or_create(name=role)
        group.permissions.set(one for one in known if has(role, one.content_type.app_label, one.codename))


def needs_second_factor(person: Any) -> bool:
    """Whether this person must sign in with a second factor, and has not set one up yet."""
    if not (settings.SECOND_FACTOR and person.is_active and person.is_staff):
        return False
    if not (person.is_superuser or person.groups.filter(name__in=WITH_SECOND_FACTOR).exists()):
        return False
    from allauth.mfa.utils import is_mfa_enabled  # imported late: it needs the apps to be ready

    return not is_mfa_enabled(person)
