"""The sources that every installation polls."""

from __future__ import annotations

from django.db import migrations

SOURCES = [
    {
        "key": "cac-notices",
        "name": "国家网信办 · 网信发布 (notice channel A093702)",
        "kind": "channel",
        "site": "cac",
        "path": "/cms/JsonList?channelCode=A093702&perPage=20",
        "page_path": "/wxzw/wxfb/A093702index_1.htm",
        "interval_minutes": 30,
        "recheck_hours": 24,
    },
]


def add(apps, schema_editor):
    source = apps.get_model("filings", "Source")
    for values in SOURCES:
        source.objects.get_or_create(key=values["key"], defaults=values)


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
