"""Bounces and complaints: believed when they name a message of ours, and heeded at once."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from filings.alerts.links import message_id
from filings.alerts.reports import take_report
from filings.models import Channel, Delivery, Subscription
from tests import factories as make

pytestmark = pytest.mark.django_db

BOUNCE = """\
From: MAILER-DAEMON@mx.example.org
To: alerts@tracker.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; reader@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such person

--b
Content-Type: {returned}

Message-ID: {identifier}
Subject: Filed

--b--
"""
COMPLAINT = """\
From: abuse@example.org
To: alerts@tracker.example.org
Subject: FW: Filed
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--b
Content-Type: message/rfc822

Message-ID: {identifier}
Subject: Filed

Body
--b--
"""


@pytest.fixture
def delivery() -> Delivery:
    subscription = make.make_subscription()
    return make.make_delivery(subscription, make.make_change_set(make.make_document()))


def bounce(delivery: Delivery, **values: str) -> bytes:
    defaults = {"action": "failed", "status": "5.1.1", "returned": "message/rfc822"}
    return BOUNCE.format(**(defaults | {"identifier": message_id(delivery.pk)} | values)).encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_dead_address_is_no_longer_written_to(delivery, returned):
    assert "gone" in take_report(bounce(delivery, returned=returned), timezone.now())
    channel = Channel.objects.get()
    assert (channel.is_on, channel.off_reason) == (False, "bounced: 5.1.1")
    assert not Subscription.objects.told().exists()


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "4.2.2")])
def test_what_may_pass_changes_nothing(delivery, action, status):
    take_report(bounce(delivery, action=action, status=status), timezone.now())
    assert (Channel.objects.get().is_on, Channel.objects.get().refusals) == (True, 0)


def test_other_refusals_count_and_the_third_in_a_row_ends_it(delivery):
    for expected in (True, True, False):
        take_report(bounce(delivery, status="5.7.1"), timezone.now())
        assert Channel.objects.get().is_on is expected


def test_a_complaint_ends_everything_for_that_address(delivery):
    take_report(COMPLAINT.format(identifier=message_id(delivery.pk)).encode(), timezone.now())
    assert Channel.objects.get().is_on is False
    assert (Subscription.objects.get().state, Subscription.objects.get().end_reason) == ("ended", "by a complaint")


@pytest.mark.parametrize(
    "identifier", ["<1.0123456789abcdef0123@testserver>", "<other@example.org>", "", "<1.@testserver>", "<1>"]
)
def test_nobody_can_end_anothers_alerts_with_a_made_up_report(delivery, identifier):
    for raw in (bounce(delivery, identifier=identifier), COMPLAINT.format(identifier=identifier).encode()):
        with pytest.raises(ValueError, match="does not name a message of ours"):
            take_report(raw, timezone.now())
    assert Channel.objects.get().is_on
    assert Subscription.objects.get().is_active


@pytest.mark.parametrize(
    "raw", [b"", b"Subject: hello\n\nOut of office", b"\xff\x00\n\n", b"Content-Type: multipart/report\n\n"]
)
def test_what_is_no_report_is_refused(raw):
    with pytest.raises(ValueError, match="neither"):
        take_report(raw, timezone.now())


class TestCommand:
    def test_it_takes_files(self, delivery, tmp_path, capsys):
        path = tmp_path / "bounce.eml"
        path.write_bytes(bounce(delivery))
        call_command("mailreport", str(path))
        assert "reader@example.org: gone" in capsys.readouterr().out

    def test_it_takes_standard_input_and_says_what_it_refuses(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"Subject: hello\n\nhello")))
        with pytest.raises(CommandError, match="1 of 1 were not taken"):
            call_command("mailreport")
