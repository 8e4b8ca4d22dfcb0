"""How long pages take: on the bundled history, and on a record of 1,000,000 events beside the stock admin's lists.

    python -m bench.pages

The first part runs on SQLite in a temporary folder, the second on a PostgreSQL that it starts by itself. Each page is
asked for by Django's own test client, so that the figures are those of the server without the way to the reader.
"""

from __future__ import annotations

import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.services import MissingService, postgres

RUNS = 30
NUMBER = "网信算备110108823483901230031号"
BUNDLED = [
    "/", "/products/", "/products/?q=doubao", "/products/?series=genai_filing&sort=name", "/products/doubao/",
    "/organizations/", "/organizations/?province=北京", "/filings/", "/filings/?status=cancelled", "/filings/?q=大模型",
    f"/filings/deep_synthesis/{NUMBER}/", "/registers/", "/registers/deep_synthesis/2026-05/", "/changes/",
    "/changes/?kind=amended", "/changes/?kind=amended&field=organization&sort=happened", "/search/?q=苹果",
    "/search/?q=doubao", "/search/?q=Gemini", "/search/suggest/?q=dou", "/sources/", "/about/",
    "/products/apple-intelligence/", "/statistics/", "/statistics/?series=algorithm",
]  # fmt: skip
# A page of ours, and the same rows in the stock admin; None where the admin has nothing like it.
LARGE: list[tuple[str, str | None]] = [
    ("/filings/", "filing/"),
    ("/filings/?series=deep_synthesis", "filing/?series__exact=deep_synthesis"),
    ("/filings/?status=cancelled&province=北京", "filing/?state__exact=cancelled&province=北京"),
    ("/filings/?after=100000", "filing/?p=1999"),
    ("/filings/?q=doubao12345", "filing/?q=doubao12345"),
    ("/products/", "product/"),
    ("/products/?status=cancelled", "product/?status__exact=cancelled"),
    ("/products/?q=doubao12345", "product/?q=doubao12345"),
    ("/organizations/", "organization/"),
    ("/changes/?kind=amended", "event/?kind__exact=amended"),
    ("/changes/?kind=gone", "event/?kind__exact=gone"),
    ("/changes/?sort=happened&after=500000", "event/?p=9999"),
    ("/changes/", "event/"),
    ("/changes/?series=genai_filing", "event/?series__exact=genai_filing"),
    ("/", None),
    ("/products/p-75000/", None),
    ("/organizations/o-20000/", None),
    ("/organizations/o-1/", None),
    (f"/filings/deep_synthesis/网信算备{2:021d}号/", None),
    ("/registers/", None),
    ("/registers/deep_synthesis/2024-06/", None),
    ("/statistics/", None),
    ("/search/?q=doubao12345", None),
    ("/search/suggest/?q=doubao123", None),
]


def prepare(folder: str, **environment: str) -> None:
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="tracker.settings", SECRET_KEY="bench", **environment)
    os.environ.pop("REDIS_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    from tracker.loading import load

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load()


def timed(client: Any, path: str, runs: int = RUNS) -> list[float]:
    """Milliseconds of each run after a first one, which fills what is remembered."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    spent = []
    for _ in range(runs):
        started = time.perf_counter()
        client.get(path)
        spent.append(1000 * (time.perf_counter() - started))
    return spent


def p95(values: Iterable[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def bundled() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        prepare(folder)
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        call_command("import_history", verbosity=0)
        client, everything = Client(SERVER_NAME="localhost"), list[float]()
        print(f"bundled history on SQLite, {RUNS} runs each, milliseconds\n{'median':>8}{'p95':>8}{'queries':>9}")
        for path in BUNDLED:
            spent = timed(client, path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            print(f"{statistics.median(spent):8.1f}{p95(spent):8.1f}{len(queries):9d}  {path}")
            everything += spent
        print(f"{statistics.median(everything):8.1f}{p95(everything):8.1f}{'':9}  all of them")
        first_view(client.get("/").content, Path(folder) / "static")


def first_view(page: bytes, static: Path) -> None:
    """What the first page weighs on the wire, with all that it links to."""
    linked = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    sizes = {"the page": len(gzip.compress(page))}
    for name in sorted(set(linked)):
        plain, packed = static / name.decode(), static / f"{name.decode()}.gz"
        sizes[name.decode()] = (packed if packed.exists() else plain).stat().st_size
    print(
        f"first view {sum(sizes.values()) / 1024:.0f} KB: " + ", ".join(f"{n} {s / 1024:.1f}" for n, s in sizes.items())
    )


def large() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        prepare(folder, DATABASE_URL=os.environ["DATABASE_URL"])
        from bench import large as record

        started = time.perf_counter()
        record.build(record.PAGES)
        size = f"{record.PAGES.events:,} events, {record.PAGES.filings:,} filings"
        print(f"{size} on PostgreSQL, written in {time.perf_counter() - started:.0f} s; {RUNS} runs each, milliseconds")
        beside_the_admin()


def beside_the_admin() -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    from bench import stock_admin

    site = stock_admin.install()
    ours, theirs = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    theirs.force_login(User.objects.create_superuser("bench", password="bench"))
    print(f"{'median':>8}{'p95':>8}{'admin':>9}{'p95':>9}{'times':>7}")
    everything, ratios = list[float](), list[float]()
    for path, other in LARGE:
        spent = timed(ours, path)
        everything += spent
        line = f"{statistics.median(spent):8.1f}{p95(spent):8.1f}"
        if other:
            beside = timed(theirs, f"{site}{other}", runs=8)
            ratios.append(statistics.median(beside) / statistics.median(spent))
            line += f"{statistics.median(beside):9.1f}{p95(beside):9.1f}{ratios[-1]:7.1f}"
        print(f"{line:41}  {path}", flush=True)
    print(f"{statistics.median(everything):8.1f}{p95(everything):8.1f}  all of them; {min(ratios):.1f} times at least")


def main(arguments: list[str]) -> int:
    if arguments:
        {"bundled": bundled, "large": large}[arguments[0]]()
        return 0
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-m", "bench.pages"]
    subprocess.run([*command, "bundled"], env=env, check=True)
    try:
        with postgres() as url:
            subprocess.run([*command, "large"], env=env | {"DATABASE_URL": url}, check=True)
    except MissingService as missing:
        print(f"the large record is left out: {missing}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
