"""The admin of people and their roles. The roles themselves are part of the program."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filings.pipeline import audit

admin.site.unregister(User)
admin.site.unregister(Group)

GUARDED = ("is_superuser", "user_permissions", "last_login", "date_joined")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """A person with roles. Nobody is deleted: what they did stays theirs. Only a superuser touches another."""

    fieldsets = (
        (None, {"fields": ("username", "password", "email")}),
        (_("Role"), {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("username", "email", "is_active", "is_staff", "is_superuser", "last_login")
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return GUARDED[2:] if request.user.is_superuser else GUARDED

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        before = _roles(form.instance) if change else {}
        super().save_related(request, form, formsets, change)
        after = _roles(form.instance)
        changed = {name: "…" if "password" in name else str(form.cleaned_data.get(name)) for name in form.changed_data}
        action = "edit" if change else "add"
        audit.note(request.user.pk, action, form.instance, timezone.now(), before=before, after={**changed, **after})


def _roles(person: User) -> dict[str, str]:
    return {"groups": ", ".join(person.groups.order_by("name").values_list("name", flat=True))}


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What a role may do; there to be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
