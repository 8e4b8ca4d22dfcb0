"""`manage.py mailreport [FILE …]`: takes bounces and complaints, from files or standard input."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from filings.alerts.reports import take_report


class Command(BaseCommand):
    """For the mail server's alias that BOUNCES_TO names, or for a folder of reports."""

    help = "Takes bounces (DSN) and complaints (ARF), so that dead addresses are no longer written to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="reports; else standard input")

    def handle(self, *_: Any, **options: Any) -> None:
        raws = [path.read_bytes() for path in options["files"]] or [sys.stdin.buffer.read()]
        refused = 0
        for raw in raws:
            try:
                self.stdout.write(take_report(raw, timezone.now()))
            except ValueError as error:
                refused += 1
                self.stderr.write(str(error))
        if refused:
            raise CommandError(f"{refused} of {len(raws)} were not taken", returncode=1)
