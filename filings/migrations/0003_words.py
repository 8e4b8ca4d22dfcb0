from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0002_bundled_sources'),
    ]

    operations = [
        migrations.AlterField(
            model_name='changeset',
            name='cause',
            field=models.CharField(choices=[('regulator', 'the regulator published or edited it'), ('baseline', 'already there when we first read the list'), ('import', 'imported with the bundled history'), ('reader', 'our reader of the files was changed'), ('press', 'the press, or a company, said so'), ('editor', 'an editor entered it')], max_length=20),
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('index', 'Index'), ('notice', 'Notice page'), ('list', 'List'), ('cancellation', 'Cancellation notice'), ('totals', 'Notice with totals'), ('article', 'Article')], max_length=12),
        ),
        migrations.AlterField(
            model_name='document',
            name='series',
            field=models.CharField(blank=True, choices=[('algorithm', 'Algorithms'), ('deep_synthesis', 'Deep synthesis'), ('genai_filing', 'Generative AI, filed'), ('genai_registration', 'Generative AI, registered'), ('on_device', 'On-device'), ('provincial_guangdong', 'Guangdong'), ('provincial', 'Other provinces')], max_length=30),
        ),
        migrations.AlterField(
            model_name='event',
            name='cause',
            field=models.CharField(choices=[('regulator', 'the regulator published or edited it'), ('baseline', 'already there when we first read the list'), ('import', 'imported with the bundled history'), ('reader', 'our reader of the files was changed'), ('press', 'the press, or a company, said so'), ('editor', 'an editor entered it')], max_length=20),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('listed', 'Listed'), ('amended', 'Amended'), ('cancelled', 'Cancelled'), ('restored', 'Cancellation mark removed'), ('gone', 'Gone from the list'), ('back', 'Back on the list'), ('reported', 'Reported'), ('denied', 'Denied'), ('stated', 'Entered by an editor'), ('corrected', 'Corrected by an editor')], max_length=12),
        ),
        migrations.AlterField(
            model_name='filing',
            name='series',
            field=models.CharField(choices=[('algorithm', 'Algorithms'), ('deep_synthesis', 'Deep synthesis'), ('genai_filing', 'Generative AI, filed'), ('genai_registration', 'Generative AI, registered'), ('on_device', 'On-device'), ('provincial_guangdong', 'Guangdong'), ('provincial', 'Other provinces')], max_length=30),
        ),
        migrations.AlterField(
            model_name='historicalsource',
            name='kind',
            field=models.CharField(choices=[('channel', 'Notice channel'), ('filing_system', 'Notices of the filing system'), ('page', 'Page with a list attached'), ('table', 'Page with a list in it'), ('feed', 'News feed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalsubscription',
            name='series',
            field=models.CharField(blank=True, choices=[('algorithm', 'Algorithms'), ('deep_synthesis', 'Deep synthesis'), ('genai_filing', 'Generative AI, filed'), ('genai_registration', 'Generative AI, registered'), ('on_device', 'On-device'), ('provincial_guangdong', 'Guangdong'), ('provincial', 'Other provinces')], max_length=30),
        ),
        migrations.AlterField(
            model_name='source',
            name='kind',
            field=models.CharField(choices=[('channel', 'Notice channel'), ('filing_system', 'Notices of the filing system'), ('page', 'Page with a list attached'), ('table', 'Page with a list in it'), ('feed', 'News feed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='series',
            field=models.CharField(blank=True, choices=[('algorithm', 'Algorithms'), ('deep_synthesis', 'Deep synthesis'), ('genai_filing', 'Generative AI, filed'), ('genai_registration', 'Generative AI, registered'), ('on_device', 'On-device'), ('provincial_guangdong', 'Guangdong'), ('provincial', 'Other provinces')], max_length=30),
        ),
    ]
