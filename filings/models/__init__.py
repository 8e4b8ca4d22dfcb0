"""Room 3, the ledger: what is known and since when. Knows nothing of the network, of pages or of mail."""

from __future__ import annotations

from .alerts import Delivery, DeliveryLine, DeliveryState, Scope, Subscription
from .archive import Snapshot, Verdict
from .clock import Heartbeat
from .events import ChangeSet, ChangeSetKind, ChangeSetState, Event, Evidence, Withdrawal
from .hosts import Host
from .news import (
    Article,
    Claim,
    ClaimQuerySet,
    ClaimState,
    ClaimStatus,
    Dated,
    Decision,
    Judgement,
    Outlet,
    Role,
    Tier,
)
from .questions import Question, QuestionKind
from .registers import (
    EntityKey,
    Filing,
    FilingProduct,
    FilingState,
    Group,
    GroupEntity,
    Organization,
    OrganizationName,
    Product,
    ProductName,
    Version,
)
from .sources import Document, DocumentKind, Poll, Site, Source, SourceKind
from .totals import Cancellation, StatedTotals
from .words import Cause, EventKind, Outcome, Precision, Proof, Series, Status

__all__ = [
    "Article",
    "Cancellation",
    "Cause",
    "ChangeSet",
    "ChangeSetKind",
    "ChangeSetState",
    "Claim",
    "ClaimQuerySet",
    "ClaimState",
    "ClaimStatus",
    "Dated",
    "Decision",
    "Delivery",
    "DeliveryLine",
    "DeliveryState",
    "Document",
    "DocumentKind",
    "EntityKey",
    "Event",
    "EventKind",
    "Evidence",
    "Filing",
    "FilingProduct",
    "FilingState",
    "Group",
    "GroupEntity",
    "Heartbeat",
    "Host",
    "Judgement",
    "Organization",
    "OrganizationName",
    "Outcome",
    "Outlet",
    "Poll",
    "Precision",
    "Product",
    "ProductName",
    "Proof",
    "Question",
    "QuestionKind",
    "Role",
    "Scope",
    "Series",
    "Site",
    "Snapshot",
    "Source",
    "SourceKind",
    "StatedTotals",
    "Status",
    "Subscription",
    "Tier",
    "Verdict",
    "Version",
    "Withdrawal",
]
