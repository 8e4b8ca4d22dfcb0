"""The official series: how each is recognised by its titles and labels, and which reader knows its lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from filings.sources import algorithm, deep_synthesis, genai, guangdong, html_table
from filings.sources.base import ReadList, batch_of
from filings.sources.notice import NoticePage, read_notice
from filings.text import squeeze

__all__ = ["REGISTERS", "Register", "TitleKind", "batch_of", "kind_of_title", "register_for_title", "series_of_title"]

TitleKind = Literal["register", "period_notice", "cancellation", "look_alike", "unknown_register", "other"]


@dataclass(frozen=True, slots=True)
class Register:
    """One series. `floor` is the fewest rows that a believable file of it has.

    A file of some series also holds lists of others: `parts` reads them all, by series. `runs_on` says that the
    numbering (序号) goes on from list to list, so that its last number is a running total; `grows`, that one page gains
    list after list; `is_page`, that a list is no file but a web page.
    """

    series: str
    title_pattern: re.Pattern[str]
    label_pattern: re.Pattern[str]
    floor: int
    reader_version: str
    read: Callable[[bytes], ReadList]
    read_page: Callable[[bytes, str, str], NoticePage] = read_notice
    parts: Callable[[bytes], dict[str, ReadList]] | None = None
    part_of: str = ""
    runs_on: bool = False
    grows: bool = False
    is_page: bool = False


OFFICE = "(国家互联网信息办公室)?"
MONTH = r"[（(]?(?P<year>20\d\d)年(?P<month>1[0-2]|0?[1-9])月[）)]?"

DEEP_SYNTHESIS = Register(
    series="deep_synthesis",
    title_pattern=re.compile(
        OFFICE + r"关于发布(第[〇零一二三四五六七八九十百\d]+批|\d{4}年)?(境内)?深度合成服务算法备案信息的公告"
    ),
    label_pattern=re.compile(r"深度合成服务算法备案(清单|信息)?" + MONTH),
    floor=20,
    reader_version=deep_synthesis.READER_VERSION,
    read=deep_synthesis.read,
)
# One page since August 2022, to which a list is added every other month; the shortest so far has ten rows.
ALGORITHM = Register(
    series="algorithm",
    title_pattern=re.compile(OFFICE + r"关于发布(境内)?互联网信息服务算法备案信息的公告"),
    label_pattern=re.compile(r"互联网信息服务算法备案(清单|信息)?" + MONTH),
    floor=6,
    reader_version=algorithm.READER_VERSION,
    read=algorithm.read,
    grows=True,
)
# One page since April 2024. The notices of a period or a year have the same title with that time in it, and no lists.
GENAI_FILING = Register(
    series="genai_filing",
    title_pattern=re.compile(OFFICE + r"关于发布生成式人工智能服务已备案信息的公告"),
    label_pattern=re.compile(r"(?<!省)生成式人工智能服务已备案信息" + MONTH),
    floor=6,
    reader_version=genai.READER_VERSION,
    read=genai.read_filings,
    parts=genai.read,
    runs_on=True,
    grows=True,
)
GENAI_REGISTRATION = replace(
    GENAI_FILING,
    series="genai_registration",
    floor=1,
    read=genai.read_registrations,
    parts=None,
    part_of=GENAI_FILING.series,
)
# Its numbering starts again at 1, in the one file so far.
ON_DEVICE = replace(GENAI_REGISTRATION, series="on_device", read=genai.read_on_device, runs_on=False)
GUANGDONG = Register(
    series="provincial_guangdong",
    title_pattern=re.compile(r"广东省已备案生成式人工智能服务信息公告"),
    label_pattern=re.compile(
        r"广东省生成式人工智能服务已备案信息[（(]截至(?P<year>20\d\d)年(?P<month>1[0-2]|0?[1-9])月[）)]"
    ),
    floor=6,
    reader_version=guangdong.READER_VERSION,
    read=guangdong.read,
    read_page=guangdong.read_page,
)


# A table in the page itself; such sources are added by hand, so no title leads to one.
PROVINCIAL = Register(
    series="provincial",
    title_pattern=re.compile(r"(?!)"),
    label_pattern=re.compile(r"(?!)"),
    floor=1,
    reader_version=html_table.READER_VERSION,
    read=html_table.read,
    is_page=True,
)
REGISTERS = {
    register.series: register
    for register in (DEEP_SYNTHESIS, ALGORITHM, GENAI_FILING, GENAI_REGISTRATION, ON_DEVICE, GUANGDONG, PROVINCIAL)
}

PERIOD_NOTICE = re.compile(
    OFFICE + r"关于发布(\d{4}年生成式人工智能服务已备案信息的公告"
    r"|生成式人工智能服务已备案信息的公告[（(]20\d\d年\d{1,2}月(至(20\d\d年)?\d{1,2}月)?[）)]"
    r"|\d+款提供手机端侧生成式人工智能服务已备案信息的公告)"
)
CANCELLATION = re.compile(OFFICE + r"关于注销[“\"].+[”\"](等(\d+个)?)?算法备案编号的公告")

# What a title speaks of; whether it speaks of a list; and by what it shows to be about rules and work instead.
TOPIC = re.compile(r"算法|人工智能|AI|大模型|深度合成|智能体|拟人化", re.IGNORECASE)
LISTED = re.compile(r"(备案|登记|注销)(信息|编号|清单|名单|目录|情况)|清单|名单|名录|(已|完成|通过)(备案|登记)|注销")
RULES = re.compile(r"区块链|专项行动|办法|规定|条例|细则|答记者问|解读|征求意见|通知|通报|指南|指引|手册")
FILING = re.compile(r"备案|登记|注销|清单|名单")


def register_for_title(title: str) -> Register | None:
    """The series whose notice bears this title; policies, campaigns and blockchain filings belong to none."""
    bare = squeeze(title)
    return next((register for register in REGISTERS.values() if register.title_pattern.fullmatch(bare)), None)


def series_of_title(title: str) -> tuple[str, ...]:
    """The series, of all there are, whose lists hang on the page of this title."""
    bare = squeeze(title)
    return tuple(series for series, register in REGISTERS.items() if register.title_pattern.fullmatch(bare))


def kind_of_title(title: str) -> TitleKind:
    """What a notice is by its title; "unknown_register" speaks of a list of algorithms or AI services, but not of one
    that a reader knows, and "look_alike" of filings or AI without being a list of them."""
    bare = squeeze(title)
    if series_of_title(bare):
        return "register"
    if PERIOD_NOTICE.fullmatch(bare):
        return "period_notice"
    if CANCELLATION.fullmatch(bare):
        return "cancellation"
    if TOPIC.search(bare) and LISTED.search(bare) and not RULES.search(bare):
        return "unknown_register"
    return "look_alike" if TOPIC.search(bare) or FILING.search(bare) else "other"
