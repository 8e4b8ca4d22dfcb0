"""What refuses a list or an index outright, and what makes a list's changes wait for a person."""

from __future__ import annotations

import pytest

from filings.models import ChangeSet, Document, Snapshot, Source, Verdict
from filings.pipeline.guard import Suspicious, check_index, check_list
from filings.sources.base import Entry, ReadList, Rejection
from filings.sources.registers import REGISTERS
from tests.builders import deep_rows

from .reading import ROWS, changed, day, docx, edited, known, publish, record

REGISTER = REGISTERS["deep_synthesis"]


def read(accepted: int, reasons: tuple[str, ...] = (), batch: str = "2023-08") -> ReadList:
    entries = tuple(Entry(row, f"网信算备{row}号", "算法", "公司") for row in range(1, accepted + 1))
    rejections = tuple(Rejection(accepted + n, reason, ()) for n, reason in enumerate(reasons, start=1))
    return ReadList("", batch, entries, rejections, None)


def check(read: ReadList, before: int | None = None, batch: str = "2023-08") -> None:
    previous = None if before is None else Snapshot(accepted=before)
    check_list(REGISTER, Document(batch=batch, accepted_snapshot=previous), read, read.accepted)


def test_a_tenth_fewer_rows_are_believed_and_one_less_is_not():
    check(read(90), before=100)
    with pytest.raises(Suspicious, match="only 89 rows, where 100 were accepted before"):
        check(read(89), before=100)


def test_a_list_has_a_least_length():
    check(read(REGISTER.floor))
    with pytest.raises(Suspicious, match=f"a file of this series has at least {REGISTER.floor}"):
        check(read(REGISTER.floor - 1))


def test_the_heading_must_name_the_batch_of_the_link():
    check(read(30, batch=""))
    check(read(30), batch="")
    with pytest.raises(Suspicious, match="headed 2023-08, but the link to it says 2024-01"):
        check(read(30), batch="2024-01")


def test_a_tenth_of_the_rows_may_be_misread_and_no_more():
    check(read(90, ("empty row",) * 10))
    with pytest.raises(Suspicious, match="11 of 100 rows were not understood; row 90: empty row"):
        check(read(89, ("empty row",) * 11))


def test_repetitions_are_not_misread():
    check(read(30, ("repeats row 1",) * 30))


def test_an_index_may_lose_a_tenth_of_its_notices():
    check_index(90, Snapshot(rows=100))
    check_index(1, None)
    with pytest.raises(Suspicious, match="only 89 notices listed, where 100 were before"):
        check_index(89, Snapshot(rows=100))


@pytest.mark.django_db
class TestRefusals:
    """What is refused leaves the record alone, and its bytes in the archive."""

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (docx(ROWS[:5]), "only 5 rows"),
            (docx(ROWS[:26]), "only 26 rows, where 30 were accepted before"),
            (docx(ROWS, "2024-01"), "headed 2024-01"),
            (docx(edited(*((place, {"number": "?"}) for place in range(4)))), "4 of 30 rows were not understood"),
        ],
    )
    def test_a_doubtful_list_is_suspicious(self, body, words):
        listed = known()
        before, accepted = record(), listed.document.accepted_snapshot
        finding = listed.read(body, day(1))
        assert (finding.outcome, words in finding.message) == ("SUSPICIOUS", True)
        assert record() == before
        assert listed.document.accepted_snapshot == accepted
        refused = Snapshot.objects.get(document=listed.pk, first_seen_at=day(1))
        assert (refused.verdict, refused.rows) == (Verdict.REFUSED, finding.rows)

    def test_the_ledger_of_a_refused_list_says_which_rows_were_not_understood(self):
        listed = known()
        listed.read(edited(*((place, {"number": "?"}) for place in range(4))), day(1))
        refused = Snapshot.objects.get(document=listed.pk, verdict=Verdict.REFUSED)
        assert [(line["row"], line["cells"][6]) for line in refused.rejections] == [(n, "?") for n in (1, 2, 3, 4)]

    def test_a_good_list_after_a_doubtful_one_carries_on(self):
        listed = known()
        assert listed.read(ROWS[:5], day(1)).outcome == "SUSPICIOUS"
        assert listed.read(ROWS, day(2)).outcome == "UNCHANGED"


@pytest.mark.django_db
class TestHolds:
    """What is read well and still not believed without a person."""

    def reason(self, finding) -> str:
        assert (finding.outcome, ChangeSet.objects.held().count()) == ("HELD", 1)
        assert ChangeSet.objects.held().get().reason == finding.message
        return finding.message

    def test_more_amendments_than_the_limit(self, settings):
        settings.HOLD_AMENDMENTS = 3
        listed = known()
        rows = edited(*((place, {"name": f"新{place}算法"}) for place in range(4)))
        assert listed.read(rows[:3] + ROWS[3:], day(1)).outcome == "RECORDED"
        again = edited(*((place, {"purpose": "另一用途"}) for place in range(4)), rows=rows)
        assert "4 published rows changed at once; more than 3" in self.reason(listed.read(again, day(2)))

    def test_more_cancellations_than_the_limit(self, settings):
        settings.HOLD_AMENDMENTS = 3
        rows = edited(*((place, {"remark": "已注销"}) for place in range(4)))
        assert "4 published rows changed" in self.reason(known().read(rows, day(1)))

    def test_a_cancellation_mark_that_is_taken_back(self):
        listed = known(edited((0, {"remark": "已注销"})))
        assert "1 cancellation marks were taken back" in self.reason(listed.read(ROWS, day(1)))

    def test_many_rows_added_to_a_list_that_was_published(self, settings):
        settings.HOLD_AMENDMENTS = 3
        added = deep_rows(4, first=100)
        listed = known()
        assert listed.read([*ROWS, *added[:3]], day(1)).outcome == "RECORDED"
        rows = [*ROWS, *added[:3], *deep_rows(4, first=200)]
        assert "4 rows were added to a list that was already published" in self.reason(listed.read(rows, day(2)))

    def test_a_new_list_three_times_as_long_as_any_before(self):
        known()
        rows = deep_rows(90, first=100)
        shorter = publish("2024-02", is_baseline=False)
        assert shorter.read(unnumbered(rows[:89])).outcome == "RECORDED"
        longest = publish("2024-04", is_baseline=False)
        reason = self.reason(longest.read(unnumbered(deep_rows(267, first=500)), day(1)))
        assert reason == "a new list of 267 rows; the longest before it has 89"

    def test_at_the_baseline_a_long_list_is_read_like_any_other(self):
        known()
        assert publish("2024-02").read(deep_rows(90, first=100)).outcome == "RECORDED"

    def test_a_new_list_without_any_before_it_is_not_too_long(self):
        assert publish(is_baseline=False).read(deep_rows(90)).outcome == "RECORDED"

    def test_a_new_list_with_a_misread_row(self):
        rows = [*ROWS, changed(ROWS[0], number="none")]
        reason = self.reason(publish(is_baseline=False).read(rows))
        assert "does not add up: 1 of 31 rows were not understood" in reason

    def test_a_new_list_whose_numbering_reaches_further_than_its_rows(self):
        rows = edited((29, {"seq": "31"}))
        reason = self.reason(publish(is_baseline=False).read(rows))
        assert "its numbering reaches 31, but 30 rows were read" in reason

    def test_a_new_list_that_adds_up_is_news_however_long_the_day(self):
        known()
        finding = publish("2024-02", is_baseline=False).read(unnumbered(deep_rows(60, first=100)), day(1))
        assert (finding.outcome, finding.events, finding.held) == ("RECORDED", 60, 0)

    def test_the_same_odd_list_at_the_baseline_is_read(self):
        assert publish().read([*ROWS, changed(ROWS[0], number="none")]).outcome == "RECORDED"

    def test_what_is_held_is_not_the_sources_fault(self):
        finding = publish(is_baseline=False).read(edited((29, {"seq": "31"})))
        assert finding.is_good
        assert Source.objects.get(key="cac-notices").failures == 0


def unnumbered(rows):
    """As Word numbers them by itself: nothing stands under 序号."""
    return [changed(row, seq="") for row in rows]
