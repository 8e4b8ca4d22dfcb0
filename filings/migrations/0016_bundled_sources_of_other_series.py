"""The filing system's notices and Guangdong's own page are polled, too."""

from __future__ import annotations

from django.db import migrations

SOURCES = [
    {
        "key": "beian-notices",
        "name": "算法备案系统 · 公告 (notices of the filing system)",
        "kind": "filing_system",
        "site": "beian",
        "path": "/api/notice/list",
        "interval_minutes": 60,
        "recheck_hours": 24,
    },
    {
        "key": "guangdong-genai",
        "name": "广东省 · 已备案生成式人工智能服务信息公告 (Guangdong's list)",
        "kind": "page",
        "site": "guangdong",
        "path": "/v/2024/04/4859.html",
        "series": "provincial_guangdong",
        "province": "广东",
        "interval_minutes": 360,
        "recheck_hours": 24,
    },
]


def add(apps, schema_editor):
    source = apps.get_model("filings", "Source")
    for values in SOURCES:
        source.objects.get_or_create(key=values["key"], defaults=values)


class Migration(migrations.Migration):
    dependencies = [("filings", "0015_merged_products")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
