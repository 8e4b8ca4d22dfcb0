from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, _schema_editor):
    """Events know the series of their filing, so that a list of them by series needs no second table."""
    filings = apps.get_model("filings", "Filing").objects.filter(pk=OuterRef("filing"))
    events = apps.get_model("filings", "Event").objects.filter(filing__isnull=False)
    events.update(series=Subquery(filings.values("series")))


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0034_words_of_proposals'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='series',
            field=models.CharField(blank=True, choices=[('algorithm', 'Algorithms'), ('deep_synthesis', 'Deep synthesis'), ('genai_filing', 'Generative AI, filed'), ('genai_registration', 'Generative AI, registered'), ('on_device', 'On-device'), ('provincial_guangdong', 'Guangdong'), ('provincial', 'Other provinces')], default='', help_text='That of its filing, which never changes; empty where it is about no filing.', max_length=30),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
