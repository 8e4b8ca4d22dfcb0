from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0012_pages_as_sources'),
    ]

    operations = [
        migrations.AddField(
            model_name='snapshot',
            name='first_number',
            field=models.PositiveIntegerField(help_text='Lowest running number (序号), if any.', null=True),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='last_number',
            field=models.PositiveIntegerField(help_text='Highest running number (序号).', null=True),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='late_entries',
            field=models.PositiveIntegerField(default=0, help_text='Rows marked as late entries (补登).'),
        ),
    ]
