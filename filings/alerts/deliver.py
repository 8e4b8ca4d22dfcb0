"""From rows to the world: claim a batch, send one after the other, note each. Every message ends sent or visible.

Mails and the rest run on two lanes, so that an endpoint that never answers holds up no mail. A process that dies
between the other side's yes and our note makes the message go out a second time, under the same id and number, so that
it can be recognised: better twice than never.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from filings.models import ChannelKind, Delivery, Letter, Message

from . import brake, channels, chat, outbox, webhooks
from .journal import Journal
from .mail import Frame, Mailer, Refused, Unconnected, mail_of_letter
from .receivers import with_receivers

logger = logging.getLogger(__name__)

MAIL, POST = "mail", "post"
LANES: dict[str, tuple[str, ...]] = {MAIL: (ChannelKind.EMAIL,), POST: (ChannelKind.WEBHOOK, ChannelKind.CHAT)}
BATCH = {MAIL: 250, POST: 5}
# Leaves time to finish before a job would be killed.
RUN_SECONDS = 600
# Whether somebody has left is asked again for what has waited longer than this behind others of its batch.
FRESH_SECONDS = 1.0
# With so few left to the brake, all senders ask before each batch.
NEAR_THE_BRAKE = 5_000
# So many lost connections in a row, and the rest waits for a minute.
LOST_BEFORE_END = 2


def waiting(lane: str, now: dt.datetime, limit: int) -> int:
    """How many messages of a lane are due, counted up to a limit."""
    count = _due(lane, now)[:limit].count()
    return count + (Letter.objects.due(now)[:limit].count() if lane == MAIL else 0)


def run(lane: str) -> int:
    """Send what is due on this lane until there is no more, or the time is over. Returns how many were claimed."""
    ends = time.monotonic() + RUN_SECONDS
    total = 0
    with _Sender() as sender:
        while time.monotonic() < ends and not sender.is_stopped:
            batch = sender.next_batch(lane)
            if not batch:
                break
            total += len(batch)
            sender.send(batch)
    return total


def _due(lane: str, now: dt.datetime) -> QuerySet[Delivery]:
    return Delivery.objects.due(now).filter(kind__in=LANES[lane])


def _asked_again(rows: Sequence[Delivery | Letter]) -> list[Delivery | Letter]:
    """The same rows with what has become of their receivers; a batch holds letters or deliveries, never both."""
    mine = Delivery.objects.filter(pk__in=[row.pk for row in rows if isinstance(row, Delivery)])
    fresh = {row.pk: row for row in with_receivers(mine)}
    known = [row if isinstance(row, Letter) else fresh.get(row.pk) for row in rows]
    return [now for row, now in zip(rows, known, strict=True) if now is not None and now.claim == row.claim]


class _Sender:
    """One run on one lane, with what it has learnt about the other sides."""

    def __init__(self) -> None:
        self.mailer = Mailer()
        self.frames: dict[int, Frame] = {}
        self.lost = 0
        self.dead_ends: set[int] = set()
        self.taken: list[int] = []
        self.allowed, self.allowed_at = 0, 0.0

    def __enter__(self) -> _Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self.mailer.hang_up()

    @property
    def is_stopped(self) -> bool:
        return self.lost >= LOST_BEFORE_END

    def next_batch(self, lane: str) -> Sequence[Delivery | Letter]:
        """Letters first: somebody waits for each of them before a screen."""
        now = timezone.now()
        if lane == MAIL and (letters := outbox.claim(Letter.objects.due(now), BATCH[lane], now)):
            return letters
        if (allowed := self._allowance(now)) == 0:
            return []
        batch = outbox.claim(_due(lane, now), min(BATCH[lane], allowed), now, with_receivers)
        self.allowed -= len(batch)
        return batch

    def _allowance(self, now: dt.datetime) -> int:
        """How many may leave before the brake; far from it asked once a second, because it counts an hour."""
        if self.allowed < NEAR_THE_BRAKE or time.monotonic() - self.allowed_at > FRESH_SECONDS:
            self.allowed, self.allowed_at = brake.allowance(now), time.monotonic()
        return self.allowed

    def send(self, batch: Sequence[Delivery | Letter]) -> None:
        """Send a batch of one claim. What was sent is in the journal at once, and in the rows once a second."""
        self._load([row.message_id for row in batch if isinstance(row, Delivery)])
        self.model, self.claim = type(batch[0]), batch[0].claim
        with Journal(self.claim) as self.journal:
            try:
                self._send_all(list(batch))
            finally:
                self._record()

    def _record(self) -> None:
        outbox.sent(self.model, self.claim, self.taken)
        self.taken = []

    def _send_all(self, rows: list[Delivery | Letter]) -> None:
        asked_at = time.monotonic()
        while rows:
            if self.is_stopped:
                outbox.give_back(rows, "the mail server can't be reached")
                return
            if time.monotonic() - asked_at > FRESH_SECONDS:
                self._record()
                rows, asked_at = _asked_again(rows), time.monotonic()
                if not rows:
                    return
            row = rows.pop(0)
            if not outbox.is_mine(row, timezone.now()):
                # Others may take these up by now; whoever holds them sends them.
                return
            if isinstance(row, Letter):
                self._send_letter(row)
            else:
                self._send_delivery(row)

    def _load(self, ids: Sequence[int]) -> None:
        """Keep the frames of this batch; whole batches are often about one message."""
        missing = set(ids) - self.frames.keys()
        known = {pk: frame for pk, frame in self.frames.items() if pk in ids}
        self.frames = known | {pk: Frame(message) for pk, message in Message.objects.in_bulk(missing).items()}

    def _send_letter(self, letter: Letter) -> None:
        try:
            self.mailer.send(mail_of_letter(letter))
        except Refused as error:
            outbox.failed(letter, str(error), is_final=True)
        except Exception as error:
            self._note_failure(letter, error)
        else:
            self._note_sent(letter)

    def _send_delivery(self, delivery: Delivery) -> None:
        channel = delivery.subscription.channel
        if reason := _why_not(delivery):
            outbox.leave_unsent(delivery, reason)
            return
        if channel.pk in self.dead_ends:
            outbox.give_back([delivery], "the endpoint did not take the one before")
            return
        try:
            self._hand_over(delivery)
        except Refused as error:
            outbox.failed(delivery, str(error), is_final=True)
            channels.refused(channel, str(error), timezone.now())
        except webhooks.Gone as error:
            self.dead_ends.add(channel.pk)
            outbox.failed(delivery, str(error), is_final=True)
            channels.switch_off(channel, str(error), timezone.now())
        except Exception as error:
            self._note_failure(delivery, error)
        else:
            self._note_sent(delivery)
            channels.worked(channel)

    def _hand_over(self, delivery: Delivery) -> None:
        frame = self.frames[delivery.message_id]
        message = frame.message
        if delivery.kind == ChannelKind.EMAIL:
            self.mailer.send_delivery(delivery, frame)
        elif delivery.kind == ChannelKind.WEBHOOK:
            webhooks.send_delivery(delivery, message)
        else:
            chat.send_delivery(delivery, message)

    def _note_sent(self, row: Any) -> None:
        self.lost = 0
        self.journal.add(row.pk)
        self.taken.append(row.pk)

    def _note_failure(self, row: Any, error: Exception) -> None:
        logger.warning("%s %s was not sent: %s", type(row).__name__, row.pk, error)
        self.lost = self.lost + 1 if isinstance(error, Unconnected) else 0
        reason = (
            str(error) if isinstance(error, Unconnected | webhooks.Rejected) else f"{type(error).__name__}: {error}"
        )
        is_given_up = outbox.failed(row, reason)
        if isinstance(row, Delivery) and row.kind != ChannelKind.EMAIL:
            channel = row.subscription.channel
            self.dead_ends.add(channel.pk)
            if is_given_up:
                channels.switch_off(channel, reason, timezone.now())


def _why_not(delivery: Delivery) -> str:
    """Why a message must not go out any more, or "" when it may."""
    if not delivery.subscription.is_active:
        return "the subscription was stopped or paused first"
    return "" if delivery.subscription.channel.is_on else "nothing is sent to this address any more"
