"""What the network gate remembers of each host it talks to, so that all processes together are polite to it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HostQuerySet(models.QuerySet["Host"]):
    """The questions asked of hosts."""

    def free(self, now: dt.datetime) -> HostQuerySet:
        """Nobody alive is talking to it, and the pause after the last request is over."""
        idle = Q(busy_until=None) | Q(busy_until__lte=now)
        return self.filter(idle, Q(next_request_at=None) | Q(next_request_at__lte=now))


class Host(models.Model):
    """A host that was asked for something. The network gate alone writes here."""

    name = models.CharField(
        max_length=260, unique=True, help_text=_("Host name, with the port when it is not the usual one.")
    )
    token = models.CharField(
        max_length=32, blank=True, help_text=_("Which request has its turn now; empty between requests.")
    )
    busy_until = models.DateTimeField(
        null=True, help_text=_("When that turn ends by itself, should the process that holds it have died.")
    )
    next_request_at = models.DateTimeField(null=True, help_text=_("End of the pause after the last request."))
    not_before = models.DateTimeField(
        null=True, help_text=_("The host asked us to wait until then, or did not answer and is given that rest.")
    )
    failures = models.PositiveIntegerField(
        default=0, help_text=_("Requests in a row that the host did not answer or asked to repeat later.")
    )
    reason = models.TextField(blank=True, help_text=_("Why it is given a rest, in words."))
    robots_txt = models.TextField(blank=True, help_text=_("Its robots.txt as last fetched; empty when it has none."))
    robots_fetched_at = models.DateTimeField(null=True, help_text=_("When robots.txt was last fetched."))

    objects = HostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
