"""The state of a way to somebody: off when it is dead, tested, on again. The one writer of those fields."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from filings.models import Channel, ChannelKind

from . import chat, letters, webhooks

# A server can be mistaken about an address once or twice.
REFUSALS_BEFORE_OFF = 3


def worked(channel: Channel) -> None:
    """Something was taken there, so what was refused before does not count any more."""
    if channel.refusals:
        Channel.objects.filter(pk=channel.pk).update(refusals=0)


def refused(channel: Channel, reason: str, now: dt.datetime) -> None:
    """The other side refused for good; the third time in a row nothing is sent there any more."""
    Channel.objects.filter(pk=channel.pk).update(refusals=F("refusals") + 1)
    if Channel.objects.filter(pk=channel.pk, refusals__gte=REFUSALS_BEFORE_OFF).exists():
        switch_off(channel, reason, now)


def switch_off(channel: Channel, reason: str, now: dt.datetime) -> None:
    """Send nothing there any more. The owner of a webhook or chat gets a letter; a dead mail address can't."""
    on = Channel.objects.filter(pk=channel.pk, is_on=True)
    if on.update(is_on=False, off_at=now, off_reason=reason[:1000]) and channel.kind != ChannelKind.EMAIL:
        letters.write_channel_off(channel, reason, now)


def switch_on(channel: Channel) -> None:
    """The owner says that it works again."""
    Channel.objects.filter(pk=channel.pk).update(is_on=True, off_at=None, off_reason="", refusals=0)


def test(channel_id: int, now: dt.datetime) -> None:
    """Send something that says of itself that it is a test, and note what came of it."""
    channel = Channel.objects.filter(pk=channel_id).exclude(kind=ChannelKind.EMAIL).first()
    if channel is None:
        return
    try:
        if channel.kind == ChannelKind.WEBHOOK:
            webhooks.send_test(channel)
        else:
            chat.send(channel.address, "China AI Filing Tracker", "This is a test.")
        answer = "taken"
    except (webhooks.Rejected, ValueError) as error:
        answer = str(error)
    Channel.objects.filter(pk=channel_id).update(tested_at=now, test_answer=answer[:1000])
