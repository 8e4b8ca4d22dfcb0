from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0017_status_not_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(fields=['state', '-decided_at', '-id'], name='changeset_newest_first'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['kind', '-id'], name='event_of_kind'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['kind', '-timeline_on', '-id'], name='event_of_kind_by_day'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['-published_on', '-id'], name='filing_newest_first'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['series', '-published_on', '-id'], name='filing_of_series'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['number', 'id'], name='filing_by_number'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['merged_into', '-listed_on', '-id'], name='product_page'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['status', '-listed_on', '-id'], name='product_of_status'),
        ),
    ]
