"""The one writer of whether a subscription is followed."""

from __future__ import annotations

from filings.models import Subscription


def stop(subscription: Subscription) -> None:
    """No more mails from now on. Stopping twice does no harm."""
    if not subscription.is_active:
        return
    subscription.is_active = False
    subscription.save(update_fields=["is_active"])
