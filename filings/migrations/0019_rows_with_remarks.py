from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0018_indexes_of_pages'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='version',
            index=models.Index(condition=models.Q(('remark__gt', '')), fields=['id'], name='version_with_remark'),
        ),
    ]
