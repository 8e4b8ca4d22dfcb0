"""Room 3, the ledger: what is known and since when. Knows nothing of the network, of pages or of mail."""

from __future__ import annotations

from .alerts import Delivery, DeliveryLine, DeliveryState, Scope, Subscription
from .archive import Snapshot, Verdict
from .clock import Heartbeat
from .events import ChangeSet, ChangeSetKind, ChangeSetState, Event
from .hosts import Host
from .registers import (
    EntityKey,
    Filing,
    FilingProduct,
    FilingState,
    Organization,
    OrganizationName,
    Product,
    Version,
)
from .sources import Document, DocumentKind, Poll, Site, Source, SourceKind
from .words import Cause, EventKind, Outcome, Precision, Proof, Series, Status

__all__ = [
    "Cause",
    "ChangeSet",
    "ChangeSetKind",
    "ChangeSetState",
    "Delivery",
    "DeliveryLine",
    "DeliveryState",
    "Document",
    "DocumentKind",
    "EntityKey",
    "Event",
    "EventKind",
    "Filing",
    "FilingProduct",
    "FilingState",
    "Heartbeat",
    "Host",
    "Organization",
    "OrganizationName",
    "Outcome",
    "Poll",
    "Precision",
    "Product",
    "Proof",
    "Scope",
    "Series",
    "Site",
    "Snapshot",
    "Source",
    "SourceKind",
    "Status",
    "Subscription",
    "Verdict",
    "Version",
]
