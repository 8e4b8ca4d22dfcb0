from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0011_questions'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalsource',
            name='province',
            field=models.CharField(blank=True, help_text='Whose list it is, where its rows do not say.', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalsource',
            name='series',
            field=models.CharField(blank=True, choices=[('algorithm', 'Algorithms'), ('deep_synthesis', 'Deep synthesis'), ('genai_filing', 'Generative AI, filed'), ('genai_registration', 'Generative AI, registered'), ('on_device', 'On-device'), ('provincial_guangdong', 'Guangdong'), ('provincial', 'Other provinces')], help_text='What its one page lists; an index tells by titles.', max_length=30),
        ),
        migrations.AddField(
            model_name='source',
            name='province',
            field=models.CharField(blank=True, help_text='Whose list it is, where its rows do not say.', max_length=20),
        ),
        migrations.AddField(
            model_name='source',
            name='series',
            field=models.CharField(blank=True, choices=[('algorithm', 'Algorithms'), ('deep_synthesis', 'Deep synthesis'), ('genai_filing', 'Generative AI, filed'), ('genai_registration', 'Generative AI, registered'), ('on_device', 'On-device'), ('provincial_guangdong', 'Guangdong'), ('provincial', 'Other provinces')], help_text='What its one page lists; an index tells by titles.', max_length=30),
        ),
        migrations.AlterField(
            model_name='historicalsource',
            name='path',
            field=models.CharField(help_text='Path and query on that site, or a whole address.', max_length=300),
        ),
        migrations.AlterField(
            model_name='historicalsource',
            name='site',
            field=models.CharField(choices=[('cac', 'CAC_BASE_URL'), ('beian', 'BEIAN_BASE_URL'), ('guangdong', 'GUANGDONG_BASE_URL'), ('other', 'Elsewhere: the path is a whole address')], max_length=20),
        ),
        migrations.AlterField(
            model_name='source',
            name='path',
            field=models.CharField(help_text='Path and query on that site, or a whole address.', max_length=300),
        ),
        migrations.AlterField(
            model_name='source',
            name='site',
            field=models.CharField(choices=[('cac', 'CAC_BASE_URL'), ('beian', 'BEIAN_BASE_URL'), ('guangdong', 'GUANGDONG_BASE_URL'), ('other', 'Elsewhere: the path is a whole address')], max_length=20),
        ),
    ]
