"""Every word explained."""

from __future__ import annotations

from filings.models import Cause, Proof, Series, Status

from .conftest import Look


def test_every_status_proof_series_and_cause_is_explained(look: Look) -> None:
    page = look("/about/")
    for status in Status:
        assert str(status.explanation) in page.text
    for word in (*Proof, *Series, *Cause):
        assert str(word.label) in page.text
    for series in Series:
        assert series.chinese in page.text


def test_a_claim_never_wears_a_filled_badge(look: Look) -> None:
    claims = {"Announced", "Submitted", "Under review", "Delayed", "Reported approved", "Reported rejected", "Launched"}
    filled = set(look("/about/").texts(".weight-filled"))
    assert filled == {"Registered", "Filed", "Suspended", "Cancelled"}
    assert claims <= set(look("/about/").texts(".weight-dashed"))
