"""Reader of the period notices, which state in prose how many services were filed and registered.

Their numbers are totals to check the lists against, never rows: what is new by them does not add up to the totals,
because late entries (补登) are not called new, and the notice for a year repeats what its periods said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from filings.sources.base import LayoutChanged
from filings.text import printed_date, squeeze

AS_OF = re.compile(r"截至(\d{4}年\d{1,2}月\d{1,2}日)")
# "新增93款生成式人工智能服务完成备案", "其中2024年新增238款备案", "236款应用或功能在地方网信办完成登记": no other count
# and no other sentence comes between a count and its outcome, and a model already filed (已备案) is no outcome.
COUNT = re.compile(r"(?P<new>新增)?(?P<count>\d+)款(?P<what>[^\d。；]*?)(?<!已)(?P<outcome>备案|登记)")
ON_DEVICE = "端侧"


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """What a notice states; None for what it does not."""

    as_of: date | None = None
    filed_new: int | None = None
    filed_total: int | None = None
    registered_new: int | None = None
    registered_total: int | None = None
    on_device: int | None = None


def read(text: str) -> PeriodCounts:
    """The counts in the text of a notice; one that states two different ones for the same thing is not understood."""
    bare = squeeze(text)
    counts: dict[str, int] = {}
    for found in COUNT.finditer(bare):
        name, count = _name(found), int(found["count"])
        if counts.setdefault(name, count) != count:
            raise LayoutChanged(f"expected one count for {name}, found {counts[name]} and {count}")
    days = {printed.day for day in AS_OF.findall(bare) if (printed := printed_date(day))}
    if len(days) > 1:
        raise LayoutChanged(f"expected counts as of one day, found {' and '.join(map(str, sorted(days)))}")
    return PeriodCounts(as_of=days.pop() if days else None, **counts)


def _name(found: re.Match[str]) -> str:
    if ON_DEVICE in found["what"]:
        return "on_device"
    kind = {"备案": "filed", "登记": "registered"}[found["outcome"]]
    return f"{kind}_{'new' if found['new'] else 'total'}"
