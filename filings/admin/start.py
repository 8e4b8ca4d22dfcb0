"""What waits for a person, for the start page of the admin: counts with where to go, and what is first in line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filings.models import (
    ChangeSet,
    Claim,
    Correction,
    Delivery,
    DeliveryState,
    Proposal,
    Question,
    Source,
)

SIDES = ("filing", "to_product", "organization", "group")
# Counted no further: what waits beyond it is no different.
MOST = 1000


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits."""

    label: str | Promise
    count: int
    first: str
    url: str
    is_bad: bool = False

    @property
    def count_text(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)


Rows = Callable[[], QuerySet[Any]]
KINDS: list[tuple[str | Promise, Rows, str, str, bool]] = [
    (
        _("Held change sets"),
        lambda: ChangeSet.objects.held().select_related("document"),
        "changeset",
        "state__exact=held",
        False,
    ),
    (_("Claims to review"), lambda: Claim.objects.pending(), "claim", "state__exact=pending", False),
    (
        _("Corrections that the source has overtaken"),
        lambda: Correction.objects.reopened().select_related("filing"),
        "correction",
        "state__exact=reopened",
        False,
    ),
    (_("Proposals"), lambda: Proposal.objects.waiting().select_related(*SIDES), "proposal", "", False),
    (_("Open questions"), lambda: Question.objects.open(), "question", "closed_at__isempty=1", False),
    (
        _("Failing sources"),
        lambda: Source.objects.filter(is_enabled=True, failures__gt=0),
        "source",
        "is_enabled__exact=1",
        True,
    ),
    (
        _("Messages given up"),
        lambda: Delivery.objects.filter(state=DeliveryState.DEAD),
        "delivery",
        "state__exact=DEAD",
        True,
    ),
]


def waiting(request: HttpRequest) -> list[Waiting]:
    """What this person may look at, each with what is first in line."""
    return [
        _waiting(label, rows(), model, query, is_bad)
        for label, rows, model, query, is_bad in KINDS
        if request.user.has_perm(f"filings.view_{model}")
    ]


def _waiting(label: str | Promise, rows: QuerySet[Any], model: str, query: str, is_bad: bool) -> Waiting:
    address = reverse(f"admin:filings_{model}_changelist") + (f"?{query}" if query else "")
    count = len(rows.values_list("pk", flat=True)[: MOST + 1])
    return Waiting(label, count, str(rows.first() or "") if count else "", address, is_bad and count > 0)
