"""What a message says: a subject and a text for people, the same for programs, in either language."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from filings.alerts import wire
from filings.alerts.dispatch import dispatch_released
from filings.alerts.mail import Frame, mail_of_delivery
from filings.models import Delivery, EventKind, Filing, Message, Product, Proof, Status
from tests import factories as make
from tests.builders import deep_rows
from tests.pipeline.reading import DOUBAO, ROWS, changed, day, edited, known, publish

from .following import follow_product, pending, subscribe

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL, settings.SITE_HOST = "https://tracker.example.org", "tracker.example.org"


def message_about(*edits, language: str = "en") -> Message:
    """The message to a follower of everything after these edits of the known list."""
    listed = known()
    subscribe(language=language)
    listed.read(edited(*edits), day(1))
    dispatch_released(day(1))
    return Message.objects.get()


def mail_of(delivery: Delivery):
    return mail_of_delivery(delivery, Frame(delivery.message))


def news(count: int) -> Message:
    subscribe()
    publish(is_baseline=False).read([changed(row, seq="") for row in deep_rows(count)])
    dispatch_released(day(1))
    return Message.objects.get()


def claim(status: Status, kind: EventKind = EventKind.REPORTED, **values) -> Message:
    """The message about something that the press says of a product."""
    product = values.pop("product", None) or make.make_product("Apple智能", name_en="Apple Intelligence")
    subscription = make.make_subscription(product=product, language=values.pop("language", "en"))
    make.make_claim(product, status, kind=kind, **values)
    dispatch_released(timezone.now())
    return Delivery.objects.get(subscription=subscription).message


def test_a_rename_is_told_with_before_and_after_and_its_evidence():
    message = message_about((0, {"name": "豆包大模型算法", "products": "豆包(网站)"}))
    assert message.subject == ("Rewritten: 豆包 (北京抖音信息服务有限公司) — Deep synthesis, seen 6 Jan 2024")
    assert message.text.startswith(message.subject)
    assert message.change_set is not None
    snapshot = message.change_set.snapshot
    assert snapshot is not None
    product = Product.objects.get(name="豆包")
    for words in (
        "Name: 云雀大模型算法 → 豆包大模型算法",
        "Products: 抖音短视频(APP)、西瓜视频(APP)、今日头条(APP) → 豆包(网站)",
        DOUBAO,
        "Entity: 北京抖音信息服务有限公司 (Beijing Douyin Xinxi Fuwu Youxian Gongsi)",
        f"https://tracker.example.org{product.get_absolute_url()}#event-",
        snapshot.sha256,
        "境内深度合成服务算法备案清单（2023年8月）",
        "The regulator rewrote a row that was already published.",
    ):
        assert words in message.text
        if "→" not in words and "(" not in words:
            assert words in message.html


def test_the_three_dates_are_told_and_the_unknown_ones_are_named():
    text = message_about((0, {"name": "豆包大模型算法"})).text
    assert "Happened: not stated\nPublished: not announced\nSeen by us: 6 Jan 2024, 17:00 (Beijing)" in text


def test_the_day_of_publication_of_a_new_list_is_told():
    assert "Published: 1 Sep 2023" in news(30).text


def test_a_new_filing_says_which_list_and_what_its_product_was_before():
    product = make.make_product("Apple智能", name_en="Apple Intelligence", organization=make.make_organization("苹果"))
    quiet = make.make_change_set(make.make_document(), is_silent=True)
    make.make_claim(product, Status.DELAYED, change_set=quiet)
    filing = make.make_filing(name="Apple智能", organization=product.organization, products=(product,))
    make.make_event(filing, happened_on=dt.date(2023, 8, 30), precision="day")
    subscription = make.make_subscription(product=product)
    dispatch_released(timezone.now())
    message = Delivery.objects.get(subscription=subscription).message
    assert message.subject == "Filed: Apple Intelligence (苹果) — Deep synthesis, list of 1 Sep 2023"
    assert "Before: Delayed (Press report)" in message.text
    assert "Proof: National list (4 of 4)" in message.text
    assert "Happened: 30 Aug 2023" in message.text
    assert "Name: Apple智能 (Apple Intelligence)" in message.text


@pytest.mark.parametrize("status", [Status.REPORTED_APPROVED, Status.SUBMITTED, Status.LAUNCHED])
def test_a_rumour_says_so_before_anything_else(status):
    message = claim(status)
    assert message.subject.startswith(f"Press report, not confirmed: {status.label}: Apple Intelligence")
    assert "No list that we read confirms it." in message.text
    assert "“The features were submitted to the regulator.”" in message.text
    assert "Happened: not stated\nPublished: not stated" in message.text
    assert 'class="b b-claim"' in message.html
    assert message.data["events"][0]["is_claim"] is True


def test_a_denial_and_a_company_say_who_speaks():
    assert claim(Status.SUBMITTED, EventKind.DENIED).subject.startswith(
        "Press report, not confirmed: denied: Submitted"
    )
    other = make.make_product("豆包", name_en="Doubao")
    said = claim(Status.LAUNCHED, EventKind.STATED, proof=Proof.COMPANY, product=other)
    assert said.subject.startswith("Company statement, on no list: Launched: Doubao")


def test_several_events_are_counted_in_the_subject():
    message = message_about((0, {"name": "甲算法"}), (1, {"name": "乙算法"}), (2, {"remark": "已注销"}))
    assert message.subject == "Deep synthesis, 2023-08: 2 rows rewritten, 1 number cancelled"


def test_who_follows_a_product_reads_its_name_in_the_subject():
    listed = known(edited((1, {"products": "抖音短视频(APP)", "organization": ROWS[0][3]})))
    subscription = follow_product("抖音短视频")
    edits = (0, {"name": "甲算法"}), (1, {"products": "抖音短视频(APP)", "organization": ROWS[0][3], "name": "乙"})
    listed.read(edited(*edits), day(1))
    dispatch_released(day(1))
    assert Delivery.objects.get(subscription=subscription).message.subject == "抖音短视频: 2 rows rewritten"


def test_a_new_list_of_700_is_one_message_with_the_first_lines_and_a_link_to_the_rest():
    message = news(700)
    assert message.subject == "Deep synthesis, 2023-08: 700 filings listed"
    assert message.text.count("Filed: 示例") == message.html.count('class="b b-fact"') == 30
    assert "And 670 more." in message.text
    assert f"https://tracker.example.org/changes/?set={message.change_set_id}" in message.text
    assert len(message.text) < 20_000
    assert (message.data["total"], len(message.data["events"])) == (700, 700)


def test_a_reader_of_chinese_gets_it_in_chinese():
    message = message_about((0, {"name": "豆包大模型算法"}), language="zh-hans")
    assert message.language == "zh-hans"
    assert "Amended" not in message.text
    assert "Rewritten" not in message.text
    assert "媒体报道" in claim(Status.SUBMITTED, language="zh-hans").subject


def test_a_message_is_frozen_when_the_set_goes_out():
    delivery = pending()
    before = mail_of(delivery).body
    Filing.objects.update(name="改")
    Product.objects.update(name="改")
    fresh = Delivery.objects.get(pk=delivery.pk)
    assert mail_of(fresh).body == before


def test_why_it_came_is_said():
    listed = known()
    subscribe(kinds="amended cancelled", min_proof=Proof.NATIONAL, with_press=False)
    listed.read(edited((0, {"name": "甲"})), day(1))
    dispatch_released(day(1))
    assert Message.objects.get().why == (
        "You follow everything: Amended, Cancelled; proof at least: National list, without press reports. "
        "How often: At once."
    )


def test_headers_let_programs_recognise_and_stop_it():
    delivery = pending()
    mail = mail_of(delivery).message()
    assert mail["List-Unsubscribe"].startswith("<https://tracker.example.org/subscribe/stop/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "China AI Filing Tracker <alerts.tracker.example.org>"
    assert (mail["Auto-Submitted"], mail["X-Alert-Number"]) == ("auto-generated", "1")
    assert mail["Message-ID"].endswith("@tracker.example.org>")
    assert mail["List-Unsubscribe"].strip("<>") in mail_of(delivery).body


def test_every_attempt_has_the_same_message_id_and_every_message_another():
    delivery = pending()
    first = mail_of(delivery).message()["Message-ID"]
    again = Delivery.objects.get(pk=delivery.pk)
    assert mail_of(again).message()["Message-ID"] == first
    other = make.make_delivery(delivery.subscription, make.make_change_set(make.make_document("2024-01")), sequence=2)
    assert mail_of(other).message()["Message-ID"] != first


def test_links_are_not_given_away_by_the_headers():
    delivery = pending()
    mail = mail_of(delivery)
    key = delivery.subscription.channel.subscriber.key
    assert key in mail.body
    assert not any(key in str(value) for value in mail.message().values())


def test_a_hostile_name_breaks_neither_headers_nor_html():
    listed = known()
    subscribe()
    Product.objects.update(name="豆包\nX-Evil: 1<script>alert(1)</script>")
    listed.read(edited((0, {"name": "豆包\r\nBcc: everybody@example.org\n\n<script>"})), day(1))
    Filing.objects.filter(number=DOUBAO).update(name="豆包\r\nBcc: everybody@example.org\n\n<script>")
    dispatch_released(day(1))
    delivery = Delivery.objects.get()
    mail = mail_of(delivery)
    message = mail.message()
    assert "\n" not in mail.subject
    assert message["Bcc"] is None
    assert mail.recipients() == ["reader@example.org"]
    html = message.get_payload()[1].get_payload(decode=True).decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<script>" in mail.body, "a plain text is not escaped"


def test_a_very_long_name_leaves_a_subject_that_can_be_read():
    listed = known()
    subscribe()
    listed.read(edited((0, {"name": "豆" * 5000})), day(1))
    dispatch_released(day(1))
    assert len(Message.objects.get().subject) <= 200


def test_a_message_of_another_receiver_differs_in_number_and_links_only():
    listed = known()
    first, second = subscribe("a@example.org"), subscribe("b@example.org")
    listed.read(edited((0, {"name": "甲"})), day(1))
    dispatch_released(day(1))
    texts = [mail_of(one.deliveries.get()).body.splitlines() for one in (first, second)]
    different = [pair for pair in zip(*texts, strict=True) if pair[0] != pair[1]]
    assert len(different) == 2
    assert all("https://tracker.example.org/subscribe/" in line for line in different[0] + different[1])


def test_a_mail_from_the_frame_is_the_mail_that_would_be_built():
    message = message_about((0, {"name": "50 %b 备案.\n.豆包", "products": "100%(APP)"}))
    delivery = Delivery.objects.get()
    frame = Frame(message)
    over_the_wire = frame.content(delivery)
    assert over_the_wire is not None
    assert over_the_wire.endswith(wire.END)
    undoubled = over_the_wire.removesuffix(wire.END).replace(b"\r\n..", b"\r\n.")
    sent = message_from_bytes(undoubled, policy=policy.default)
    whole: Any = mail_of_delivery(delivery, frame).message()
    built = message_from_bytes(whole.as_bytes(linesep="\r\n"), policy=policy.default)
    assert [(part.get_content_type(), part.get_content()) for part in sent.iter_parts()] == [
        (part.get_content_type(), part.get_content()) for part in built.iter_parts()
    ]

    def headers(mail: EmailMessage) -> dict[str, str]:
        # Long lines are folded in other places; the day and the boundary are those of the moment.
        return {name: value.strip() for name, value in mail.items() if name not in ("Date", "Content-Type")}

    assert headers(sent) == headers(built)
    assert "50 %b 备案" in next(sent.iter_parts()).get_content()
