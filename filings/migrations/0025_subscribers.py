import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import filings.models.subscribers


class Migration(migrations.Migration):
    """Subscribers, channels, frozen messages, letters; columns that are filled next are empty yet."""

    dependencies = [
        ('filings', '0024_claims'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='What for, whose, and which hour.', max_length=120, unique=True)),
                ('used', models.PositiveIntegerField(default=0)),
                ('until', models.DateTimeField(db_index=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Brake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pulled_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'E-mail'), ('webhook', 'Webhook'), ('chat', 'Chat')], default='email', max_length=10)),
                ('address', models.CharField(help_text='E-mail address, web address, or an address of Apprise.', max_length=500)),
                ('secret', models.CharField(blank=True, help_text='Signs what is sent to a webhook.', max_length=80)),
                ('is_on', models.BooleanField(default=True)),
                ('off_reason', models.TextField(blank=True, help_text='Why nothing is sent there any more.')),
                ('off_at', models.DateTimeField(null=True)),
                ('refusals', models.PositiveIntegerField(default=0, help_text='Refusals for good in a row.')),
                ('tested_at', models.DateTimeField(null=True)),
                ('test_answer', models.TextField(blank=True, help_text='What came of the last test.')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('PENDING', 'Waiting'), ('SENDING', 'Being sent'), ('SENT', 'Sent'), ('DEAD', 'Given up'), ('DROPPED', 'Not sent')], default='PENDING', max_length=8)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField()),
                ('claim', models.CharField(blank=True, max_length=120)),
                ('lease_until', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('confirm', 'Please confirm'), ('link', 'The link asked for'), ('off', 'A channel was switched off')], max_length=10)),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=250)),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文')], max_length=10)),
                ('subject', models.CharField(max_length=250)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('data', models.JSONField(default=dict, help_text='The same for programs.')),
                ('why', models.TextField(help_text='Why its receivers get it, in words.')),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Sequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('value', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(help_text='In lower case, its domain in ASCII.', max_length=254, unique=True)),
                ('key', models.CharField(default=filings.models.subscribers.new_key, editable=False, max_length=40, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_once_per_change_set',
        ),
        migrations.RemoveConstraint(
            model_name='deliveryline',
            name='delivery_line_once',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_scope_has_its_target',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_once_per_everything',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_once_per_product',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_once_per_organization',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_once_per_series',
        ),
        migrations.RemoveIndex(
            model_name='delivery',
            name='delivery_due',
        ),
        migrations.AddField(
            model_name='changeset',
            name='position',
            field=models.PositiveBigIntegerField(help_text='Its place among the dispatched ones: our own sequence, never a date.', null=True, unique=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='answers',
            field=models.ForeignKey(db_index=False, help_text='What it corrects.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answered_by', to='filings.delivery'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('email', 'E-mail'), ('webhook', 'Webhook'), ('chat', 'Chat')], default=0, help_text='By which way it goes.', max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='delivery',
            name='occasion',
            field=models.CharField(default=0, help_text="What made it: a change set, a digest's day, a correction.", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='deliveryline',
            name='is_correction',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='deliveryline',
            name='subscription',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='filings.subscription'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='cursor',
            field=models.PositiveBigIntegerField(default=0, help_text='Change sets up to this place of our own sequence are dealt with.'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='end_reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='subscription',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='subscription',
            name='kinds',
            field=models.CharField(blank=True, help_text='Kinds of event, in order; empty for all.', max_length=200),
        ),
        migrations.AddField(
            model_name='subscription',
            name='min_proof',
            field=models.PositiveSmallIntegerField(choices=[(1, 'Press report'), (2, 'Company statement'), (3, 'Provincial list'), (4, 'National list')], default=2),
        ),
        migrations.AddField(
            model_name='subscription',
            name='next_digest_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='subscription',
            name='province',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='subscription',
            name='query',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='subscription',
            name='quiet_note',
            field=models.BooleanField(default=False, help_text='A digest also when nothing happened.'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='rhythm',
            field=models.CharField(choices=[('now', 'At once'), ('daily', 'Daily'), ('weekly', 'Weekly')], default='now', max_length=10),
        ),
        migrations.AddField(
            model_name='subscription',
            name='settled_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='When it was last set, changed or ended; links asked for before do nothing.'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='state',
            field=models.CharField(choices=[('active', 'Active'), ('paused', 'Paused'), ('ended', 'Ended')], default='active', max_length=10),
        ),
        migrations.AddField(
            model_name='subscription',
            name='with_press',
            field=models.BooleanField(default=True, help_text='Also what the press says, marked as such.'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='zone',
            field=models.CharField(default='Asia/Shanghai', help_text='Where its mornings are.', max_length=50),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='told_at',
            field=models.DateTimeField(editable=False, help_text='When corrections were made for all who had been told.', null=True),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('PENDING', 'Waiting'), ('SENDING', 'Being sent'), ('SENT', 'Sent'), ('DEAD', 'Given up'), ('DROPPED', 'Not sent')], default='PENDING', max_length=8),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='subscription',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='filings.subscription'),
        ),
        migrations.AlterField(
            model_name='deliveryline',
            name='delivery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='filings.delivery'),
        ),
        migrations.AlterField(
            model_name='deliveryline',
            name='event',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='filings.event'),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='scope',
            field=models.CharField(choices=[('everything', 'Everything'), ('product', 'A product'), ('organization', 'An organization'), ('series', 'A series'), ('province', 'A province'), ('search', 'A search')], max_length=12),
        ),
        migrations.AddField(
            model_name='brake',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='subscription',
            name='channel',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='filings.channel'),
        ),
        migrations.AddField(
            model_name='message',
            name='change_set',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='filings.changeset'),
        ),
        migrations.AddField(
            model_name='message',
            name='withdrawal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='filings.withdrawal'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='message',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='filings.message'),
        ),
        migrations.AddField(
            model_name='channel',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='filings.subscriber'),
        ),
    ]
