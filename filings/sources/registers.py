"""The official series: how each is recognised by its titles and labels, and which reader knows its lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from filings.sources import deep_synthesis
from filings.sources.base import ReadList, batch_of
from filings.text import squeeze

__all__ = ["REGISTERS", "Register", "batch_of", "register_for_title"]


@dataclass(frozen=True, slots=True)
class Register:
    """One series. `floor` is the fewest rows that a believable list of it has."""

    series: str
    title_pattern: re.Pattern[str]
    label_pattern: re.Pattern[str]
    floor: int
    reader_version: str
    read: Callable[[bytes], ReadList]


REGISTERS = {
    register.series: register
    for register in (
        Register(
            series="deep_synthesis",
            title_pattern=re.compile(
                r"(国家互联网信息办公室)?关于发布(第[〇零一二三四五六七八九十百\d]+批|\d{4}年)?(境内)?"
                r"深度合成服务算法备案信息的公告"
            ),
            label_pattern=re.compile(
                r"深度合成服务算法备案(清单|信息)?[（(]?(?P<year>20\d\d)年(?P<month>1[0-2]|0?[1-9])月[）)]?"
            ),
            floor=20,
            reader_version=deep_synthesis.READER_VERSION,
            read=deep_synthesis.read,
        ),
    )
}


def register_for_title(title: str) -> Register | None:
    """The series whose notice bears this title; policies, campaigns and blockchain filings belong to none."""
    bare = squeeze(title)
    return next((register for register in REGISTERS.values() if register.title_pattern.fullmatch(bare)), None)
