"""What polling costs beside the bare transfer of the same files, and what recording a few changed rows costs.

    python -m bench.polling

Runs against a small site in a thread of this process, on SQLite in a temporary folder, and stops by itself.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.builders import deep_rows, make_deep_docx
from tests.site import Hit, Site

LISTS = 10
ROWS = 780
CHANGED = 3
RUNS = 5


def prepare(folder: str, url: str) -> None:
    """Point Django at the site and at an empty database."""
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="tracker.settings", SECRET_KEY="bench", CAC_BASE_URL=url)
    os.environ.update(ALLOW_PRIVATE_HOSTS="127.0.0.1", POLITENESS_SECONDS="0", CONTACT="bench@example.org")
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from filings.models import Source

    # The small site stands in for the notice channel alone.
    Source.objects.exclude(key="cac-notices").delete()


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder, Site() as site:
        prepare(folder, site.url)
        rows = [deep_rows(ROWS, first=1 + number * ROWS) for number in range(LISTS)]
        labels = [f"境内深度合成服务算法备案清单（20{20 + number}年1月）" for number in range(LISTS)]
        for number, label in enumerate(labels):
            title = "国家互联网信息办公室关于发布深度合成服务算法备案信息的公告"
            file = make_deep_docx(rows[number], title=label)
            site.publish(title=title, published=f"20{20 + number}-01-05 17:00", documents={label: file})
        report(site, rows, labels)


def report(site: Site, rows: list[list[tuple[str, ...]]], labels: list[str]) -> None:
    from filings.models import Filing

    print(f"{LISTS} lists of {ROWS} rows, medians of {RUNS} runs in one process")
    print(f"first poll, everything new            {seconds(poll):8.2f} s  ({Filing.objects.count()} filings)")
    asked = [
        Request(f"{site.url}{address_of(hit)}", headers={"Referer": site.url})
        for hit in site.hits()
        if hit.path != "/robots.txt"
    ]
    polled, bare = [], []
    for _ in range(RUNS):
        bare.append(seconds(lambda: [urlopen(request, timeout=10).read() for request in asked]))
        polled.append(seconds(poll))
    for what, figures in (("poll of the unchanged site ", polled), ("bare transfer of its answers", bare)):
        median = statistics.median(figures)
        print(f"{what}          {median:8.3f} s  ({1000 * median / len(asked):.1f} ms a request)")
    report_changed_rows(site, rows[0], labels[0])


def poll() -> None:
    from filings import jobs
    from filings.models import Outcome

    polls = jobs.poll_here([], only_due=False, report=lambda _poll: None)
    assert all(Outcome(poll.outcome).is_good for poll in polls)


def address_of(hit: Hit) -> str:
    return f"{hit.path}?{urlencode(hit.query)}" if hit.query else hit.path


def report_changed_rows(site: Site, rows: list[tuple[str, ...]], label: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from filings.models import Document, Version
    from filings.pipeline.lists import read_list

    changed = [(row[0], f"{row[1]}改", *row[2:]) if number < CHANGED else row for number, row in enumerate(rows)]
    site.notices[0].documents[label] = make_deep_docx(changed, title=label)
    document, before = Document.objects.get(label=label), Version.objects.count()
    with CaptureQueriesContext(connection) as queries:
        spent = seconds(lambda: read_list(document))
    written = Version.objects.count() - before
    print(f"a list of {ROWS} rows, {CHANGED} changed: {written} versions, {len(queries)} queries, {spent:.3f} s")


if __name__ == "__main__":
    main()
