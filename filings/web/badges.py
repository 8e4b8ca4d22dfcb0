"""Which badge a status wears.

The weight says who speaks: dashed is a claim, tinted is local or an edit, filled is official and national.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filings.models import Event, EventKind, Filing, FilingState, Outcome, Proof, Series, Status

FILLED = frozenset({Status.REGISTERED, Status.FILED, Status.SUSPENDED, Status.CANCELLED})
TINTED = frozenset({Status.PROVINCIALLY_LISTED, Status.AMENDED, Status.UNLISTED})
REGISTRATIONS = frozenset({Series.GENAI_REGISTRATION})


@dataclass(frozen=True)
class Badge:
    """A word with an icon; `look` and `weight` are names in the style sheet."""

    label: str | Promise
    look: str
    weight: str


NO_CHANGE = Badge(_("No change of status"), "none", "quiet")


def status_badge(status: str) -> Badge:
    known = Status(status)
    return Badge(known.label, known.value, weight_of(known))


def weight_of(status: Status) -> str:
    if status == Status.NOT_FOUND:
        return "quiet"
    return "filled" if status in FILLED else "tinted" if status in TINTED else "dashed"


def event_badge(event: Event) -> Badge:
    """The badge of an entry. A denial takes a claim back and says no other status, so it stays quiet."""
    return NO_CHANGE if event.kind == EventKind.DENIED else status_badge(event.status)


def outcome_badge(outcome: str) -> Badge:
    """How a poll ended: quiet when good, amber when it waits or may mend itself, red when somebody must look."""
    known = Outcome(outcome)
    if known.is_good:
        return Badge(known.label, "good", "plain")
    look = "bad" if known in (Outcome.FAILED, Outcome.SUSPICIOUS, Outcome.BLOCKED) else "warn"
    return Badge(known.label, look, "plain")


def status_of(filing: Filing) -> Status:
    """The status that a filing gives by itself."""
    return status_from(filing.state, filing.series)


def status_from(state: str, series: str) -> Status:
    if state == FilingState.CANCELLED:
        return Status.CANCELLED
    if state == FilingState.GONE:
        return Status.UNLISTED
    if Series(series).is_provincial:
        return Status.PROVINCIALLY_LISTED
    return Status.REGISTERED if series in REGISTRATIONS else Status.FILED


def proof_of(filing: Filing) -> Proof:
    """Who says so: every list is national but the provinces' own."""
    return Proof.PROVINCIAL if Series(filing.series).is_provincial else Proof.NATIONAL
