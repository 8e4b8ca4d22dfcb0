import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('filings', '0023_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, help_text='The same for the same sentence elsewhere.', max_length=64)),
                ('actor', models.TextField(help_text='The organization, as it was read.')),
                ('named_product', models.TextField(blank=True, help_text='The product, as it was read.')),
                ('partners', models.JSONField(default=list)),
                ('status', models.CharField(choices=[('announced', 'Announced'), ('submitted', 'Submitted'), ('under_review', 'Under review'), ('delayed', 'Delayed'), ('approved', 'Approved, it says'), ('registered', 'Registered, it says'), ('rejected', 'Rejected, it says'), ('launched', 'Launched'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('denies', models.BooleanField(default=False, help_text='It says that this is not so.')),
                ('happened_on', models.DateField(help_text='Where the sentence states it.', null=True)),
                ('precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=6)),
                ('quote', models.TextField()),
                ('start', models.PositiveIntegerField(help_text='Where the quote begins in title and text.')),
                ('end', models.PositiveIntegerField()),
                ('role', models.CharField(choices=[('event', 'event'), ('background', 'background')], max_length=10)),
                ('hedge', models.CharField(blank=True, max_length=20)),
                ('attribution', models.TextField(blank=True, help_text='Whom the sentence cites.')),
                ('reasons', models.JSONField(default=list, help_text='How it was understood.')),
                ('state', models.CharField(choices=[('pending', 'Waits for a person'), ('accepted', 'On the timeline'), ('rejected', 'Rejected by a person'), ('noted', 'Noted only: it tells of what was so before'), ('overtaken', 'Overtaken by a list')], default='pending', max_length=10)),
                ('because', models.TextField(blank=True, help_text='Why it is in this state, in words.')),
                ('seen_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='filings.article')),
                ('confirmed_by', models.ForeignKey(help_text='What later came true.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirmed_claims', to='filings.filing')),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='filings.event')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='filings.group')),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='filings.organization')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='filings.product')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='filings.decision')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['state', '-id'], name='claim_by_state'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['product', 'status', 'state'], name='claim_of_product'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(fields=('article', 'key', 'start'), name='claim_once_per_place'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('happened_on', None), ('precision', '')), models.Q(('happened_on__isnull', False), models.Q(('precision', ''), _negated=True)), _connector='OR'), name='claim_date_with_precision'),
        ),
    ]
