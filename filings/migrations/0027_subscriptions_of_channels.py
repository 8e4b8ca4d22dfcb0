from django.db import migrations, models


class Migration(migrations.Migration):
    """Every subscription has a channel and every delivery a message: the old columns go, the rules come."""

    dependencies = [
        ('filings', '0026_subscribers_of_addresses'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='historicalsubscription',
            name='history_user',
        ),
        migrations.RemoveField(
            model_name='historicalsubscription',
            name='organization',
        ),
        migrations.RemoveField(
            model_name='historicalsubscription',
            name='product',
        ),
        migrations.RemoveField(
            model_name='delivery',
            name='change_set',
        ),
        migrations.RemoveField(
            model_name='subscription',
            name='email',
        ),
        migrations.RemoveField(
            model_name='subscription',
            name='is_active',
        ),
        migrations.RemoveField(
            model_name='subscription',
            name='token',
        ),
        migrations.AddConstraint(
            model_name='changeset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dispatched_at', None), ('position', None)), models.Q(('dispatched_at__isnull', False), ('position__isnull', False)), _connector='OR'), name='changeset_dispatch_position'),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='channel',
            field=models.ForeignKey(on_delete=models.CASCADE, related_name='subscriptions', to='filings.channel'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='message',
            field=models.ForeignKey(on_delete=models.PROTECT, related_name='deliveries', to='filings.message'),
        ),
        migrations.AlterField(
            model_name='deliveryline',
            name='subscription',
            field=models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to='filings.subscription'),
        ),
        migrations.AddConstraint(
            model_name='deliveryline',
            constraint=models.UniqueConstraint(fields=('event', 'subscription', 'is_correction'), name='delivery_line_once'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['next_digest_at'], name='subscription_digest_due'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organization__isnull', True), ('product__isnull', True), ('scope', 'everything'), ('series', ''), ('province', ''), ('query', '')), models.Q(('organization__isnull', True), ('product__isnull', False), ('scope', 'product'), ('series', ''), ('province', ''), ('query', '')), models.Q(('organization__isnull', False), ('product__isnull', True), ('scope', 'organization'), ('series', ''), ('province', ''), ('query', '')), models.Q(('organization__isnull', True), ('product__isnull', True), ('scope', 'series'), models.Q(('series', ''), _negated=True), ('province', ''), ('query', '')), models.Q(('organization__isnull', True), ('product__isnull', True), ('scope', 'province'), ('series', ''), models.Q(('province', ''), _negated=True), ('query', '')), models.Q(('organization__isnull', True), ('product__isnull', True), ('scope', 'search'), ('series', ''), ('province', ''), models.Q(('query', ''), _negated=True)), _connector='OR'), name='subscription_scope_has_its_target'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('scope', 'everything')), fields=('channel',), name='subscription_once_per_everything'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('scope', 'product')), fields=('channel', 'product'), name='subscription_once_per_product'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('scope', 'organization')), fields=('channel', 'organization'), name='subscription_once_per_organization'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('scope', 'series')), fields=('channel', 'series'), name='subscription_once_per_series'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('scope', 'province')), fields=('channel', 'province'), name='subscription_once_per_province'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('scope', 'search')), fields=('channel', 'query'), name='subscription_once_per_search'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_digest_at', None), ('rhythm', 'now')), models.Q(models.Q(('rhythm', 'now'), _negated=True), ('next_digest_at__isnull', False)), _connector='OR'), name='subscription_digest_has_time'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['state', 'next_attempt_at', 'id'], name='letter_due'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'SENT')), models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_at', None)), _connector='OR'), name='letter_sent_has_time'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'PENDING')), fields=['kind', 'next_attempt_at', 'id'], name='delivery_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['sent_at'], name='delivery_sent'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('subscription', 'occasion'), name='delivery_once_per_occasion'),
        ),
        migrations.DeleteModel(
            name='HistoricalSubscription',
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(fields=('subscriber', 'kind', 'address'), name='channel_once'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_on', True), ('off_at', None)), models.Q(('is_on', False), ('off_at__isnull', False)), _connector='OR'), name='channel_off_has_time'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'SENDING')), fields=['claim'], name='delivery_claimed'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('answers__isnull', False)), fields=['answers'], name='delivery_answers'),
        ),
    ]
