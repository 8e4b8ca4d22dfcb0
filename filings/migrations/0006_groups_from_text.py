"""Groups that editors wrote as text become rows of their own."""

from __future__ import annotations

import re

from django.db import migrations


def make_groups(apps, schema_editor):
    group, organization = apps.get_model("filings", "Group"), apps.get_model("filings", "Organization")
    for name in organization.objects.exclude(group_text="").values_list("group_text", flat=True).distinct():
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or f"group-{group.objects.count() + 1}"
        row, _ = group.objects.get_or_create(slug=slug[:80], defaults={"name": name, "search_text": name.casefold()})
        organization.objects.filter(group_text=name).update(group=row)


class Migration(migrations.Migration):
    dependencies = [("filings", "0005_group_of_organizations")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
