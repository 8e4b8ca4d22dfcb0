"""manage.py import_history: one function, and what it says."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import Count

from filings import jobs
from filings.models import (
    Cancellation,
    Event,
    EventKind,
    Filing,
    Organization,
    Outlet,
    Product,
    Source,
    SourceKind,
    Version,
)
from tests.alerts.following import subscribe
from tests.pipeline.reading import DOUBAO

pytestmark = pytest.mark.django_db

BUNDLED = {
    "algorithm": 938,
    "deep_synthesis": 7059,
    "genai_filing": 404,
    "genai_registration": 200,
    "on_device": 7,
}


def import_history() -> str:
    out = io.StringIO()
    call_command("import_history", stdout=out)
    return out.getvalue()


@pytest.mark.long
def test_it_says_how_many_were_added_alerts_nobody_and_does_nothing_the_second_time(settings):
    settings.RQ_QUEUES = {}
    subscribe()
    said = import_history()
    feeds = Source.objects.filter(kind=SourceKind.FEED).count()
    assert said == f"{Filing.objects.count()} filings added\n{Outlet.objects.count()} outlets and {feeds} feeds added\n"
    events = Event.objects.count()
    Source.objects.update(is_enabled=False)
    jobs.tick()
    assert mail.outbox == []
    assert import_history() == "0 filings added\n0 outlets and 0 feeds added\n"
    assert Event.objects.count() == events > Filing.objects.count() > 7000
    series = dict(Filing.objects.values_list("series").annotate(filings=Count("id")).order_by())
    assert series == BUNDLED
    cancelled = Event.objects.filter(kind=EventKind.CANCELLED)
    assert (cancelled.count(), Cancellation.objects.filter(filing=None).count()) == (57, 0)
    moved = [change for event in Event.objects.filter(aspects__contains=" organization ") for change in event.changes]
    assert sum(bool(change["field"] == "organization" and change["before"]) for change in moved) >= 113
    assert not Organization.objects.filter(names=None).exists()
    doubao = Product.objects.get(name="豆包", organization__name="北京抖音信息服务有限公司")
    renamed = Event.objects.get(filing__number=DOUBAO, kind=EventKind.AMENDED)
    assert renamed.filing in doubao.filings.all()
    assert (renamed.happened_on, renamed.precision) == (dt.date(2024, 8, 1), "month")
    name = {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}
    assert name in renamed.changes
    apple_is_one_product_with_its_three_dates()
    odd_numbers_are_there_and_flagged()


def apple_is_one_product_with_its_three_dates() -> None:
    apple = Product.objects.get(slug="apple-intelligence")
    filing = apple.filings.get()
    assert (filing.series, filing.number) == ("on_device", "Shanghai-AppleZhiNeng-202506160057")
    assert (filing.filed_on, filing.published_on) == (dt.date(2026, 7, 8), dt.date(2026, 7, 15))
    assert filing.handed_in_on == dt.date(2025, 6, 16)
    assert apple.organization is not None and apple.organization.group is not None
    assert (apple.organization.name, apple.organization.group.name) == ("苹果技术开发（上海）有限公司", "Apple")
    (listed,) = filing.events.all()
    assert (listed.happened_on, listed.precision, listed.published_on) == (filing.filed_on, "day", filing.published_on)


def odd_numbers_are_there_and_flagged() -> None:
    flagged = Counter(flag for flags in Filing.objects.values_list("flags", flat=True) for flag in flags)
    assert {name: flagged[name] for name in ("digits:22", "listed_twice", "in_two_series", "region:40", "cut_off")} == {
        "digits:22": 1, "listed_twice": 2, "in_two_series": 20, "region:40": 4, "cut_off": 1,
    }  # fmt: skip
    swapped = Version.objects.exclude(note="")
    assert swapped.count() == 6
    assert all(version.organization_name.endswith("公司") for version in swapped)
