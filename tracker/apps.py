"""Puts the project's own admin site in the place of Django's."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class Backstage(AdminConfig):
    """The admin, with `tracker.backstage.BackstageSite` as its site."""

    default_site = "tracker.backstage.BackstageSite"
