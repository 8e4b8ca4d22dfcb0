import django.db.models.deletion
from django.db import migrations, models

GROUP = {
    "blank": True,
    "help_text": "The group it belongs to, such as Apple.",
    "null": True,
}


class Migration(migrations.Migration):
    dependencies = [("filings", "0004_groups")]
    operations = [
        migrations.RenameField("organization", "group", "group_text"),
        migrations.RenameField("historicalorganization", "group", "group_text"),
        migrations.AddField(
            "organization",
            "group",
            models.ForeignKey(
                to="filings.group", on_delete=django.db.models.deletion.PROTECT, related_name="organizations", **GROUP
            ),
        ),
        migrations.AddField(
            "historicalorganization",
            "group",
            models.ForeignKey(
                to="filings.group",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                db_constraint=False,
                **GROUP,
            ),
        ),
    ]
