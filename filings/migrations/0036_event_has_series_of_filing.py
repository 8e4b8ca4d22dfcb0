from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0035_series_of_events'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('filing', None), ('series', '')), models.Q(('filing__isnull', False), models.Q(('series', ''), _negated=True)), _connector='OR'), name='event_series_of_filing'),
        ),
    ]
