"""manage.py import_history: one function, and what it says."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.management import call_command

from filings import jobs
from filings.models import Event, EventKind, Filing, Organization, Outlet, Product, Source, SourceKind
from tests.alerts.following import subscribe
from tests.pipeline.reading import DOUBAO

pytestmark = pytest.mark.django_db


def import_history() -> str:
    out = io.StringIO()
    call_command("import_history", stdout=out)
    return out.getvalue()


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
    assert Filing.objects.values("document__batch").distinct().count() == 17
    assert not Organization.objects.filter(names=None).exists()
    doubao = Product.objects.get(name="豆包", organization__name="北京抖音信息服务有限公司")
    renamed = Event.objects.get(filing__number=DOUBAO, kind=EventKind.AMENDED)
    assert renamed.filing in doubao.filings.all()
    assert (renamed.happened_on, renamed.precision) == (dt.date(2024, 8, 1), "month")
    name = {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}
    assert name in renamed.changes
