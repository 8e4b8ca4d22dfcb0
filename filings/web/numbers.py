"""What a filing number says by itself, and what is odd about it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filings.text import (
    parse_algorithm_number,
    parse_generative_number,
    province_of_prefix,
    province_of_region,
)

from .dates import day_text

CLASSES: dict[str, str | Promise] = {
    "01": gettext_lazy("generation and synthesis (生成合成类)"),
    "02": gettext_lazy("personalised push (个性化推送类)"),
    "03": gettext_lazy("ranking and selection (排序精选类)"),
    "04": gettext_lazy("search and retrieval (检索过滤类)"),
    "05": gettext_lazy("content filtering (内容过滤类)"),
    "06": gettext_lazy("dispatch and decision-making (调度决策类)"),
}


@dataclass(frozen=True)
class NumberPart:
    """A piece of a number and its meaning."""

    digits: str
    label: str
    meaning: str


def decode(number: str) -> list[NumberPart]:
    """The parts of a number; empty when it is laid out neither as an algorithm's nor as a generative one."""
    return _algorithm(number) or _generative(number)


def _algorithm(number: str) -> list[NumberPart]:
    parts = parse_algorithm_number(number)
    if parts is None:
        return []
    return [
        NumberPart("网信算备", _("Kind"), _("algorithm filing at the Cyberspace Administration")),
        NumberPart(parts.region, _("Region"), province_of_region(parts.region) or _("no province has this code")),
        NumberPart(parts.entity_key, _("Entity key"), _("stands for the organization, through renames")),
        NumberPart(parts.category, _("Class"), str(CLASSES.get(parts.category, _("unknown class")))),
        NumberPart(parts.year[2:], _("Year"), parts.year),
        NumberPart(f"{parts.serial}号", _("Serial"), _("runs per organization; 号 closes the number")),
    ]


def _generative(number: str) -> list[NumberPart]:
    parts = parse_generative_number(number)
    if parts is None:
        return []
    found = [
        NumberPart(parts.prefix, _("Province"), province_of_prefix(parts.prefix) or _("no province is written so")),
        NumberPart(parts.name, _("Name"), _("in pinyin or Latin letters, as the company chose it")),
    ]
    if parts.hand_in:
        meaning = _("%(day)s: read as the hand-in; no official text says so") % {"day": day_text(parts.hand_in)}
        found.append(NumberPart(f"{parts.hand_in:%Y%m%d}", _("Day"), meaning))
    if parts.is_registration:
        found.append(NumberPart("S", _("Kind"), _("stands in registrations (登记), not in filings")))
    if parts.serial:
        found.append(NumberPart(parts.serial, _("Serial"), _("runs per province")))
    return found


def flag_text(flag: str) -> str:
    """What is odd about a number. It was checked and flagged, never refused."""
    kind, _colon, value = flag.partition(":")
    if kind == "digits":
        return _("It has %(count)s digits where 21 are usual.") % {"count": value}
    if kind == "region":
        return _("No province has the region code %(code)s.") % {"code": value}
    if kind == "class":
        return _("The class %(code)s is not one of the six that are known.") % {"code": value}
    if kind == "listed_twice":
        return _("The number is listed more than once.")
    return flag
