"""`manage.py replay SOURCE`: read the archived lists of a source again, and say which rows are read otherwise."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from filings.models import Source
from filings.pipeline.replay import Replayed, replay

SHOWN = 20


class Command(BaseCommand):
    """Calls one function and prints what it finds."""

    help = "Read all archived lists of sources again with the readers of today; hold what is read otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sources", nargs="+", metavar="SOURCE", help="keys of sources")

    def handle(self, *args: Any, sources: list[str], **options: Any) -> None:
        found = {source.key: source for source in Source.objects.filter(key__in=sources)}
        if unknown := [key for key in sources if key not in found]:
            raise CommandError(f"unknown source: {', '.join(unknown)}")
        for key in dict.fromkeys(sources):
            for replayed in replay(found[key], timezone.now()):
                self._show(replayed)

    def _show(self, replayed: Replayed) -> None:
        self.stdout.write(f"{replayed.document}: {_summary(replayed)}")
        for line in replayed.lines[:SHOWN]:
            self.stdout.write(f"    {line['kind']} {line['number']} {line['name']}")
            for change in line["changes"]:
                self.stdout.write(f"        {change['field']}: {change['before']!r} → {change['after']!r}")
        if len(replayed.lines) > SHOWN:
            self.stdout.write(f"    and {len(replayed.lines) - SHOWN} more")


def _summary(replayed: Replayed) -> str:
    if replayed.failure:
        return f"not read: {replayed.failure}"
    past = f"{replayed.past_states_otherwise} of {replayed.past_states} past states are read otherwise"
    if replayed.held is None:
        return f"read as recorded; {past}"
    return f"{len(replayed.lines)} differences, held as change set #{replayed.held.pk}; {past}"
