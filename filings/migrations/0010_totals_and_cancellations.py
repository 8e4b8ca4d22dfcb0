import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0009_columns_of_generative_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('number', models.CharField(help_text='As compared.', max_length=200)),
                ('name', models.TextField()),
                ('organization_name', models.TextField()),
                ('cancelled_on', models.DateField(help_text='As the notice says (注销时间).', null=True)),
            ],
            options={
                'ordering': ['document', 'row'],
            },
        ),
        migrations.CreateModel(
            name='StatedTotals',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(help_text='Day up to which it counts, in Beijing.', null=True)),
                ('filed_new', models.PositiveIntegerField(null=True)),
                ('filed_total', models.PositiveIntegerField(null=True)),
                ('registered_new', models.PositiveIntegerField(null=True)),
                ('registered_total', models.PositiveIntegerField(null=True)),
                ('on_device', models.PositiveIntegerField(null=True)),
            ],
            options={
                'verbose_name_plural': 'stated totals',
                'ordering': ['as_of', 'id'],
            },
        ),
        migrations.AddField(
            model_name='cancellation',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cancellations', to='filings.document'),
        ),
        migrations.AddField(
            model_name='cancellation',
            name='filing',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancellations', to='filings.filing'),
        ),
        migrations.AddField(
            model_name='statedtotals',
            name='document',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='totals', to='filings.document'),
        ),
        migrations.AddIndex(
            model_name='cancellation',
            index=models.Index(fields=['number'], name='cancellation_of_number'),
        ),
        migrations.AddConstraint(
            model_name='cancellation',
            constraint=models.UniqueConstraint(fields=('document', 'row'), name='cancellation_once_per_row'),
        ),
    ]
