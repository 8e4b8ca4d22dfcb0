"""What alerts cost: deliveries for a hundred thousand followers, mails beside bare smtplib, the first mail, digests.

    python -m bench.alerts [FOLLOWERS]

Runs on a private PostgreSQL and Redis, with a mail server in a process of its own, and stops by itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import resource
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage

from tests.services import MissingService, background, free_port, postgres, redis_server

FOLLOWERS = 100_000
MAILS = 20_000
TURNS = 3
CONNECTIONS = 4
DIGESTS = 10_000
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    followers = int(sys.argv[1]) if len(sys.argv) > 1 else FOLLOWERS
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tracker-bench-"))
        try:
            database, redis = stack.enter_context(postgres()), stack.enter_context(redis_server())
        except MissingService as missing:
            print(f"SKIPPED: {missing}")
            return 0
        mail = stack.enter_context(mail_server(folder))
        prepare(folder, database, redis, mail)
        report_dispatch(followers)
        report_sending(mail)
        report_first_mail(stack, folder, mail)
        report_digests()
    return 0


@contextlib.contextmanager
def mail_server(folder: str) -> Iterator[int]:
    """A mail server that counts what it takes and keeps nothing; yields its port."""
    port = free_port()
    command = [sys.executable, "-m", "bench.mailserver", str(port), f"{folder}/mails"]
    with background(command, env=dict(os.environ)):
        wait_for(lambda: can_talk(port), 30)
        yield port


def can_talk(port: int) -> bool:
    try:
        smtplib.SMTP("127.0.0.1", port, timeout=1).close()
    except OSError:
        return False
    return True


def prepare(folder: str, database: str, redis: str, mail: int) -> None:
    """Point Django at the servers, and put one event about one product into the record."""
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="tracker.settings", SECRET_KEY="bench")
    os.environ.update(DATABASE_URL=database, REDIS_URL=redis, EMAIL_URL=f"smtp://127.0.0.1:{mail}")
    os.environ.update(CONTACT="bench@example.org", MESSAGES_PER_HOUR="10000000", SENDERS=str(CONNECTIONS))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def follow(count: int, name: str, **values: Any) -> None:
    """So many addresses that follow the same."""
    from filings.models import Channel, Subscriber, Subscription

    size = 5_000
    for start in range(0, count, size):
        numbers = range(start, min(start + size, count))
        people = Subscriber.objects.bulk_create(Subscriber(email=f"{name}{n}@example.org") for n in numbers)
        ways = Channel.objects.bulk_create(Channel(subscriber=one, address=one.email) for one in people)
        Subscription.objects.bulk_create(Subscription(channel=one, **values) for one in ways)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def wait_for(condition: Callable[[], bool], limit: float) -> None:
    deadline = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report_dispatch(followers: int) -> None:
    from django.utils import timezone

    from filings.alerts.dispatch import dispatch_released
    from filings.models import Delivery
    from tests import factories as make

    product = make.make_product("Apple智能", name_en="Apple Intelligence")
    follow(followers, "reader", scope="product", product=product)
    make.make_event(make.make_filing(products=(product,)))
    before = peak_megabytes()
    spent = seconds(lambda: dispatch_released(timezone.now()))
    made = Delivery.objects.count()
    grown = peak_megabytes() - before
    print(f"one event, {followers} followers: {made} deliveries in {spent:.1f} s, memory +{grown:.1f} MB", flush=True)
    assert made == followers


def report_sending(mail: int) -> None:
    """The same mails, over as many connections, once by bare smtplib and once by the senders, turn about."""
    from filings.alerts.mail import Frame, mail_of_delivery
    from filings.models import Delivery

    related = Delivery.objects.select_related("subscription__channel__subscriber", "message")
    ours, bare = [], []
    mails = min(MAILS, related.count() // TURNS)
    for turn in range(TURNS):
        chosen = list(related.filter(state="PENDING").order_by("id")[:mails])
        frame = Frame(chosen[0].message)
        ready = [(one.subscription.channel.address, as_bytes(mail_of_delivery(one, frame))) for one in chosen]
        Delivery.objects.filter(state="PENDING").exclude(pk__in=[one.pk for one in chosen]).update(
            next_attempt_at=chosen[0].next_attempt_at + dt.timedelta(days=9 + turn)
        )
        bare.append(len(ready) / seconds(partial(send_bare, mail, ready)))
        with ready_senders() as senders:
            ours.append(len(chosen) / seconds(partial(send_ours, senders)))
        Delivery.objects.filter(state="PENDING").update(next_attempt_at=chosen[0].next_attempt_at)
    best, ground = max(ours), max(bare)
    times = best / ground
    print(f"sending over {CONNECTIONS} connections: {best:.0f} mails/s, bare smtplib {ground:.0f}: {times:.2f} times")


def as_bytes(mail: EmailMessage) -> bytes:
    built: Any = mail.message()
    content: bytes = built.as_bytes(linesep="\r\n")
    return content


def send_bare(port: int, mails: list[tuple[str, bytes]]) -> None:
    def work(share: list[tuple[str, bytes]]) -> None:
        with smtplib.SMTP("127.0.0.1", port) as connection:
            for to, content in share:
                connection.sendmail("alerts@example.org", [to], content)

    threads = [threading.Thread(target=work, args=(mails[n::CONNECTIONS],)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextlib.contextmanager
def ready_senders() -> Iterator[list[subprocess.Popen[str]]]:
    """As many senders as connections, waiting for a word; loaded beforehand and ended at once, as forks of a worker."""
    load = "import os, django; django.setup(); from tracker.worker import NICENESS, load; os.nice(NICENESS); load()"
    send = "from filings.alerts import deliver; deliver.run(deliver.MAIL); os._exit(0)"
    command = [sys.executable, "-c", f"{load}; print('ready', flush=True); input(); {send}"]
    options: dict[str, Any] = {"cwd": ROOT, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    senders = [subprocess.Popen(command, **options) for _ in range(CONNECTIONS)]
    for sender in senders:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "ready\n"
    yield senders


def send_ours(senders: list[subprocess.Popen[str]]) -> None:
    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write("go\n")
        sender.stdin.close()
    assert [sender.wait() for sender in senders] == [0] * len(senders)


def report_first_mail(stack: contextlib.ExitStack, folder: str, mail: int) -> None:
    """From a person's release of a held set to the first mail at the server, through one idle worker."""
    from django.utils import timezone

    from filings import jobs
    from filings.models import Delivery, Subscription
    from tests import factories as make

    Delivery.objects.filter(state="PENDING").delete()
    Subscription.objects.all().update(state="paused")
    worker = [sys.executable, str(ROOT / "manage.py"), "rqworker", "default"]
    stack.enter_context(background(worker, env=dict(os.environ), log=Path(folder) / "worker.log"))
    product = make.make_product("豆包", name_en="Doubao")
    follow(1, "first", scope="product", product=product)
    jobs.enqueue(jobs.send_alerts)
    wait_for(lambda: (Path(folder) / "worker.log").read_text().count("Job OK") > 0, 60)
    mails = Path(folder) / "mails"
    before = mails.stat().st_size if mails.exists() else 0
    make.make_event(make.make_filing("网信算备110108823483901230032号", products=(product,)))
    released = timezone.now().timestamp()
    jobs.enqueue(jobs.send_alerts)
    wait_for(lambda: mails.exists() and mails.stat().st_size > before, 60)
    arrived = float(mails.read_text().splitlines()[-1].split()[0])
    print(f"first mail {arrived - released:.2f} s after the release, with one idle worker", flush=True)


def report_digests() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from filings.alerts import digests
    from filings.alerts.dispatch import dispatch_released
    from filings.models import Product
    from tests import factories as make

    now = timezone.now()
    product = Product.objects.get(name="豆包")
    for zone in ("Asia/Shanghai", "Europe/Berlin", "America/New_York"):
        values = {"rhythm": "daily", "zone": zone, "next_digest_at": now}
        follow(DIGESTS // 3 + 1, zone.replace("/", "-").lower(), scope="product", product=product, **values)
    for number in range(10):
        make.make_event(make.make_filing(f"网信算备11010882348390123{number:04}号", products=(product,)))
        dispatch_released(now - dt.timedelta(seconds=1))
    with CaptureQueriesContext(connection) as queries:
        spent = seconds(lambda: digests.send_due(now + dt.timedelta(seconds=1)))
    each = len(queries) / DIGESTS
    print(f"digests for {DIGESTS} subscriptions: {spent:.1f} s, {len(queries)} queries, {each:.4f} a subscription")


if __name__ == "__main__":
    raise SystemExit(main())
