import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('filings', '0021_outlets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.TextField()),
                ('language', models.CharField(blank=True, max_length=10)),
                ('published_on', models.DateField(help_text='In Beijing; where nobody states it, the day we first saw it.')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=6)),
                ('published_at', models.DateTimeField(help_text='The moment, where it is stated.', null=True)),
                ('dated', models.CharField(choices=[('page', 'stated on the page'), ('feed', 'stated in the feed'), ('seen', 'not stated: the day we first saw it'), ('editor', 'entered by an editor')], max_length=6)),
                ('url', models.CharField(blank=True, help_text='The address that the page calls its own.', max_length=2000)),
                ('text', models.TextField()),
                ('is_teaser', models.BooleanField(default=False, help_text='Only its beginning or a summary could be read.')),
                ('sketch', models.JSONField(default=list, help_text='A few numbers that near-identical texts share.')),
                ('cites', models.CharField(blank=True, help_text='Whose report it tells, by host or name.', max_length=260)),
                ('seen_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(help_text='The editor who added it; empty when a feed led to it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='article', to='filings.document')),
                ('original', models.ForeignKey(help_text='The article whose copy it is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='filings.article')),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='filings.outlet')),
            ],
            options={
                'ordering': ['-published_on', '-id'],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_on', '-id'], name='article_newest_first'),
        ),
    ]
