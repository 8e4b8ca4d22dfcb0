"""What a filing number says by itself, and what is odd about it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filings.text import parse_algorithm_number, province_of_region

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
    """The parts of an algorithm number; empty when it is not laid out as one."""
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
