import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('filings', '0010_totals_and_cancellations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=200, unique=True)),
                ('kind', models.CharField(choices=[('new_series', 'A new series?'), ('contradiction', 'Two sources contradict each other')], max_length=20)),
                ('text', models.TextField(help_text='What was found, in words.')),
                ('url', models.CharField(blank=True, help_text='Where it was found.', max_length=2000)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='question',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='question',
            name='document',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='filings.document'),
        ),
        migrations.AddField(
            model_name='question',
            name='product',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='filings.product'),
        ),
        migrations.AddField(
            model_name='question',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='filings.source'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['closed_at', 'kind'], name='question_open'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('closed_by', None), ('closed_at__isnull', False), _connector='OR'), name='question_closed_once'),
        ),
    ]
