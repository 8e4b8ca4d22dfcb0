from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0013_numbering_of_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='not_after',
            field=models.DateField(help_text='Save date inside the file that shows it: it happened on this day or before.', null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='timeline_on',
            field=models.DateField(help_text='The best known of the dates, for order only.'),
        ),
    ]
