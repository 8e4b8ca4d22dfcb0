import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('filings', '0020_documents_by_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalOutlet',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('host', models.CharField(db_index=True, help_text='Such as reuters.com; hosts below it belong to it as well.', max_length=260)),
                ('name', models.CharField(help_text='As others cite it, such as Reuters.', max_length=200)),
                ('aliases', models.TextField(blank=True, help_text='Other names by which it is cited, one per line, such as 路透社.')),
                ('tier', models.CharField(choices=[('primary', 'Primary: the regulator, or a company on itself'), ('first', 'Publisher with reporters of its own'), ('second', 'Publisher that mostly tells what others report'), ('unlisted', 'Not on our list')], default='unlisted', max_length=10)),
                ('note', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('group', models.ForeignKey(blank=True, db_constraint=False, help_text="Whose own site it is. On others its word counts like an unlisted one's.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='filings.group')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical outlet',
                'verbose_name_plural': 'historical outlets',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(help_text='Such as reuters.com; hosts below it belong to it as well.', max_length=260, unique=True)),
                ('name', models.CharField(help_text='As others cite it, such as Reuters.', max_length=200)),
                ('aliases', models.TextField(blank=True, help_text='Other names by which it is cited, one per line, such as 路透社.')),
                ('tier', models.CharField(choices=[('primary', 'Primary: the regulator, or a company on itself'), ('first', 'Publisher with reporters of its own'), ('second', 'Publisher that mostly tells what others report'), ('unlisted', 'Not on our list')], default='unlisted', max_length=10)),
                ('note', models.TextField(blank=True)),
                ('group', models.ForeignKey(blank=True, help_text="Whose own site it is. On others its word counts like an unlisted one's.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to='filings.group')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
    ]
