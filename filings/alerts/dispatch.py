"""From released change sets to deliveries, in one transaction with the mark that the set is dispatched.

A set is matched once for everybody who follows the same by the same rule, and the deliveries are written inside the
database. Every dispatch takes the next place of our own sequence and holds it until its end: so dispatches follow one
another, numbers have no gaps, and a digest that has read up to a place has missed nothing before it.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from filings.models import ChangeSet, Event, Rhythm, Subscription

from . import compose, corrections, digests, joined
from .groups import groups_of, write_deliveries
from .places import take_place
from .rules import Merged, candidates, facts_of, scopes_of


def dispatch_released(now: dt.datetime) -> int:
    """Make the deliveries of every released set, due digest and withdrawal that has none yet. Returns how many."""
    waiting = list(ChangeSet.objects.undispatched().values_list("pk", flat=True))
    made = sum(dispatch(change_set_id, now) for change_set_id in waiting)
    return made + corrections.correct_withdrawn(now) + joined.tell_joined(now) + digests.send_due(now)


@transaction.atomic
def dispatch(change_set_id: int, now: dt.datetime) -> int:
    """Make the deliveries of one set. The mark is set by compare-and-swap, so two dispatchers make them once."""
    place = take_place()
    fresh = ChangeSet.objects.undispatched().filter(pk=change_set_id)
    if fresh.update(dispatched_at=now, position=place) != 1:
        return 0
    followers = Subscription.objects.told().filter(rhythm=Rhythm.AT_ONCE)
    events = Event.objects.filter(change_set=change_set_id, withdrawal=None)
    merged = Merged()
    facts = facts_of(events, scopes_of(followers), merged)
    change_set = ChangeSet.objects.select_related("document__parent", "snapshot").get(pk=change_set_id)
    made = 0
    for group in groups_of(followers.filter(candidates(facts, merged)), merged):
        wanted = [one for one in facts if group.wish.wants(one)]
        if wanted:
            message = compose.tell_set(change_set, group, wanted, now)
            ids = [one.event_id for one in wanted]
            made += write_deliveries(group.members, message, f"set {change_set_id}", ids, now)
    return made
