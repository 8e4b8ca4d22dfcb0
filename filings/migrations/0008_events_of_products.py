import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('filings', '0007_drop_group_text'),
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(null=True)),
                ('proof', models.PositiveSmallIntegerField(choices=[(1, 'Press report'), (2, 'Company statement'), (3, 'Provincial list'), (4, 'National list')])),
                ('published_on', models.DateField(null=True)),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='aspects',
            field=models.CharField(blank=True, help_text='What an amendment touched: its fields, with spaces around each.', max_length=200),
        ),
        migrations.AddField(
            model_name='event',
            name='evidence_url',
            field=models.CharField(blank=True, help_text='Where it is said, where no row says it.', max_length=2000),
        ),
        migrations.AddField(
            model_name='event',
            name='product',
            field=models.ForeignKey(help_text='What it is about, where that is no filing: the press, or a person, says something of a product.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='filings.product'),
        ),
        migrations.AddField(
            model_name='event',
            name='statement',
            field=models.TextField(blank=True, help_text='What is said, in words, where no row says it.'),
        ),
        migrations.AlterField(
            model_name='event',
            name='filing',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='filings.filing'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['product', '-timeline_on'], name='event_of_product'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('filing__isnull', False), ('product', None)), models.Q(('filing', None), ('product__isnull', False)), _connector='OR'), name='event_of_filing_or_product'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='filings.document'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='filings.event'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='snapshot',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='filings.snapshot'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='filings.event'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('event', 'document'), name='evidence_once_per_document'),
        ),
    ]
