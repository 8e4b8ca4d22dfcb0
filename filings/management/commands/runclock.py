"""`manage.py runclock`: the clock for an installation without Redis."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from filings import jobs

logger = logging.getLogger("filings.clock")


class Command(BaseCommand):
    """Ticks every minute until it is told to stop; a tick that fails is logged, and the clock goes on."""

    help = "Tick every minute in this process: poll what is due, send what is released. For use without Redis."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            try:
                jobs.tick()
            except Exception:
                logger.exception("a tick failed")
            close_old_connections()
            stop.wait(settings.TICK_SECONDS)
