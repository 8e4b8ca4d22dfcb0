"""`manage.py catalogue`: the groups and products of the catalogue, edits included, as a file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from filings.catalogue import CatalogueError, Difference, differences, read_catalogue_bytes, write_catalogue
from filings.pipeline.catalogue_file import import_catalogue, recorded_catalogue
from filings.pipeline.refusal import Refused


class Command(BaseCommand):
    """Reads or writes a file, calls one function, prints what differs."""

    help = "Write the catalogue to standard output, or import it from a file; --dry-run only says what would change."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("export")
        taken = verbs.add_parser("import")
        taken.add_argument("file", type=Path)
        taken.add_argument("--dry-run", action="store_true", help="only say what would change")
        taken.add_argument("--reason", default="imported at the command line")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "export":
            self.stdout.write(write_catalogue(recorded_catalogue()), ending="")
            return
        try:
            new = read_catalogue_bytes(options["file"].read_bytes())
            if options["dry_run"]:
                changed = differences(recorded_catalogue(), new)
            else:
                changed = import_catalogue(new, reason=options["reason"], person=None, now=timezone.now())
        except (CatalogueError, Refused, OSError) as error:
            raise CommandError(f"nothing was imported: {error}") from error
        self._show(changed)

    def _show(self, changed: list[Difference]) -> None:
        for one in changed:
            self.stdout.write(f"{one.kind} {one.slug} {one.field}: {one.before or '–'} → {one.after or '–'}")
        self.stdout.write(f"{len(changed)} differences")
