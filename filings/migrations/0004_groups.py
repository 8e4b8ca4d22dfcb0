import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('filings', '0003_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(help_text='In English, such as Apple.', max_length=100)),
                ('chinese', models.CharField(blank=True, max_length=100)),
                ('aliases', models.TextField(blank=True, help_text='Other names, one per line.')),
                ('note', models.TextField(blank=True)),
                ('search_text', models.TextField(blank=True)),
                ('loaded', models.JSONField(default=dict, editable=False, help_text='The values that the catalogue last gave.')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='GroupEntity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('key', models.CharField(help_text='The name as compared.', max_length=200, unique=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalGroup',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(help_text='In English, such as Apple.', max_length=100)),
                ('chinese', models.CharField(blank=True, max_length=100)),
                ('aliases', models.TextField(blank=True, help_text='Other names, one per line.')),
                ('note', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical group',
                'verbose_name_plural': 'historical groups',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ProductName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('key', models.CharField(help_text='The name as compared.', max_length=200)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='organization',
            name='loaded',
            field=models.JSONField(default=dict, editable=False, help_text='The values that the catalogue last gave.'),
        ),
        migrations.AddField(
            model_name='organization',
            name='merged_into',
            field=models.ForeignKey(editable=False, help_text='Its address leads there.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='filings.organization'),
        ),
        migrations.AddField(
            model_name='product',
            name='loaded',
            field=models.JSONField(default=dict, editable=False, help_text='The values that the catalogue last gave.'),
        ),
        migrations.AddField(
            model_name='product',
            name='merged_into',
            field=models.ForeignKey(editable=False, help_text='Its address leads there.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='filings.product'),
        ),
        migrations.AlterField(
            model_name='product',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='filings.organization'),
        ),
        migrations.AddField(
            model_name='historicalproduct',
            name='group',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='filings.group'),
        ),
        migrations.AddField(
            model_name='product',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='filings.group'),
        ),
        migrations.AddField(
            model_name='product',
            name='partners',
            field=models.ManyToManyField(blank=True, related_name='+', to='filings.group'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('organization__isnull', False), ('group__isnull', False), _connector='OR'), name='product_has_an_owner'),
        ),
        migrations.AddField(
            model_name='groupentity',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entities', to='filings.group'),
        ),
        migrations.AddField(
            model_name='historicalgroup',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='productname',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='filings.group'),
        ),
        migrations.AddField(
            model_name='productname',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed_names', to='filings.product'),
        ),
        migrations.AddConstraint(
            model_name='productname',
            constraint=models.UniqueConstraint(fields=('group', 'key'), name='product_name_once_per_group'),
        ),
    ]
