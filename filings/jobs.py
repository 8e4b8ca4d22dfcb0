"""The door to the queue, and the only importer of django_rq: with Redis a job goes to a worker, else it runs at once.

Every job may run twice, die anywhere or run late: what may happen once is claimed in the database, and what is to be
tried again waits in a row until the next tick.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from filings.alerts import allowances, brake, channels, deliver, dispatch, journal, letters, outbox, subscribe
from filings.models import Delivery, DeliveryState, Event, Heartbeat, Poll, Source, Subscription
from filings.pipeline import corrections, fetch, poll, proposals, statements
from filings.pipeline import release as decisions

logger = logging.getLogger(__name__)

JOB_TIMEOUT = 900
# Likeness is looked for this often; what it finds waits for people anyway.
PROPOSALS_EVERY = dt.timedelta(hours=12)


def enqueue(function: Callable[..., object], *arguments: object) -> None:
    """Run a job on a worker, or here and now where there is no queue. What goes wrong in it is logged, either way."""
    if not settings.RQ_QUEUES:
        try:
            function(*arguments)
        except Exception:
            logger.exception("the job %s%s failed", function.__name__, arguments)
        return
    import django_rq  # imported here because it refuses to load without a queue

    django_rq.get_queue("default").enqueue(
        function, *arguments, job_timeout=JOB_TIMEOUT, result_ttl=0, failure_ttl=86_400
    )


def tick() -> None:
    """What the clock does every minute. Two clocks at once do no harm: each step claims what it works on."""
    now = timezone.now()
    Heartbeat.objects.update_or_create(name="tick", defaults={"at": now})
    if left_open := poll.sweep(now):
        logger.warning("%s attempts were left open by a process that died", left_open)
    for source_id in list(Source.objects.due(now).values_list("pk", flat=True)):
        if token := poll.claim(source_id, now, only_if_due=True):
            enqueue(run_poll, source_id, token)
    corrections.expire(now)
    if _is_time("proposals", PROPOSALS_EVERY, now):
        enqueue(run_proposals)
    allowances.forget_old(now)
    letters.forget_old(now)
    journal.forget_old()
    send_alerts()


def _is_time(name: str, pause: dt.timedelta, now: dt.datetime) -> bool:
    """Whether a rare piece of work is due; whoever asks first does it."""
    beat, is_new = Heartbeat.objects.get_or_create(name=name, defaults={"at": now})
    late = Heartbeat.objects.filter(pk=beat.pk, at__lte=now - pause)
    return is_new or late.update(at=now) == 1


def run_proposals() -> None:
    """Look for things that look alike, for a person to decide."""
    proposals.propose(timezone.now())


def run_poll(source_id: int, token: str) -> None:
    """Run over a source that was claimed, and send what it leads to."""
    poll.poll_source(source_id, token)
    send_alerts()


def send_alerts() -> None:
    """Turn released change sets into messages, free what dead senders left, and set senders to work on what is due."""
    now = timezone.now()
    dispatch.dispatch_released(now)
    outbox.sweep(now)
    for lane in deliver.LANES:
        for _ in range(_senders_wanted(lane)):
            enqueue(run_sender, lane)


def _senders_wanted(lane: str) -> int:
    """One for each full batch that is due, up to a limit; on the spot one does it all."""
    most = settings.SENDERS if settings.RQ_QUEUES else 1
    size = deliver.BATCH[lane]
    return min(most, -(-deliver.waiting(lane, timezone.now(), most * size) // size))


def run_sender(lane: str) -> None:
    """Send what is due on this lane, until there is no more."""
    deliver.run(lane)


def send_letters() -> None:
    """Somebody asked for a mail and waits for it before the screen."""
    enqueue(run_sender, deliver.MAIL)


def test_channel(channel_id: int) -> None:
    """A subscriber wants to see whether a webhook or chat works."""
    enqueue(run_channel_test, channel_id)


def run_channel_test(channel_id: int) -> None:
    """The job behind `test_channel`."""
    channels.test(channel_id, timezone.now())


def poll_here(keys: Iterable[str], *, only_due: bool, report: Callable[[Poll], None]) -> list[Poll]:
    """Poll in this process, for a person at the command line: what is named or everything, to its end, then the alerts.

    A person asks now, so waits that hosts asked for earlier are lifted. Raises ValueError for a key that is unknown.
    """
    sources = _sources(list(keys))
    if not only_due:
        fetch.lift_waits()
    polls: list[Poll] = []
    now = timezone.now()
    poll.sweep(now)
    for source in sources:
        if token := poll.claim(source.pk, now, only_if_due=only_due):
            polls += poll.poll_source(source.pk, token, everything=not only_due, report=report)
        elif not only_due:
            logger.warning("%s is being polled by another process", source.key)
    send_alerts()
    return polls


def _sources(keys: list[str]) -> list[Source]:
    if not keys:
        return list(Source.objects.filter(is_enabled=True))
    found = {source.key: source for source in Source.objects.filter(key__in=keys)}
    if unknown := [key for key in keys if key not in found]:
        known = ", ".join(Source.objects.values_list("key", flat=True))
        raise ValueError(f"unknown source: {', '.join(unknown)}; known: {known}")
    return [found[key] for key in dict.fromkeys(keys)]


def poll_now(source_id: int) -> None:
    """An editor asks: poll this source, whatever its rhythm says."""
    enqueue(run_poll_now, source_id)


def run_poll_now(source_id: int) -> None:
    """The job behind `poll_now`: everything of the source, unless it is being polled already."""
    if token := poll.claim(source_id, timezone.now(), only_if_due=False):
        poll.poll_source(source_id, token, everything=True)
        send_alerts()


def release(change_set_id: int, user_id: int) -> None:
    """An editor says that a held change set counts."""
    enqueue(run_release, change_set_id, user_id)


def run_release(change_set_id: int, user_id: int) -> None:
    """The job behind `release`."""
    if decisions.release(change_set_id, user_id, timezone.now()):
        send_alerts()


def release_part(change_set_id: int, user_id: int, chosen: list[int]) -> None:
    """An editor says that some lines of a held change set count. Refused at once, before any job, where they can't."""
    if decisions.release_part(change_set_id, user_id, timezone.now(), chosen):
        enqueue(send_alerts)


def rehearse(change_set_id: int) -> int:
    """How many messages releasing a held set would make: it is done, counted by the alerts' own rule, and undone."""
    with transaction.atomic():
        now = timezone.now()
        decisions.release(change_set_id, None, now)
        messages = dispatch.dispatch(change_set_id, now)
        transaction.set_rollback(True)
    return messages


def keep_evidence(event_id: int) -> None:
    """An editor entered something by hand: what its evidence shows is archived."""
    enqueue(run_keep_evidence, event_id)


def run_keep_evidence(event_id: int) -> None:
    """The job behind `keep_evidence`."""
    statements.keep_evidence(Event.objects.get(pk=event_id), timezone.now())


def drop(change_set_id: int, user_id: int) -> None:
    """An editor says that a held change set is to be forgotten."""
    enqueue(run_drop, change_set_id, user_id)


def run_drop(change_set_id: int, user_id: int) -> None:
    """The job behind `drop`."""
    decisions.drop(change_set_id, user_id, timezone.now())


def retry_delivery(delivery_id: int) -> None:
    """An editor gives a message that was given up another round of attempts."""
    if outbox.revive(Delivery.objects.filter(pk=delivery_id, state=DeliveryState.DEAD), timezone.now()):
        send_alerts()


def stop_subscription(subscription_id: int) -> None:
    """An operator ends a subscription."""
    subscribe.stop(Subscription.objects.filter(pk=subscription_id), "by the operator", timezone.now())


def lift_brake(user_id: int) -> None:
    """An editor has looked at what pulled the brake: messages leave again."""
    if brake.lift(user_id, timezone.now()):
        send_alerts()
