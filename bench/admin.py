"""How long the admin's own pages take, on a record of 10,000 filings and on one of 1,000,000.

    python -m bench.admin [FILINGS …]

Every list as it opens, with each of its filters, searched, at a page far behind, and one row of it. Runs on PostgreSQLs
that it starts by itself; what takes longer than LIMIT is marked.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from bench.pages import prepare, timed
from tests.services import MissingService, postgres

SIZES = (10_000, 1_000_000)
LIMIT = 300
RUNS = 5
SEARCHED = ("doubao12345", "豆包智能", "网信算备000000000000000005678号")


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--here"]:
        return 0 if measured(int(arguments[1])) else 1
    for size in [int(one) for one in arguments] or SIZES:
        try:
            with postgres() as url:
                env = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
                command = [sys.executable, "-m", "bench.admin", "--here", str(size)]
                subprocess.run(command, env=env | {"DATABASE_URL": url}, check=False)
        except MissingService as missing:
            print(f"SKIPPED: {missing}")
    return 0


def measured(filings: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        prepare(folder, DATABASE_URL=os.environ["DATABASE_URL"], SECOND_FACTOR="false")
        from django.contrib.auth.models import User
        from django.test import Client

        from bench import large

        started = time.perf_counter()
        size = large.Size(filings=filings, events=max(filings + filings // 5, 20_000))
        large.build(size)
        print(f"{filings:,} filings, {size.events:,} events, written in {time.perf_counter() - started:.0f} s")
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_superuser("bench", password="bench"))
        spent = {path: statistics.median(timed(client, path, RUNS)) for path in pages()}
        for path, one in sorted(spent.items(), key=lambda pair: -pair[1])[:25]:
            print(f"{one:8.0f} ms{' OVER' if one > LIMIT else '     '}  {path}", flush=True)
        over = sum(one > LIMIT for one in spent.values())
        print(f"{len(spent)} pages, median {statistics.median(spent.values()):.0f} ms, {over} over {LIMIT} ms")
        return not over


def pages() -> Iterator[str]:
    """The start page, and the pages of every table."""
    from django.contrib import admin

    yield "/admin/"
    for model, model_admin in admin.site._registry.items():
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield place
        rows = model._default_manager.all()
        if rows[2_000:2_001]:
            yield f"{place}?p=15"
        if model_admin.search_fields:
            yield from (f"{place}?{urlencode({'q': text})}" for text in SEARCHED)
        for one in model_admin.list_filter:
            if isinstance(one, str) and (value := rows.order_by().values_list(one, flat=True).first()) is not None:
                yield f"{place}?{urlencode({f'{one}__exact': int(value) if value in (True, False) else value})}"
        if (pk := rows.order_by().values_list("pk", flat=True).first()) is not None:
            yield f"{place}{pk}/change/"
    yield from (f"/admin/autocomplete/?{urlencode(query)}" for query in autocompletes())


def autocompletes() -> Iterator[dict[str, Any]]:
    for model, field in (("product", "group"), ("product", "partners"), ("organization", "group")):
        yield {"app_label": "filings", "model_name": model, "field_name": field, "term": "豆包"}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
