"""`manage.py propose`: look for things that look alike, for a person to decide."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from filings.pipeline.proposals import propose


class Command(BaseCommand):
    """Calls one function and prints its result."""

    help = "Propose which filing belongs to which product and which entity to which group. Decides nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{propose(timezone.now())} proposals made")
