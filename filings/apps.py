"""The one application of the project; registers the system checks."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilingsConfig(AppConfig):
    """Registers the checks when Django starts; nothing else happens at start."""

    name = "filings"
    verbose_name = _("Filing tracker")

    def ready(self) -> None:
        from filings import checks  # noqa: F401
