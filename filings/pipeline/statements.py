"""What an editor enters by hand: an announcement, a suspension, an order of an authority. Never without evidence.

The evidence is a document of the source that stands for the editors, which the clock leaves alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction

from filings.models import (
    Cause,
    ChangeSet,
    ChangeSetState,
    Document,
    DocumentKind,
    Event,
    EventKind,
    Filing,
    Product,
    Proof,
    Status,
)

from . import archive, audit
from .added import editors_source
from .events import BEIJING
from .fetch import FetchError, Reply, fetch
from .refusal import Refused
from .standing import refresh_told

# What a person may enter. That something is listed, amended or cancelled, only a list or a notice can say.
ENTERED = (
    Status.ANNOUNCED,
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.DELAYED,
    Status.REPORTED_APPROVED,
    Status.REPORTED_REJECTED,
    Status.LAUNCHED,
    Status.SUSPENDED,
    Status.WITHDRAWN,
)
# Only an authority orders a stop, so only that can rest on its own word.
BY_AN_AUTHORITY = (Status.SUSPENDED,)


@transaction.atomic
def state(
    subject: Product | Filing,
    status: Status,
    statement: str,
    *,
    evidence_url: str,
    proof: Proof,
    reason: str,
    person: int,
    now: dt.datetime,
    happened_on: dt.date | None = None,
    precision: str = "",
    published_on: dt.date | None = None,
    is_silent: bool = False,
    copy: bytes = b"",
) -> Event:
    """Put an entry on a timeline. Refused without evidence, and for what only a list can say.

    `copy` is the evidence as the editor saved it, for an address that can't be fetched; else see `keep_evidence`.
    """
    _check(subject, status, statement, evidence_url, proof, reason)
    if bool(happened_on) != bool(precision):
        raise Refused("a day needs its precision, and a precision its day")
    document = _evidence(evidence_url, statement, published_on, now)
    change_set = ChangeSet.objects.create(
        document=document,
        cause=Cause.EDITOR,
        state=ChangeSetState.RELEASED,
        is_silent=is_silent,
        reason=reason,
        event_count=1,
        created_at=now,
        decided_at=now,
        decided_by_id=person,
    )
    about: dict[str, object] = {"product": subject}
    if isinstance(subject, Filing):
        about = {"filing": subject, "series": subject.series, "version": subject.current}
    event = Event.objects.create(
        change_set=change_set,
        kind=EventKind.STATED,
        status=status,
        proof=proof,
        cause=Cause.EDITOR,
        statement=statement,
        evidence_url=evidence_url,
        snapshot=archive.sight(document, Reply(evidence_url, 200, {}, copy, False, now, 0.0), now) if copy else None,
        happened_on=happened_on,
        precision=precision,
        published_on=published_on,
        seen_at=now,
        timeline_on=happened_on or published_on or now.astimezone(BEIJING).date(),
        **about,
    )
    refresh_told(event)
    audit.note(person, "state", event, now, after={"status": status, "statement": statement}, reason=reason)
    return event


def keep_evidence(event: Event, now: dt.datetime) -> bool:
    """Archive what stands at the address of an entry's evidence. False when it can't be had, which the audit says."""
    document = event.change_set.document
    try:
        reply = fetch(event.evidence_url)
    except FetchError as error:
        audit.note(event.change_set.decided_by_id, "evidence", event, now, after={"not archived": str(error)})
        return False
    snapshot = archive.sight(document, reply, now)
    return Event.objects.filter(pk=event.pk, snapshot=None).update(snapshot=snapshot) == 1


def _check(
    subject: Product | Filing, status: Status, statement: str, evidence_url: str, proof: Proof, reason: str
) -> None:
    if not statement.strip() or not reason.strip():
        raise Refused("an entry needs its statement and a reason")
    if not evidence_url.startswith(("https://", "http://")):
        raise Refused("an entry needs the address of its evidence")
    if status not in ENTERED:
        raise Refused(f"only a list or a notice can say that something is {Status(status).label}")
    if proof > Proof.COMPANY and status not in BY_AN_AUTHORITY:
        raise Refused("only an order to stop can rest on the word of an authority")
    if isinstance(subject, Product) and subject.merged_into_id is not None:
        raise Refused(f"{subject} is joined to {subject.merged_into}; enter it there")


def _evidence(url: str, statement: str, published_on: dt.date | None, now: dt.datetime) -> Document:
    """The document of this address; several entries may rest on it."""
    key = f"evidence:{hashlib.sha256(url.encode()).hexdigest()[:32]}"
    values = {
        "kind": DocumentKind.EVIDENCE,
        "label": statement[:300],
        "url": url[:2000],
        "published_on": published_on,
        "found_at": now,
    }
    return Document.objects.get_or_create(source=editors_source(), key=key, defaults=values)[0]
