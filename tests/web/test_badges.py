"""Badges: who speaks is told by their weight, what is said by icon and word."""

from __future__ import annotations

import pytest

from filings.models import Event, EventKind, Filing, Proof, Series, Status
from filings.web import badges


@pytest.mark.parametrize("status", Status)
def test_only_what_is_official_and_national_is_filled(status: Status) -> None:
    filled = {Status.FILED, Status.REGISTERED, Status.SUSPENDED, Status.CANCELLED}
    assert (badges.status_badge(status).weight == "filled") == (status in filled)


@pytest.mark.parametrize("status", [Status.ANNOUNCED, Status.SUBMITTED, Status.REPORTED_APPROVED, Status.LAUNCHED])
def test_what_somebody_says_has_a_dashed_outline(status: Status) -> None:
    assert badges.status_badge(status).weight == "dashed"


def test_a_denial_changes_no_status() -> None:
    assert badges.event_badge(Event(kind=EventKind.DENIED, status=Status.SUBMITTED)) == badges.NO_CHANGE
    assert badges.event_badge(Event(kind=EventKind.REPORTED, status=Status.SUBMITTED)).look == "submitted"


@pytest.mark.parametrize("series", [Series.PROVINCIAL_GUANGDONG, Series.PROVINCIAL])
def test_what_a_province_lists_is_not_called_filed(series: Series) -> None:
    filing = Filing(series=series)
    assert (badges.status_of(filing), badges.proof_of(filing)) == (Status.PROVINCIALLY_LISTED, Proof.PROVINCIAL)
