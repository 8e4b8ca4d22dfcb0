"""manage.py export: the record on standard output, as JSON lines or CSV."""

from __future__ import annotations

import contextlib
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from filings.exports import EXPORTS, FORMATS


class Command(BaseCommand):
    """Streams one table of the record."""

    help = "Write filings, products, organizations or events to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=EXPORTS)
        parser.add_argument("--format", choices=FORMATS, default="jsonl")

    def handle(self, *args: Any, what: str, format: str, **options: Any) -> None:
        # The file is UTF-8 with plain line ends, whatever the locale of the terminal says.
        if reconfigure := getattr(self.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8", newline="\n")
        try:
            FORMATS[format](EXPORTS[what], self.stdout)
            self.stdout.flush()
        except BrokenPipeError:
            # The reader (such as `head`) has enough. What is left goes nowhere, or Python would complain as it ends.
            with contextlib.suppress(OSError, ValueError), open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
