"""When an editor joins two products or entities: who followed the one that went is told once what they follow now."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from filings.models import IdentityDecision, Subscription

from . import compose
from .groups import write_deliveries
from .places import hold_place


def tell_joined(now: dt.datetime) -> int:
    """Make the messages of every merger of which nobody has been told yet. Returns how many."""
    return sum(_tell(pk, now) for pk in list(IdentityDecision.objects.untold().values_list("pk", flat=True)))


@transaction.atomic
def _tell(decision_id: int, now: dt.datetime) -> int:
    hold_place()
    if IdentityDecision.objects.untold().filter(pk=decision_id).update(told_at=now) != 1:
        return 0
    related = ("product__organization", "to_product__organization", "organization", "to_organization")
    decision = IdentityDecision.objects.select_related(*related).get(pk=decision_id)
    gone = {"product": decision.product} if decision.product else {"organization": decision.organization}
    followers = Subscription.objects.told().filter(**gone)
    made = 0
    for language in list(followers.order_by().values_list("language", flat=True).distinct()):
        message = compose.tell_joined(decision, language, now)
        made += write_deliveries(followers.filter(language=language), message, f"joined {decision_id}", [], now)
    return made
