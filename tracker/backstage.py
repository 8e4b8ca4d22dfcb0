"""The admin's site: signing in goes through the account pages, and a second factor is set up before anything else."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from filings.roles import needs_second_factor


class BackstageSite(AdminSite):
    """The admin, with a start page of what waits."""

    index_template = "admin/start.html"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin asks for the second factor of those who need one."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            if request.user.is_authenticated and needs_second_factor(request.user):
                messages.info(request, _("Your role needs a second factor. Set one up to go on."))
                return redirect("mfa_activate_totp")
            answer: HttpResponseBase = inner(request, *args, **more)
            return answer

        return checked

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The account page asks for the second factor too, so it is the only door."""
        if request.user.is_authenticated:
            return redirect("home" if not self.has_permission(request) else "admin:index")
        wanted = request.GET.get("next", reverse("admin:index"))
        return redirect_to_login(wanted, reverse("account_login"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from filings.admin.start import waiting  # the admin's own modules register themselves on this site

        return super().index(request, {"waiting": waiting(request), **(extra_context or {})})
