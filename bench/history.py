"""How long the bundled history takes to load into an empty record, on SQLite.

    python -m bench.history

Works in a temporary folder and stops by itself.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time

LIMIT_SECONDS = 30


def prepare(folder: str) -> None:
    """Point Django at an empty database."""
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="tracker.settings", SECRET_KEY="bench")
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        prepare(folder)
        from django.utils import timezone

        from filings.models import Event, Filing
        from filings.pipeline.history import import_history

        wall, spent = time.perf_counter(), time.process_time()
        import_history(timezone.now())
        wall, spent = time.perf_counter() - wall, time.process_time() - spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"bundled history: {Filing.objects.count()} filings, {Event.objects.count()} events")
        print(f"loading it: {wall:.1f} s, {spent:.1f} s of CPU (limit {LIMIT_SECONDS} s), {peak:.0f} MB")


if __name__ == "__main__":
    main()
