"""manage.py extract_claims: articles on standard input, claims on standard output, JSON lines, and no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from filings.catalogue import bundled_catalogue
from filings.claims import Lexicon, actors_of, extract
from filings.claims.lines import as_json, read_line


class Command(BaseCommand):
    """One line out for each line in; a line that is no article is told of, and the exit code is then 1."""

    help = "Read articles as JSON lines from standard input and write what they claim."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reasons", action="store_true", help="say how each claim was understood")

    def handle(self, *args: Any, reasons: bool, **options: Any) -> None:
        for stream in (sys.stdin, self.stdout):
            # The lines are UTF-8, whatever the locale of the terminal says.
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(encoding="utf-8", newline="\n")
        wrong = self.extract(sys.stdin, reasons)
        if wrong:
            raise CommandError(f"{wrong} of the lines are no articles.")

    def extract(self, lines: TextIO, reasons: bool) -> int:
        """The number of lines that could not be read."""
        lexicon, wrong = Lexicon(actors_of(bundled_catalogue())), 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                name, article = read_line(line)
            except ValueError as error:
                self.stderr.write(f"line {number}: {error}")
                wrong += 1
                continue
            claims = [as_json(claim) for claim in extract(article, lexicon)]
            if not reasons:
                for claim in claims:
                    del claim["reasons"]
            self.stdout.write(json.dumps({"id": name, "claims": claims}, ensure_ascii=False))
        return wrong
