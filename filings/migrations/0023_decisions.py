import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('filings', '0022_articles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='The sentence that it is about.', max_length=64)),
                ('verdict', models.CharField(choices=[('accept', 'Accepted'), ('reject', 'Rejected')], max_length=10)),
                ('status', models.CharField(blank=True, choices=[('announced', 'Announced'), ('submitted', 'Submitted'), ('under_review', 'Under review'), ('delayed', 'Delayed'), ('approved', 'Approved, it says'), ('registered', 'Registered, it says'), ('rejected', 'Rejected, it says'), ('launched', 'Launched'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('happened_on', models.DateField(null=True)),
                ('precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=6)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='filings.product')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('key',), name='decision_stands_once'),
        ),
    ]
