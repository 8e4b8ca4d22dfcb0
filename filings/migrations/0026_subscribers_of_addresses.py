from django.db import migrations
from django.db.models import F, Max

NOT_KEPT = "Sent before the texts of messages were kept"


def give_channels(apps, schema_editor):
    """Each address becomes a subscriber with its channel, each stopped subscription an ended one."""
    Subscriber, Channel, Subscription = (
        apps.get_model("filings", name) for name in ("Subscriber", "Channel", "Subscription")
    )
    for subscription in Subscription.objects.all():
        email = subscription.email.lower()
        subscriber, _ = Subscriber.objects.get_or_create(email=email)
        subscription.channel, _ = Channel.objects.get_or_create(subscriber=subscriber, kind="email", address=email)
        if not subscription.is_active:
            subscription.state, subscription.ended_at = "ended", subscription.created_at
        subscription.save()


def give_places(apps, schema_editor):
    """The sets that were dispatched get their places in our own sequence, in the order of their numbers."""
    ChangeSet, Sequence = apps.get_model("filings", "ChangeSet"), apps.get_model("filings", "Sequence")
    dispatched = ChangeSet.objects.exclude(dispatched_at=None)
    dispatched.update(position=F("id"))
    newest = dispatched.aggregate(newest=Max("position"))["newest"]
    Sequence.objects.create(name="dispatch", value=newest or 0)


def give_messages(apps, schema_editor):
    """What was sent so far keeps its number and lines; its text was not stored."""
    Delivery, DeliveryLine, Message = (apps.get_model("filings", name) for name in ("Delivery", "DeliveryLine", "Message"))
    for delivery in Delivery.objects.select_related("subscription"):
        language = delivery.subscription.language
        message, _ = Message.objects.get_or_create(
            change_set_id=delivery.change_set_id,
            language=language,
            defaults={"subject": NOT_KEPT, "text": NOT_KEPT, "html": "", "why": "", "created_at": delivery.created_at},
        )
        state = "DROPPED" if delivery.state in ("PENDING", "SENDING") else delivery.state
        Delivery.objects.filter(pk=delivery.pk).update(
            message=message, occasion=f"set {delivery.change_set_id}", kind="email", state=state
        )
        DeliveryLine.objects.filter(delivery=delivery).update(subscription=delivery.subscription_id)


def forward(apps, schema_editor):
    give_channels(apps, schema_editor)
    give_places(apps, schema_editor)
    give_messages(apps, schema_editor)


class Migration(migrations.Migration):
    """Fill the new columns from the old ones."""

    dependencies = [
        ("filings", "0025_subscribers"),
    ]

    operations = [
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
