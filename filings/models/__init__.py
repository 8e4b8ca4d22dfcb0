"""Room 3, the ledger: what is known and since when. Knows nothing of the network, of pages or of mail."""

from __future__ import annotations

from .alerts import Delivery, DeliveryLine, DeliveryState, Scope, Subscription
from .archive import Snapshot, Verdict
from .clock import Heartbeat
from .editing import AuditEntry, Correction, CorrectionField, CorrectionState
from .events import ChangeSet, ChangeSetKind, ChangeSetState, Event, Evidence, Withdrawal
from .hosts import Host
from .identity import Assignment, DecisionKind, IdentityDecision, Proposal, ProposalKind, ProposalState
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
    "Assignment",
    "AuditEntry",
    "Cancellation",
    "Cause",
    "ChangeSet",
    "ChangeSetKind",
    "ChangeSetState",
    "Correction",
    "CorrectionField",
    "CorrectionState",
    "DecisionKind",
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
    "IdentityDecision",
    "Organization",
    "OrganizationName",
    "Outcome",
    "Poll",
    "Precision",
    "Product",
    "ProductName",
    "Proof",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Question",
    "QuestionKind",
    "Scope",
    "Series",
    "Site",
    "Snapshot",
    "Source",
    "SourceKind",
    "StatedTotals",
    "Status",
    "Subscription",
    "Verdict",
    "Version",
    "Withdrawal",
]
