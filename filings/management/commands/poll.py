"""`manage.py poll`: poll now, in this process, and say a line per document."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from filings import jobs
from filings.models import Outcome, Poll


class Command(BaseCommand):
    """Parses the arguments, calls one function, prints what it reports."""

    help = "Poll sources now, with all that they lead to. Exit code 3 unless every outcome is RECORDED or UNCHANGED."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sources", nargs="*", metavar="SOURCE", help="keys of sources; none means all that are enabled"
        )
        parser.add_argument("--due", action="store_true", help="only what is due by its own rhythm")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        line = _as_json if options["json"] else _as_text

        def report(poll: Poll) -> None:
            self.stdout.write(line(poll))
            self.stdout.flush()

        try:
            polls = jobs.poll_here(options["sources"], only_due=options["due"], report=report)
        except ValueError as error:
            raise CommandError(str(error)) from error
        polled_nothing = not polls and not options["due"]
        if polled_nothing or not all(Outcome(poll.outcome).is_good for poll in polls):
            sys.exit(3)


def _as_json(poll: Poll) -> str:
    return json.dumps(
        {
            "source": poll.source.key,
            "document": str(poll.document),
            "outcome": poll.outcome,
            "rows": poll.rows,
            "accepted": poll.accepted,
            "rejected": poll.rejected,
            "events": poll.events,
            "held": poll.held,
            "seconds": poll.seconds,
            "message": poll.message,
        },
        ensure_ascii=False,
    )


def _as_text(poll: Poll) -> str:
    counts = (
        f"{poll.rows} rows = {poll.accepted} + {poll.rejected}, {poll.events} events, {poll.held} held"
        if poll.rows
        else ""
    )
    parts = (f"{poll.outcome:11}", f"{poll.seconds:6.2f}s", str(poll.document), counts, poll.message)
    return "  ".join(part for part in parts if part)
