from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0017_status_not_found'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['kind', 'key'], name='document_by_kind'),
        ),
    ]
