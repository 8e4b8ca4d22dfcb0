from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("filings", "0006_groups_from_text")]
    operations = [
        migrations.RemoveField("organization", "group_text"),
        migrations.RemoveField("historicalorganization", "group_text"),
    ]
