from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0019_rows_with_remarks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['kind', 'key'], name='document_by_kind'),
        ),
    ]
