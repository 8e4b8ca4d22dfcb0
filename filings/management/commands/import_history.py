"""`manage.py import_history`: load the bundled history."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from filings.pipeline.history import import_history
from filings.pipeline.outlets import load_bundled


class Command(BaseCommand):
    """Calls one function for the registers and one for the press, and prints their results."""

    help = "Load the bundled facts that are not known yet. Alerts nobody; loading again does nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{import_history(timezone.now())} filings added")
        outlets, feeds = load_bundled()
        self.stdout.write(f"{outlets} outlets and {feeds} feeds added")
