import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0008_events_of_products'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='confirmed_by',
            field=models.ForeignKey(help_text='The entry of a national list that a provincial one came before.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirms', to='filings.filing'),
        ),
        migrations.AddField(
            model_name='filing',
            name='handed_in_on',
            field=models.DateField(help_text='Inferred from the date inside the number; no official text says what it means.', null=True),
        ),
        migrations.AddField(
            model_name='version',
            name='category',
            field=models.CharField(blank=True, help_text='As printed (算法类别).', max_length=60),
        ),
        migrations.AddField(
            model_name='version',
            name='filed_on',
            field=models.CharField(blank=True, help_text='Day of filing in the row, such as 2026-07-08.', max_length=10),
        ),
        migrations.AddField(
            model_name='version',
            name='note',
            field=models.TextField(blank=True, help_text='What the reader put right, in words.'),
        ),
        migrations.AddField(
            model_name='version',
            name='province',
            field=models.CharField(blank=True, help_text='As printed (属地).', max_length=60),
        ),
        migrations.AddField(
            model_name='version',
            name='scenario',
            field=models.TextField(blank=True, help_text='As printed (适用场景).'),
        ),
    ]
