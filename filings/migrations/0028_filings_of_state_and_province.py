
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0027_subscriptions_of_channels'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['state', '-published_on', '-id'], name='filing_of_state'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['province', '-published_on', '-id'], name='filing_of_province'),
        ),
    ]
