"""Room 3, the ledger: what is known and since when. Knows nothing of the network, of pages or of mail."""

from __future__ import annotations

from .archive import Snapshot, Verdict
from .clock import Heartbeat
from .deliveries import (
    Allowance,
    Brake,
    Delivery,
    DeliveryLine,
    DeliveryState,
    Letter,
    LetterKind,
    Message,
    Sequence,
)
from .events import ChangeSet, ChangeSetKind, ChangeSetState, Event, Evidence, Withdrawal
from .hosts import Host
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
from .subscribers import Channel, ChannelKind, Rhythm, Scope, Subscriber, Subscription, SubscriptionState
from .totals import Cancellation, StatedTotals
from .words import Cause, EventKind, Outcome, Precision, Proof, Series, Status

__all__ = [
    "Allowance",
    "Brake",
    "Cancellation",
    "Cause",
    "ChangeSet",
    "ChangeSetKind",
    "ChangeSetState",
    "Channel",
    "ChannelKind",
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
    "Letter",
    "LetterKind",
    "Message",
    "Organization",
    "OrganizationName",
    "Outcome",
    "Poll",
    "Precision",
    "Product",
    "ProductName",
    "Proof",
    "Question",
    "QuestionKind",
    "Rhythm",
    "Scope",
    "Sequence",
    "Series",
    "Site",
    "Snapshot",
    "Source",
    "SourceKind",
    "StatedTotals",
    "Status",
    "Subscriber",
    "Subscription",
    "SubscriptionState",
    "Verdict",
    "Version",
    "Withdrawal",
]
