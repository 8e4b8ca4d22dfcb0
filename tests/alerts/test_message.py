"""What a message says: a subject and a text for people, headers for their programs, in either language."""

from __future__ import annotations

import pytest
from django.conf import settings as project

from filings.alerts.dispatch import dispatch_released
from filings.alerts.message import LINES_IN_FULL, build_mail, headline
from filings.models import Delivery, DeliveryLine, Filing, Product
from tests.builders import deep_rows
from tests.pipeline.reading import DOUBAO, ROWS, changed, day, edited, known, publish

from .following import pending, subscribe

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://tracker.example.org"


def mail_about(*edits, language: str = "en"):
    """The mail to a follower of everything after these edits of the known list."""
    listed = known()
    subscribe(language=language)
    listed.read(edited(*edits), day(1))
    dispatch_released(day(1))
    return build_mail(Delivery.objects.get())


def news(count: int):
    subscribe()
    publish(is_baseline=False).read([changed(row, seq="") for row in deep_rows(count)])
    dispatch_released(day(1))
    return build_mail(Delivery.objects.get())


def test_a_rename_is_told_with_before_and_after_and_its_evidence():
    mail = mail_about((0, {"name": "豆包大模型算法", "products": "豆包(网站)"}))
    assert mail.subject == "Amended: 豆包大模型算法 (Deep synthesis)"
    assert mail.body.startswith(mail.subject)
    snapshot = Delivery.objects.get().change_set.snapshot
    assert snapshot is not None
    product = Product.objects.get(name="豆包")
    for words in (
        "云雀大模型算法 → 豆包大模型算法",
        DOUBAO,
        "北京抖音信息服务有限公司",
        f"https://tracker.example.org{product.get_absolute_url()}",
        f"https://tracker.example.org{Filing.objects.get(number=DOUBAO).get_absolute_url()}",
        f"https://tracker.example.org/snapshots/{snapshot.sha256}/",
        "境内深度合成服务算法备案清单（2023年8月）",
        "Products before: 抖音短视频(APP)、西瓜视频(APP)、今日头条(APP)",
    ):
        assert words in mail.body


def test_times_are_those_of_beijing():
    assert "5 p.m. (Beijing)" in mail_about((0, {"name": "豆包大模型算法"})).body


def test_several_events_are_counted_in_the_subject():
    mail = mail_about((0, {"name": "甲算法"}), (1, {"name": "乙算法"}), (2, {"remark": "已注销"}))
    assert mail.subject == "Deep synthesis, 2023-08: 2 rows rewritten, 1 number cancelled"


def test_a_new_list_of_700_is_one_mail_with_the_first_lines_and_a_link_to_the_rest():
    mail = news(700)
    assert mail.subject == "Deep synthesis, 2023-08: 700 filings listed"
    assert mail.body.count("Listed: 示例") == LINES_IN_FULL == 30
    assert "And 670 more." in mail.body
    assert f"https://tracker.example.org/changes/?set={Delivery.objects.get().change_set_id}" in mail.body
    assert len(mail.body) < 20_000


def test_a_long_message_is_built_in_few_queries(django_assert_max_num_queries):
    news(90)
    with django_assert_max_num_queries(8):
        build_mail(Delivery.objects.select_related("subscription", "change_set__document").get())


def test_a_reader_of_chinese_gets_it_in_chinese():
    mail = mail_about((0, {"name": "豆包大模型算法"}), language="zh-hans")
    assert "豆包大模型算法" in mail.subject
    assert f"https://tracker.example.org{Filing.objects.get(number=DOUBAO).get_absolute_url()}" in mail.body
    if any(path.glob("zh_Hans/LC_MESSAGES/django.mo") for path in project.LOCALE_PATHS):
        assert "Amended" not in mail.body


def test_headers_let_programs_recognise_and_stop_it():
    delivery = pending()
    headers = build_mail(delivery).message()
    page = f"https://tracker.example.org/subscribe/{delivery.subscription.token}/"
    assert headers["List-Unsubscribe"] == f"<{page}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (headers["Auto-Submitted"], headers["X-Alert-Number"]) == ("auto-generated", "1")
    assert headers["Message-ID"].endswith("@tracker.example.org>")
    assert page in build_mail(delivery).body


def test_every_attempt_has_the_same_message_id_and_every_message_another():
    delivery = pending()
    first = build_mail(delivery).message()["Message-ID"]
    assert build_mail(Delivery.objects.get(pk=delivery.pk)).message()["Message-ID"] == first
    other = Delivery.objects.create(
        subscription=delivery.subscription,
        change_set=publish("2024-01").document.change_sets.create(
            cause="regulator", state="released", created_at=day(2)
        ),
        sequence=2,
        next_attempt_at=day(2),
        created_at=day(2),
    )
    DeliveryLine.objects.create(delivery=other, event=delivery.lines.get().event)
    assert build_mail(other).message()["Message-ID"] != first


def test_the_message_id_does_not_give_the_token_away():
    delivery = pending()
    assert delivery.subscription.token not in build_mail(delivery).message()["Message-ID"]


def test_a_hostile_name_does_not_break_the_headers():
    delivery = pending(subscribe())
    Filing.objects.filter(number=DOUBAO).update(name="豆包\r\nBcc: everybody@example.org\n\n<script>")
    Product.objects.update(name="豆包\nX-Evil: 1")
    mail = build_mail(delivery)
    message = mail.message()
    assert "\n" not in mail.subject
    assert message["Bcc"] is None
    assert mail.recipients() == ["reader@example.org"]
    assert "<script>" in mail.body, "a plain text is not escaped"
    assert mail.body.splitlines()[0] == mail.subject


def test_a_very_long_name_leaves_a_subject_that_can_be_read():
    delivery = pending()
    Filing.objects.filter(number=DOUBAO).update(name="豆" * 5000)
    assert len(build_mail(delivery).subject) <= 200


def test_the_headline_names_each_kind():
    listed = known(edited((0, {"remark": "已注销"})))
    rows = [*ROWS, changed(ROWS[0], number="网信算备110108823483901230099号", name="新算法")]
    listed.read(edited((0, {"remark": "已注销"}), (1, {"name": "甲"}), (2, {"remark": "已注销"}), rows=rows), day(1))
    events = list(listed.document.change_sets.latest("id").events.order_by("id"))
    assert headline(events) == "Deep synthesis, 2023-08: 1 filing listed, 1 row rewritten, 1 number cancelled"


def test_an_event_without_a_day_of_publication_says_so():
    assert "not announced; the regulator edited the list in place" in mail_about((0, {"name": "甲算法"})).body


def test_an_event_of_a_new_list_says_when_it_was_published():
    assert "Published: Sept. 1, 2023" in news(30).body


def test_a_single_event_says_what_it_means_and_on_what_proof():
    body = mail_about((0, {"remark": "已注销"})).body
    assert "The regulator marks the number as cancelled (注销)." in body
    assert "Proof: National list" in body
